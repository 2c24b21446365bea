import { PoseError, type PoseTracker } from '@integral-pose/sdk';
import { createPoseScene, type PoseSceneView, type RelativePeople } from '@integral-pose/sdk/three';
import { type CSSProperties, type ReactNode, useEffect, useRef } from 'react';
import { PerspectiveCamera, Scene, WebGLRenderer } from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import type { PoseSource } from './pose-source.ts';
import { usePoseFrames } from './use-pose-frames.ts';

/** Props of {@link ThreeScene}. */
interface ThreeSceneProps extends Partial<PoseSceneView> {
  readonly tracker: PoseTracker;
  readonly source: PoseSource;
  readonly className?: string;
  readonly style?: CSSProperties;
}

const FILL: CSSProperties = { width: '100%', height: '100%' };

/** What `PoseScene` shows once three.js is there. Drawn when there is something new, not all the time. */
export function ThreeScene({ tracker, source, className, style, ...view }: ThreeSceneProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const stage = useRef<Stage>(undefined);
  const options = JSON.stringify(view);

  useEffect(() => {
    if (!place.current) return;
    const made = createStage(place.current, tracker);
    stage.current = made;
    return () => {
      stage.current = undefined;
      made.dispose();
    };
  }, [tracker]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new stage needs it, too
  useEffect(() => stage.current?.set(JSON.parse(options) as Partial<PoseSceneView>), [options, tracker]);

  usePoseFrames(tracker, source, ({ poses }) => {
    stage.current?.show({
      origin: 'hips',
      people: poses.flatMap(({ id, keypoints3D }) => (keypoints3D ? [{ id, keypoints: keypoints3D }] : [])),
    });
  });

  return <div ref={place} className={className} style={{ ...FILL, ...style }} />;
}

interface Stage {
  show(people: RelativePeople): void;
  set(view: Partial<PoseSceneView>): void;
  dispose(): void;
}

function createStage(place: HTMLElement, { skeleton }: PoseTracker): Stage {
  const renderer = createRenderer();
  const scene = new Scene();
  const people = createPoseScene({ skeleton });
  scene.add(people.object);
  let shown: RelativePeople = { origin: 'hips', people: [] };

  const camera = new PerspectiveCamera(40, 1, 0.1, 50);
  camera.position.set(0, 1.3, 4);
  const controls = new OrbitControls(camera, renderer.domElement);
  controls.target.set(0, 0.85, 0);
  controls.update();

  const render = () => renderer.render(scene, camera);
  const fit = () => {
    const { clientWidth, clientHeight } = place;
    if (clientWidth === 0 || clientHeight === 0) return;
    camera.aspect = clientWidth / clientHeight;
    camera.updateProjectionMatrix();
    renderer.setPixelRatio(devicePixelRatio);
    renderer.setSize(clientWidth, clientHeight, false);
    render();
  };
  const resizing = new ResizeObserver(fit);
  Object.assign(renderer.domElement.style, { display: 'block', width: '100%', height: '100%' });
  place.append(renderer.domElement);
  resizing.observe(place);
  controls.addEventListener('change', render);

  const update = () => {
    people.update(shown);
    render();
  };
  return {
    show(now) {
      shown = now;
      update();
    },
    set(view) {
      people.set(view);
      update();
    },
    dispose() {
      resizing.disconnect();
      controls.dispose();
      people.dispose();
      renderer.dispose();
      // A page has only so many contexts, and this one would wait for the garbage collector.
      renderer.forceContextLoss();
      renderer.domElement.remove();
    },
  };
}

function createRenderer(): WebGLRenderer {
  try {
    return new WebGLRenderer({ antialias: true, alpha: true });
  } catch (cause) {
    throw new PoseError(
      { reason: 'unsupported', feature: 'WebGL' },
      'The browser gives no WebGL context for a scene.',
      'Show a PoseOverlay instead, or close other pages that draw in three dimensions.',
      { cause },
    );
  }
}
