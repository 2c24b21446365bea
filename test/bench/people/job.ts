import type { CocoPerson } from '../accuracy/job.ts';

/** One picture, as a data address, and the person in it. */
export interface PersonPicture {
  readonly jpeg: string;
  readonly person: Omit<CocoPerson, 'image_id'>;
}
