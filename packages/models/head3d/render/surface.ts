import type { Random } from '@integral-pose/test-kit';
import {
  type Material,
  MeshBasicMaterial,
  MeshLambertMaterial,
  type MeshLambertMaterialParameters,
  MeshPhongMaterial,
  MeshStandardMaterial,
  MeshToonMaterial,
} from 'three';

/** What every kind of surface understands. */
export type Look = Pick<MeshLambertMaterialParameters, 'color' | 'side' | 'vertexColors'>;

/** Makes the surfaces of one person, all of one kind. */
export type Surface = (look: Look, random: Random) => Material;

export const lifelike: Surface = (look, random) =>
  new MeshStandardMaterial({ roughness: random.between(0.5, 1), ...look });

/** Dull, shiny, flat or shaded in steps; smooth, or every triangle apart. */
export function anySurface(random: Random): Surface {
  const flatShading = random.next() < 0.2;
  const kind = random.next();
  if (kind < 0.25) return (look) => new MeshToonMaterial(look);
  if (kind < 0.5) return (look) => new MeshLambertMaterial({ ...look, flatShading });
  if (kind < 0.6) return (look) => new MeshBasicMaterial(look);
  if (kind < 0.8) return (look) => new MeshPhongMaterial({ ...look, flatShading, shininess: 60 });
  return (look, r) => new MeshStandardMaterial({ ...look, flatShading, roughness: r.between(0.1, 1) });
}
