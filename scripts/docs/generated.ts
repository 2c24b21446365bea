import { writtenErrorsPage } from './errors-page.ts';
import { PICTURES } from './pictures/index.ts';

/** Files of the site that are written by a program and kept in the repository, by path. */
export function generatedFiles(): Readonly<Record<string, string>> {
  const pictures = Object.entries(PICTURES).map(([name, draw]) => [`docs/site/pictures/${name}.svg`, draw()] as const);
  return { 'docs/site/errors.md': writtenErrorsPage(), ...Object.fromEntries(pictures) };
}
