import { spliceAll, type Document } from './document.js';
import { refuse, type Hunk } from './edit.js';
import type { Effort } from './effort.js';
import { occurrences } from './occurrences.js';
import { findLines, indexLines, nearby, type LineIndex, type Place } from './place.js';
import { linesOf, type Replaced } from './replace.js';

interface Placed {
  hunk: Hunk;
  place: Place;
}

// Hunks of one file; a diff with more is no diff a model wrote.
const HUNKS_MAX = 2_000;

/** Applies all hunks of a file to it, or none: throws a refusal with the reason. */
export function patchDocument(path: string, document: Document, hunks: readonly Hunk[], effort: Effort): Replaced {
  if (hunks.length > HUNKS_MAX) refuse('too_large', `${path}: the diff has more than ${HUNKS_MAX} hunks.`, { path });
  const lines = linesOf(document.text);
  // Its lines are noted, and in the worst case every hunk looks through all of them.
  effort.spendLines(path, (1 + hunks.length) * lines.length);
  const index = indexLines(lines);
  const placed: Placed[] = [];
  let shift = 0;
  for (const given of hunks) {
    const hunk = withoutStrayBlanks(lines, given, index);
    const place = placeHunk(path, document, lines, hunk, { shift, index });
    if (hunk.oldStart !== null && sideOf(hunk, '-').length > 0) shift = place.start - (hunk.oldStart - 1);
    placed.push({ hunk, place });
  }
  const sorted = placed.toSorted((a, b) => a.place.start - b.place.start || a.place.end - b.place.end);
  const clash = sorted.find(({ place }, index) => index > 0 && place.start < sorted[index - 1]!.place.end);
  if (clash) refuse('conflict', `${path}: two hunks of the diff change the same lines (line ${clash.place.start + 1}).`, { path, line: clash.hunk.line });
  return putHunks(path, document, lines, sorted, placed);
}

/** Blank lines between a hunk and the end of its block look like context; when only they do not fit, they are none. */
function withoutStrayBlanks(lines: readonly string[], hunk: Hunk, index: LineIndex): Hunk {
  let end = hunk.lines.length;
  while (end > 0 && hunk.lines[end - 1]?.sign === ' ' && hunk.lines[end - 1]?.text === '') end -= 1;
  if (end === hunk.lines.length || !('problem' in findLines(lines, sideOf(hunk, '-'), index))) return hunk;
  const shorter = { ...hunk, lines: hunk.lines.slice(0, end) };
  return 'problem' in findLines(lines, sideOf(shorter, '-'), index) ? hunk : shorter;
}

function placeHunk(path: string, document: Document, lines: string[], hunk: Hunk, hint: { shift: number; index: LineIndex }): Place {
  const wanted = sideOf(hunk, '-');
  const where = { path, line: hunk.line };
  const anchored = anchorsOf(lines, hunk, where);
  if (wanted.length === 0) return insertion(path, lines, hunk, hint.shift, anchored);
  const found = findLines(lines, wanted, hint.index);
  if ('problem' in found) {
    const fresh = sideOf(hunk, '+');
    const done = fresh.length > 0 && hunk.lines.some(({ sign }) => sign !== ' ') && !('problem' in findLines(lines, fresh));
    const why =
      found.problem === 'indentation'
        ? 'its lines occur only with another indentation'
        : done
          ? 'what it would write is already there, what it expects is not'
          : 'its lines do not occur';
    return refuse('no_match', `${path}: a hunk of the diff does not fit: ${why}. ${nearby(lines, wanted)}`, where);
  }
  const candidates = found.places.filter((place) => !hunk.atEnd || place.end === lines.length);
  const places = candidates.length > 0 ? candidates : found.places;
  const choice = choose(places, hunk, hint.shift, anchored);
  if (!choice)
    return refuse(
      'ambiguous',
      `${path}: the lines of a hunk occur more than once (at lines ${places
        .slice(0, 5)
        .map(({ start }) => start + 1)
        .join(', ')}) and its header does not say which. Give more context lines.`,
      where,
    );
  if (hunk.oldEndsBare && (choice.end !== lines.length || document.text.endsWith('\n')))
    refuse('no_match', `${path}: the diff says that the file ends without a newline after these lines; it does not.`, where);
  return choice;
}

/** The only place; else the one the header names; else the first one after the anchors. */
function choose(places: readonly Place[], hunk: Hunk, shift: number, anchored: number | null): Place | null {
  const named =
    hunk.oldStart === null
      ? undefined
      : (places.find(({ start }) => start === hunk.oldStart! - 1) ?? places.find(({ start }) => start === hunk.oldStart! - 1 + shift));
  const candidates = anchored === null ? places : places.filter(({ start }) => start >= anchored);
  if (candidates.length === 1) return candidates[0]!;
  if (named && hunk.oldCount === sideOf(hunk, '-').length) return named;
  return anchored !== null && candidates.length > 1 ? candidates[0]! : null;
}

/** The line after the last anchor, when each anchor stands once after the one before; null without anchors. */
function anchorsOf(lines: readonly string[], hunk: Hunk, where: { path: string; line: number }): number | null {
  let after: number | null = null;
  for (const anchor of hunk.anchors) {
    const wanted = anchor.trim();
    const rest = lines.slice(after ?? 0);
    const same = occurrences(
      rest.map((line) => line.trim()),
      [wanted],
      2,
    );
    const found: number[] = same.length > 0 ? same : startingWith(rest, wanted);
    // The head of a function after @@ is a hint of git's; only the patch format without numbers relies on it.
    if (hunk.oldStart !== null && found.length !== 1) return null;
    if (found.length === 0)
      return refuse('no_match', `${where.path}: there is no line ${JSON.stringify(wanted.slice(0, 120))}, where a hunk should follow.`, where);
    if (found.length > 1) return refuse('ambiguous', `${where.path}: the line ${JSON.stringify(wanted.slice(0, 120))} occurs more than once.`, where);
    after = (after ?? 0) + found[0]!;
  }
  return after;
}

function startingWith(lines: readonly string[], wanted: string): number[] {
  return lines.flatMap((line, index) => (line.trim().startsWith(wanted) ? [index] : [])).slice(0, 2);
}

/** A hunk without context or removed lines says only by its header, or by the line it follows, where it belongs. */
function insertion(path: string, lines: readonly string[], hunk: Hunk, shift: number, anchored: number | null): Place {
  const at = (start: number): Place => ({ start, end: start, repaired: null, reindent: (line) => line });
  if (lines.length === 0) return at(0);
  if (hunk.atEnd) return at(lines.length);
  if (anchored !== null && hunk.oldStart === null) return at(anchored + 1);
  const { oldStart, oldCount } = hunk;
  if (oldStart === null || oldCount !== 0 || oldStart > lines.length)
    return refuse('ambiguous', `${path}: a hunk only adds lines and has no context that says where. Give the lines around the place.`, {
      path,
      line: hunk.line,
    });
  return at(Math.min(lines.length, Math.max(0, oldStart + shift)));
}

function putHunks(path: string, document: Document, lines: string[], sorted: readonly Placed[], inOrder: readonly Placed[]): Replaced {
  const lastEnd = document.text === '' || document.text.endsWith('\n');
  const offsets = offsetsOf(lines);
  const parts: { start: number; end: number; text: string }[] = [];
  for (const { hunk, from, to, fresh } of sorted.flatMap((entry) => changeRuns(path, entry))) {
    const reachesEnd = to >= lines.length;
    const bare = reachesEnd && (hunk.newEndsBare || (!lastEnd && !hunk.oldEndsBare));
    const start = Math.min(offsets[from] ?? 0, document.text.length);
    const end = reachesEnd ? document.text.length : (offsets[to] ?? 0);
    const needsBreak = from >= lines.length && lines.length > 0 && !lastEnd && fresh.length > 0;
    const text = fresh.length === 0 ? '' : (needsBreak ? '\n' : '') + fresh.join('\n') + (bare ? '' : '\n');
    const takesBreak = fresh.length === 0 && reachesEnd && !lastEnd && start > 0;
    const before = parts.at(-1);
    // The line end before removed last lines goes with them, also when the change before wrote it.
    if (takesBreak && before?.end === start) before.text = before.text.replace(/\n$/, '');
    parts.push({ start: takesBreak && before?.end !== start ? start - 1 : start, end, text });
  }
  return { document: spliceAll(document, parts), repaired: inOrder.flatMap((entry) => repairsOf(path, entry)) };
}

interface Run {
  hunk: Hunk;
  /** Lines of the file, 0-based; `to` is exclusive. */
  from: number;
  to: number;
  fresh: string[];
}

/** The places a hunk really changes: its context stays as the file has it. Added lines are indented as the place asks for. */
function changeRuns(path: string, { hunk, place }: Placed): Run[] {
  const runs: Run[] = [];
  let at = place.start;
  let current: Run | null = null;
  for (const { sign, text } of hunk.lines) {
    if (sign === ' ') {
      at += 1;
      current = null;
      continue;
    }
    if (!current) runs.push((current = { hunk, from: at, to: at, fresh: [] }));
    if (sign === '-') {
      at += 1;
      current.to = at;
      continue;
    }
    const line = place.repaired === null ? text : place.reindent(text);
    if (line === null)
      refuse('no_match', `${path}: a hunk fits only with another indentation, and its new lines cannot be indented to fit.`, { path, line: hunk.line });
    current.fresh.push(line);
  }
  return runs;
}

/** Where each line begins, and where the text ends. */
function offsetsOf(lines: readonly string[]): number[] {
  const offsets = [0];
  for (const line of lines) offsets.push((offsets.at(-1) ?? 0) + line.length + 1);
  return offsets;
}

function repairsOf(path: string, { hunk, place }: Placed): string[] {
  const notes: string[] = [];
  const [old, fresh] = [sideOf(hunk, '-').length, sideOf(hunk, '+').length];
  if (place.repaired) notes.push(`${path}: a hunk was placed at line ${place.start + 1} in spite of different ${place.repaired}`);
  if (hunk.oldStart !== null && old > 0 && hunk.oldStart - 1 !== place.start)
    notes.push(`${path}: a hunk for line ${hunk.oldStart} was placed at line ${place.start + 1}, the only place it fits`);
  if ((hunk.oldCount !== null && hunk.oldCount !== old) || (hunk.newCount !== null && hunk.newCount !== fresh))
    notes.push(`${path}: the line counts of a hunk were wrong`);
  return notes;
}

/** The lines of the old side (`-`) or of the new one (`+`), context included. */
export function sideOf(hunk: Hunk, side: '-' | '+'): string[] {
  return hunk.lines.filter(({ sign }) => sign === ' ' || sign === side).map(({ text }) => text);
}
