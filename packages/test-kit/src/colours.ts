export { colourManifest, colourNetwork } from './colour-network.ts';
export { discFrame, type DiscPerson, discPerson, type DiscPicture } from './disc-frame.ts';
