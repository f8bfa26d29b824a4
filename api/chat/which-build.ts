/** Which build a person means: by id (with typing mistakes found out), by words of its title, or because it is the only one. Pure. */
import type { BuildHead } from '../../db/queries/chat-facts.js';

export type Meant =
  | { build: BuildHead }
  /** An id that is none of theirs; `near` may be what was meant. */
  | { unknown: string; near: BuildHead[] }
  | { several: BuildHead[] }
  | { none: true }
  /** The words are no title: this was no plain wish about a build. */
  | { unclear: true };

// A slip or two of the fingers.
const DISTANCE_MAX = 2;
const SHOWN_MAX = 5;

export interface Naming {
  refs: readonly string[];
  words: string;
  /** The build that was talked about. */
  focus: string | null;
}

/** `fits`: builds that could be meant where none is named, or several by the same words. */
export function whichBuild({ refs, words, focus }: Naming, heads: readonly BuildHead[], fits: (build: BuildHead) => boolean): Meant {
  const [first, ...others] = refs;
  if (others.length > 0) return { several: heads.filter(({ id }) => refs.includes(id)) };
  if (first !== undefined) return byId(first, heads);
  if (words !== '') return byWords(words, heads, fits);
  const focused = heads.find(({ id }) => id === focus);
  if (focused && fits(focused)) return { build: focused };
  const fitting = heads.filter(fits);
  if (fitting.length === 1 && fitting[0]) return { build: fitting[0] };
  if (fitting.length > 1) return { several: fitting.slice(0, SHOWN_MAX) };
  // It cannot be done with the one that was talked about: that is what the person should hear.
  return focused ? { build: focused } : { none: true };
}

function byId(ref: string, heads: readonly BuildHead[]): Meant {
  const found = heads.find(({ id }) => id === ref);
  if (found) return { build: found };
  const near = heads
    .map((build) => ({ build, distance: distance(suffix(ref), suffix(build.id)) }))
    .filter((each) => each.distance <= DISTANCE_MAX && each.distance < suffix(ref).length)
    .sort((left, right) => left.distance - right.distance)
    .map(({ build }) => build);
  return { unknown: ref, near: near.slice(0, SHOWN_MAX) };
}

function byWords(words: string, heads: readonly BuildHead[], fits: (build: BuildHead) => boolean): Meant {
  const wanted = words.toLowerCase().split(' ');
  const short = heads.filter((build) => wanted.length === 1 && suffix(build.id) === wanted[0]);
  if (short[0]) return { build: short[0] };
  const titled = heads.filter(({ title }) => {
    const own = new Set(title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
    return wanted.every((word) => own.has(word) || own.has(`${word}s`) || own.has(word.replace(/s$/, '')));
  });
  // Of namesakes those are meant that can do it: the others have ended, or are not as far.
  const able = titled.filter(fits);
  const left = able.length > 0 ? able : titled;
  if (left.length === 1 && left[0]) return { build: left[0] };
  return left.length > 1 ? { several: left.slice(0, SHOWN_MAX) } : { unclear: true };
}

function suffix(id: string): string {
  return id.replace(/^int-code-/, '');
}

/** Letters to change, add, leave out or swap with their neighbour. */
export function distance(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, at) => at)];
  const cell = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= one.length; row += 1) {
    rows[row] = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const steps = [cell(row - 1, column) + 1, cell(row, column - 1) + 1, cell(row - 1, column - 1) + (same ? 0 : 1)];
      rows[row]?.push(Math.min(...steps, swapped ? cell(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY));
    }
  }
  return cell(one.length, other.length);
}
