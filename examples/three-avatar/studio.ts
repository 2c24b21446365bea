import {
  CircleGeometry,
  DirectionalLight,
  Group,
  HemisphereLight,
  Mesh,
  MeshLambertMaterial,
  type Object3D,
  PlaneGeometry,
  ShadowMaterial,
} from 'three';

/** A floor and light for a figure, and what releases them. */
export interface Studio {
  readonly object: Object3D;
  dispose(): void;
}

/** Soft light from above, a lamp that throws a shadow, and a round floor. */
export function createStudio(): Studio {
  const sky = new HemisphereLight('#f2f7ff', '#3b4b49', 1.9);
  const lamp = new DirectionalLight('#fff4e2', 2.1);
  lamp.position.set(-1.6, 3.4, 2.6);
  lamp.castShadow = true;
  lamp.shadow.mapSize.set(1024, 1024);
  lamp.shadow.radius = 4;
  Object.assign(lamp.shadow.camera, { left: -2, right: 2, top: 2.4, bottom: -1, near: 0.5, far: 8 });
  const floor = new Mesh(new CircleGeometry(1.5, 64), new MeshLambertMaterial({ color: '#22393a' }));
  floor.rotation.x = -Math.PI / 2;
  floor.position.y = -0.004;
  const shade = new Mesh(new PlaneGeometry(3, 3), new ShadowMaterial({ opacity: 0.4 }));
  shade.rotation.x = -Math.PI / 2;
  shade.receiveShadow = true;
  return {
    object: new Group().add(sky, lamp, floor, shade),
    dispose() {
      lamp.dispose();
      for (const { geometry, material } of [floor, shade]) {
        geometry.dispose();
        material.dispose();
      }
    },
  };
}
