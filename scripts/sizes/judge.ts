import type { SizedEntry } from './entries.ts';
import type { Measured } from './measure.ts';

/** What is wrong with an entry's size, a line each; nothing where it is as it should be. */
export function judgeSize(entry: SizedEntry, { initial, text }: Measured): string[] {
  const lines: string[] = [];
  const kilobytes = initial / 1000;
  if (text.trim() === '') lines.push(`${entry.name} is empty: what it names was not found`);
  if (kilobytes > entry.bound) {
    lines.push(`${entry.name} is ${kilobytes.toFixed(1)} KB gzipped, more than ${entry.bound} KB`);
  }
  // As a string of its own: the word itself may be part of another.
  const pulled = (entry.without ?? []).filter((word) => new RegExp(`["'\`]${word}["'\`]`).test(text));
  if (pulled.length > 0) lines.push(`${entry.name} pulls in ${pulled.join(', ')}`);
  return lines;
}
