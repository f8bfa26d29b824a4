import type { BuiltImage, CheckedImage } from '../../embedded/images.js';
import type { Colors } from '../terminal.js';

const NAME_WIDTH = 8;

interface Listed {
  name: string;
  tag: string | null;
  id: string | null;
  bytes: number | null;
}

interface Removed {
  images: readonly string[];
  bytes: number;
  volumes: number;
  kept: readonly string[];
}

/** One image of the list. */
export function renderImage({ name, tag, id, bytes }: Listed): string {
  return `${name.padEnd(NAME_WIDTH)}  ${id ? megabytes(bytes ?? 0) : 'not built'.padStart(9)}  ${tag ?? ''}`.trimEnd();
}

/** One that is ready now. */
export function renderBuilt({ name, seconds, bytes, known }: BuiltImage): string {
  return `${name.padEnd(NAME_WIDTH)}  ${megabytes(bytes)}  ${known ? 'was there' : `built in ${Math.round(seconds)} s`}`;
}

/** How an image's smoke projects went. */
export function renderChecked({ name, seconds, problems, seen }: CheckedImage, colors: Colors): string[] {
  const head = `${problems.length === 0 ? colors.green('ok  ') : colors.red('FAIL')}  ${name.padEnd(NAME_WIDTH)}  ${seconds.toFixed(1)} s  `;
  if (problems.length === 0) return [`${head}${seen.join('; ')}`];
  return [head.trimEnd(), ...problems.map((problem) => `      ${problem}`)];
}

/** What was removed, and what was not. */
export function renderPruned({ images, bytes, volumes, kept }: Removed): string[] {
  const lines = images.map((tag) => `removed  ${tag}`);
  const total = `Removed ${count(images.length, 'outdated image')} (at most ${Math.round(bytes / 1e6)} MB) and ${count(volumes, 'volume')} of dependencies.`;
  return [...lines, ...kept.map((name) => `in use   ${name}`), total];
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`.padStart(9);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
