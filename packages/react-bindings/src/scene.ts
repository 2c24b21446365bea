// An entry of its own: bundlers look up even what is imported lazily, and who shows no scene has no three.js installed.
export { PoseScene, type PoseSceneProps } from './pose-scene.tsx';
