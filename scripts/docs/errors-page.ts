import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from './entries.ts';

/** A member of the union `PoseErrorDetail`, as its source documents it. */
export interface ErrorReason {
  readonly reason: string;
  readonly cause: string;
  readonly fix: string;
  /** The further fields: name and type. */
  readonly facts: readonly { readonly name: string; readonly type: string }[];
}

/**
 * Reads the reasons out of the source.
 * @throws Error for a member whose comment does not say what happened and, after `Fix:`, what to do
 */
export function readReasons(source: string): readonly ErrorReason[] {
  const file = ts.createSourceFile('pose-error.ts', source, ts.ScriptTarget.Latest, true);
  const alias = file.statements.find(
    (statement) => ts.isTypeAliasDeclaration(statement) && statement.name.text === 'PoseErrorDetail',
  ) as ts.TypeAliasDeclaration | undefined;
  if (!alias || !ts.isUnionTypeNode(alias.type)) throw new Error('PoseErrorDetail is not a union any more.');
  return alias.type.types.map((member) => {
    if (!ts.isTypeLiteralNode(member)) throw new Error(`Not an object type: ${member.getText()}`);
    const fields = member.members.filter(ts.isPropertySignature).map((field) => ({
      name: field.name.getText() + (field.questionToken ? '?' : ''),
      type: (field.type?.getText() ?? '').replaceAll(/\s+/g, ' ').replaceAll('readonly ', ''),
    }));
    const reason = fields.find(({ name }) => name === 'reason')?.type.slice(1, -1) ?? '';
    // The comment stands before the bar that leads to the member.
    const before = source.slice(0, member.getStart());
    const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*\|\s*$/.exec(before)?.[1] ?? '';
    const text = comment
      .replaceAll(/\n\s*\* ?/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim();
    const [cause = '', fix = ''] = text.split(/\s*Fix:\s*/);
    if (!reason || !cause || !fix) throw new Error(`The reason "${reason}" does not say what happened and what to do.`);
    return { reason, cause, fix, facts: fields.filter(({ name }) => name !== 'reason') };
  });
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The page `docs/site/errors.md`. */
export function errorsPage(reasons: readonly ErrorReason[]): string {
  const sections = reasons.map(({ reason, cause, fix, facts }) => {
    const known = facts.map(({ name, type }) => `- \`${name}\`: \`${type}\``).join('\n');
    return `## ${reason}

${cause}

**What to do.** ${capital(fix)}
${known ? `\n${known}\n` : ''}`;
  });
  return `<!-- Written by scripts/docs/errors-page.ts from packages/sdk/src/types/pose-error.ts. -->

# Errors

Everything that goes wrong is a \`PoseError\`, thrown or emitted. \`reason\` is one of the ${reasons.length} below, \`detail\` has its
facts, \`message\` says what happened and \`fix\` what to do about it, in sentences that can be shown to people.

\`\`\`ts
tracker.track(camera()).subscribe({
  next: draw,
  error: (error: PoseError) => {
    if (error.detail.reason === 'camera-not-found') console.log('No camera', error.detail.deviceId);
    else console.error(error.reason, error.message); // what happened, and what to do
  },
});
\`\`\`

What a tracker survives is no error: a lost and recovered GPU context or a jump back in a video is an event of
\`tracker.events\`.

${sections.join('\n')}`;
}

/** The page, from the source as it stands. */
export function writtenErrorsPage(): string {
  return errorsPage(readReasons(readFileSync(join(root, 'packages/sdk/src/types/pose-error.ts'), 'utf8')));
}
