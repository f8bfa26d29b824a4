import { occurrences } from './occurrences.js';

/** Lines `start` to `end` (exclusive, 0-based) of a file are the place; `reindent` fits a replacement's lines to it. */
export interface Place {
  start: number;
  end: number;
  /** What had to be overlooked to find it; null when nothing. */
  repaired: 'trailing blanks' | 'indentation' | null;
  reindent: (line: string) => string | null;
}
export type Found = { places: Place[] } | { problem: 'none' } | { problem: 'indentation'; start: number };

// More places than this are told as "many".
export const PLACES_MAX = 20;

/** Where each line stands, made once for many searches in one file. */
export type LineIndex = ReadonlyMap<string, readonly number[]>;

export function indexLines(lines: readonly string[]): LineIndex {
  const index = new Map<string, number[]>();
  for (const [at, line] of lines.entries()) {
    const known = index.get(line);
    if (known) known.push(at);
    else index.set(line, [at]);
  }
  return index;
}

// Comparisons up to which looking at each candidate beats a pass over the whole file.
const CANDIDATE_STEPS_MAX = 2_000;

function exactPlaces(lines: readonly string[], wanted: readonly string[], index: LineIndex | undefined): number[] {
  if (!index) return occurrences(lines, wanted, PLACES_MAX);
  let rarest: readonly number[] | null = null;
  let offset = 0;
  for (const [at, line] of wanted.entries()) {
    const known = index.get(line) ?? [];
    if (rarest === null || known.length < rarest.length) [rarest, offset] = [known, at];
  }
  if (rarest === null) return [];
  if (rarest.length * wanted.length > CANDIDATE_STEPS_MAX) return occurrences(lines, wanted, PLACES_MAX);
  return rarest
    .map((at) => at - offset)
    .filter((start) => start >= 0 && wanted.every((line, at) => lines[start + at] === line))
    .slice(0, PLACES_MAX);
}

/** Finds whole lines: exactly, else apart from blanks at line ends, else apart from an indentation that differs in one way. */
export function findLines(lines: readonly string[], wanted: readonly string[], index?: LineIndex): Found {
  const exact = exactPlaces(lines, wanted, index);
  if (exact.length > 0) return { places: exact.map((start) => placeAt(start, wanted.length, null)) };
  if (wanted.every((line) => line.trim() === '')) return { problem: 'none' };
  const trailing = occurrences(lines.map(trimEnd), wanted.map(trimEnd), PLACES_MAX);
  if (trailing.length > 0) return { places: trailing.map((start) => placeAt(start, wanted.length, 'trailing blanks')) };
  const bare = occurrences(lines.map(trim), wanted.map(trim), PLACES_MAX);
  if (bare.length === 0) return { problem: 'none' };
  const places: Place[] = [];
  for (const start of bare) {
    const reindent = indentationMap(lines.slice(start, start + wanted.length), wanted);
    if (reindent) places.push({ ...placeAt(start, wanted.length, 'indentation'), reindent });
  }
  return places.length > 0 ? { places } : { problem: 'indentation', start: bare[0] ?? 0 };
}

function placeAt(start: number, length: number, repaired: Place['repaired']): Place {
  return { start, end: start + length, repaired, reindent: (line) => line };
}

/**
 * How the file indents where the answer indents otherwise, as a function for further lines; null when the two differ in
 * more than one way (then the structure may differ too, and guessing would change what the code means).
 */
function indentationMap(real: readonly string[], wanted: readonly string[]): Place['reindent'] | null {
  const map = new Map<string, string>();
  for (const [index, line] of wanted.entries()) {
    if (line.trim() === '') continue;
    const from = indentOf(line);
    const to = indentOf(real[index] ?? '');
    if (map.has(from) && map.get(from) !== to) return null;
    map.set(from, to);
  }
  const pairs = [...map].sort(([a], [b]) => widthOf(a) - widthOf(b));
  // Deeper must stay deeper.
  for (let index = 1; index < pairs.length; index += 1) if (widthOf(pairs[index]![1]) <= widthOf(pairs[index - 1]![1])) return null;
  return (line) => {
    if (line.trim() === '') return '';
    const indent = indentOf(line);
    const known = map.get(indent) ?? extrapolate(pairs, indent);
    return known === null ? null : known + line.slice(indent.length);
  };
}

/** An indentation the matched lines did not have: the nearest known one and what goes beyond it, in the file's own unit. */
function extrapolate(pairs: readonly [string, string][], indent: string): string | null {
  const added = pairs.every(([from, to]) => to.endsWith(from)) ? new Set(pairs.map(([from, to]) => to.slice(0, to.length - from.length))) : null;
  if (added?.size === 1) return [...added][0] + indent;
  const removed = pairs.every(([from, to]) => from.endsWith(to)) ? new Set(pairs.map(([from, to]) => from.slice(0, from.length - to.length))) : null;
  if (removed?.size === 1) {
    const prefix = [...removed][0] ?? '';
    return indent.startsWith(prefix) ? indent.slice(prefix.length) : null;
  }
  const base = pairs.findLast(([from]) => indent.startsWith(from));
  const steps = unitSteps(pairs);
  if (!base || !steps) return null;
  const beyond = indent.slice(base[0].length);
  const count = beyond.length / steps.from.length;
  return Number.isInteger(count) && beyond === steps.from.repeat(count) ? base[1] + steps.to.repeat(count) : null;
}

/** One level of indentation on both sides, read from two known levels. */
function unitSteps(pairs: readonly [string, string][]): { from: string; to: string } | null {
  const levels: readonly [string, string][] = pairs.some(([from]) => from === '') || pairs.length > 1 ? pairs : [['', ''], ...pairs];
  for (let index = 1; index < levels.length; index += 1) {
    const [below, above] = [levels[index - 1]!, levels[index]!];
    if (above[0].startsWith(below[0]) && above[1].startsWith(below[1])) return { from: above[0].slice(below[0].length), to: above[1].slice(below[1].length) };
  }
  return null;
}

export function indentOf(line: string): string {
  let end = 0;
  while (line[end] === ' ' || line[end] === '\t') end += 1;
  return line.slice(0, end);
}

function widthOf(indent: string): number {
  // A tab is deeper than any blanks within one level; only the order of depths is asked for.
  return indent.length + 7 * (indent.split('\t').length - 1);
}

function trim(line: string): string {
  return line.trim();
}

function trimEnd(line: string): string {
  return line.trimEnd();
}

// Lines shown around the place that was probably meant.
const NEARBY_BEFORE = 2;
const NEARBY_AFTER = 6;
const NEARBY_LINE_CHARS = 200;

/** The real text near a miss, with line numbers: where most of the wanted lines stand in a row. */
export function nearby(lines: readonly string[], wanted: readonly string[]): string {
  const at = likeliest(lines, wanted);
  const count = `The file has ${lines.length} line${lines.length === 1 ? '' : 's'}`;
  if (at === null) return `${count}, none of them like it; read_file shows them.`;
  const first = Math.max(0, at - NEARBY_BEFORE);
  const last = Math.min(lines.length, at + Math.min(wanted.length, 2 * NEARBY_AFTER) + NEARBY_AFTER);
  const shown = lines.slice(first, last).map((line, index) => `${first + index + 1}| ${line.slice(0, NEARBY_LINE_CHARS)}`);
  return `The real text near it (line ${at + 1}; numbers are not part of it):\n${shown.join('\n')}`;
}

function likeliest(lines: readonly string[], wanted: readonly string[]): number | null {
  const offsets = new Map<string, number[]>();
  for (const [index, line] of wanted.entries()) {
    const key = squeeze(line);
    if (key.length < 3) continue;
    const known = offsets.get(key);
    // A line that comes often tells little about the place.
    if (!known) offsets.set(key, [index]);
    else if (known.length < PLACES_MAX) known.push(index);
  }
  const votes = new Map<number, number>();
  for (const [index, line] of lines.entries())
    for (const offset of offsets.get(squeeze(line)) ?? []) votes.set(index - offset, (votes.get(index - offset) ?? 0) + 1);
  const best = [...votes].reduce<[number, number] | null>((a, b) => (a && a[1] >= b[1] ? a : b), null);
  if (best) return Math.min(Math.max(0, best[0]), lines.length - 1);
  return likeFirstLine(lines, wanted);
}

/** No line is equal: the line that shares the most words with the first one that says something. */
function likeFirstLine(lines: readonly string[], wanted: readonly string[]): number | null {
  const words = new Set(wordsOf(wanted.find((line) => squeeze(line).length >= 3) ?? ''));
  if (words.size === 0) return null;
  let best: { at: number; shared: number } | null = null;
  for (const [at, line] of lines.entries()) {
    const shared = new Set(wordsOf(line).filter((word) => words.has(word))).size;
    if (shared > (best?.shared ?? 0)) best = { at, shared };
  }
  return best && best.shared * 2 >= words.size ? best.at : null;
}

function squeeze(line: string): string {
  return line.replaceAll(/\s/g, '');
}

function wordsOf(line: string): string[] {
  return line.slice(0, 1000).match(/[\p{L}\p{N}_]{2,}/gu) ?? [];
}
