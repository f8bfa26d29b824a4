import { splice, spliceAll, type Document } from './document.js';
import { refuse, type Replacement } from './edit.js';
import type { Effort } from './effort.js';
import { textOccurrences } from './occurrences.js';
import { findLines, nearby, PLACES_MAX, type Place } from './place.js';

export interface Replaced {
  document: Document;
  /** What was overlooked to find the place, in words. */
  repaired: string[];
}

// Places with their own number named in a refusal.
const SHOWN_MAX = 5;
// Exactly, without blanks at line ends, without indentation; and the same without blank lines around it.
const LOOKS = 6;
// More than a file has letters: all are all.
const ALL_MAX = 2_000_000;
// Several times what a file may have; more would only fill the memory before it is refused.
const RESULT_CHARS_MAX = 8 * 1024 * 1024;

/** Applies one replacement to a file. Throws a refusal: not found (with the real text near it) or not unique. */
export function replaceIn(path: string, document: Document, replacement: Replacement, effort: Effort): Replaced {
  const search = replacement.search.replaceAll('\r\n', '\n');
  const replace = replacement.replace.replaceAll('\r\n', '\n');
  if (search === '') return replaceNothing(path, document, replace);
  if (replacement.all || replacement.count !== undefined) return replaceMany(path, document, { search, replace, count: replacement.count ?? null }, effort);
  return replacement.wholeLines ? replaceLines(path, document, search, replace, effort) : replaceText(path, document, search, replace, effort);
}

function replaceNothing(path: string, document: Document, replace: string): Replaced {
  if (document.text.trim() !== '')
    refuse('ambiguous', `${path}: an empty search text fits everywhere; the file is not empty. Give the lines to replace.`, { path });
  return { document: splice(document, 0, document.text.length, replace), repaired: [] };
}

function replaceMany(
  path: string,
  document: Document,
  { search, replace, count }: { search: string; replace: string; count: number | null },
  effort: Effort,
): Replaced {
  const starts: number[] = [];
  for (const at of textOccurrences(document.text, search, ALL_MAX)) if (at >= (starts.at(-1) ?? -search.length) + search.length) starts.push(at);
  if (starts.length === 0) return refuse('no_match', `${path}: the search text does not occur. ${nearbyText(document, search)}`, { path });
  if (count !== null && starts.length !== count)
    refuse('ambiguous', `${path}: the search text occurs ${starts.length} times, not ${count} (${placesText(document, starts)}).`, { path });
  if (document.text.length + starts.length * (replace.length - search.length) > RESULT_CHARS_MAX)
    refuse('too_large', `${path}: replacing all ${starts.length} places would make the file larger than any may be.`, { path });
  effort.spendLines(path, starts.length);
  const parts = starts.map((start) => ({ start, end: start + search.length, text: replace }));
  return { document: spliceAll(document, parts), repaired: [] };
}

function replaceText(path: string, document: Document, search: string, replace: string, effort: Effort): Replaced {
  const starts = textOccurrences(document.text, search, PLACES_MAX);
  if (starts.length === 1) return { document: splice(document, starts[0]!, starts[0]! + search.length, replace), repaired: [] };
  if (starts.length > 1) return refuseMany(path, document, starts);
  return replaceLines(path, document, search, replace, effort);
}

function replaceLines(path: string, document: Document, search: string, replace: string, effort: Effort): Replaced {
  const lines = linesOf(document.text);
  const wanted = linesOf(search);
  effort.spendLines(path, LOOKS * (lines.length + wanted.length));
  let found = findLines(lines, wanted);
  const replacing = linesOf(replace);
  if ('problem' in found && found.problem === 'none') {
    const trimmed = withoutBlankEdges(wanted, replacing);
    if (trimmed) {
      found = findLines(lines, trimmed.wanted);
      if (!('problem' in found)) return putLines(path, document, lines, trimmed.wanted, trimmed.replacing, found.places, true);
    }
    const bare = search.replace(/\n$/, '');
    const piece = wordPiece(document.text, bare);
    if (piece !== null) return { document: splice(document, piece, piece + bare.length, replace.replace(/\n$/, '')), repaired: [] };
  }
  if ('problem' in found) {
    const why =
      found.problem === 'indentation'
        ? 'the search text occurs only with another indentation, which differs from line to line'
        : 'the search text does not occur';
    return refuse('no_match', `${path}: ${why}. ${nearbyText(document, search)}`, { path });
  }
  return putLines(path, document, lines, wanted, replacing, found.places, found.places[0]?.repaired !== null);
}

function putLines(path: string, document: Document, lines: string[], wanted: string[], replacing: string[], places: Place[], repaired: boolean): Replaced {
  if (places.length > 1) {
    const shown = places.slice(0, SHOWN_MAX).map(({ start }) => start + 1);
    const many = places.length >= PLACES_MAX ? `at least ${PLACES_MAX}` : String(places.length);
    refuse(
      'ambiguous',
      `${path}: the search text occurs more than once (${many} times, at lines ${shown.join(', ')}${places.length > SHOWN_MAX ? ', ...' : ''}); give more of its surroundings so that it occurs once.`,
      { path },
    );
  }
  const place = places[0]!;
  const fitted = fit(lines.slice(place.start, place.end), wanted, replacing, place);
  if (!fitted)
    return refuse(
      'no_match',
      `${path}: the search text occurs only with another indentation, and the new lines cannot be indented to fit. ${nearby(lines, wanted)}`,
      { path },
    );
  const start = offsetOf(lines, place.start);
  const reachesEnd = place.end >= lines.length;
  const end = reachesEnd ? document.text.length : offsetOf(lines, place.end);
  const bareEnd = reachesEnd && !document.text.endsWith('\n');
  const text = fitted.length === 0 ? '' : fitted.join('\n') + (bareEnd ? '' : '\n');
  // Removing the last lines of a file that ends without a newline takes the newline before them along.
  const from = fitted.length === 0 && bareEnd && start > 0 ? start - 1 : start;
  const note = place.repaired ?? (repaired ? 'blank lines around it' : null);
  return {
    document: splice(document, from, end, text),
    repaired: note ? [`${path}: the place was found at line ${place.start + 1} in spite of different ${note}`] : [],
  };
}

/** The new lines as the file would have them: what begins and ends like the search stays as the file has it, the rest is re-indented. */
function fit(real: readonly string[], wanted: readonly string[], replacing: readonly string[], place: Place): string[] | null {
  if (place.repaired === null) return [...replacing];
  let head = 0;
  while (head < wanted.length && head < replacing.length && wanted[head] === replacing[head]) head += 1;
  let tail = 0;
  while (tail < wanted.length - head && tail < replacing.length - head && wanted.at(-1 - tail) === replacing.at(-1 - tail)) tail += 1;
  const middle = replacing.slice(head, replacing.length - tail).map((line) => place.reindent(line));
  if (middle.includes(null)) return null;
  return [...real.slice(0, head), ...(middle as string[]), ...real.slice(real.length - tail)];
}

/** Search and replacement without the blank lines both begin or end with, or that only the search has; null when there are none. */
function withoutBlankEdges(wanted: readonly string[], replacing: readonly string[]): { wanted: string[]; replacing: string[] } | null {
  const blank = (line: string | undefined) => line !== undefined && line.trim() === '';
  let [start, end, first, last] = [0, wanted.length, 0, replacing.length];
  while (start < end && blank(wanted[start])) {
    if (first < last && blank(replacing[first])) first += 1;
    start += 1;
  }
  while (end > start && blank(wanted[end - 1])) {
    if (last > first && blank(replacing[last - 1])) last -= 1;
    end -= 1;
  }
  if (start === end || end - start === wanted.length) return null;
  return { wanted: wanted.slice(start, end), replacing: replacing.slice(first, last) };
}

/** A piece of a line that stands once and between other words: `timeout = 3` is not in `timeout = 30`. */
function wordPiece(text: string, search: string): number | null {
  if (search.trim() === '') return null;
  const starts = textOccurrences(text, search, 2);
  if (starts.length !== 1) return null;
  const at = starts[0]!;
  const word = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}_$]/u.test(character);
  const cutsStart = word(text[at - 1]) && word(search[0]);
  const cutsEnd = (word(text[at + search.length]) || text[at + search.length] === '.') && word(search.at(-1));
  return cutsStart || cutsEnd ? null : at;
}

function refuseMany(path: string, document: Document, starts: readonly number[]): never {
  return refuse(
    'ambiguous',
    `${path}: the search text occurs more than once (${placesText(document, starts)}); give more of its surroundings so that it occurs once.`,
    { path },
  );
}

function placesText(document: Document, starts: readonly number[]): string {
  const shown = starts.slice(0, SHOWN_MAX).map((at) => document.text.slice(0, at).split('\n').length);
  return `at lines ${shown.join(', ')}${starts.length > SHOWN_MAX ? ', ...' : ''}`;
}

function nearbyText(document: Document, search: string): string {
  return nearby(linesOf(document.text), linesOf(search));
}

/** Lines without their ends; a line end at the end of the text starts no further line. */
export function linesOf(text: string): string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Where line `index` (0-based) begins. */
export function offsetOf(lines: readonly string[], index: number): number {
  let offset = 0;
  for (let at = 0; at < index; at += 1) offset += (lines[at]?.length ?? 0) + 1;
  return offset;
}
