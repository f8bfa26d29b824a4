import { refuse, type Replacement } from '../edit.js';

/** `<<<<<<< SEARCH`, `=======`, `>>>>>>> REPLACE`, in the spellings models use. */

const START = /^[ \t]*(<{5,9}|-{5,9})[ \t]*(SEARCH|ORIGINAL|OLD|BEFORE|FIND)\b[ \t:>]*(.*)$/i;
const END = /^[ \t]*(>{5,9}|\+{5,9})[ \t]*(REPLACE|UPDATED|NEW|AFTER)?[ \t]*$/i;
const DIVIDER = /^[ \t]*(={5,9})[ \t]*$/;
const CONFLICT = /^<{7} \S/;
const LINE_MAX = 400;

export function isSearchStart(line: string): boolean {
  return line.length <= LINE_MAX && START.test(line);
}

export function isReplaceEnd(line: string): boolean {
  return line.length <= LINE_MAX && END.test(line);
}

/** A line of a merge conflict, which is no edit. */
export function isConflictMarker(line: string): boolean {
  return line.length <= LINE_MAX && CONFLICT.test(line) && !START.test(line);
}

export interface SearchReplace {
  replacement: Replacement;
  /** A path written behind the start marker. */
  path: string | null;
  /** Index of the line after the end marker. */
  next: number;
}

/** Reads the block whose start marker is `lines[at]`. Throws a refusal when it is cut or its parts cannot be told apart. `base` is the answer's line of `lines[0]`. */
export function readSearchReplace(lines: readonly string[], at: number, base: number): SearchReplace {
  const line = base + at;
  const start = START.exec(lines[at] ?? '');
  let end = at + 1;
  while (end < lines.length && !isReplaceEnd(lines[end] ?? '')) {
    if (isSearchStart(lines[end] ?? ''))
      refuse('malformed', `The SEARCH/REPLACE block at line ${line} has no end marker (>>>>>>> REPLACE) before the next one begins.`, { line });
    end += 1;
  }
  if (end >= lines.length)
    refuse('truncated', `The SEARCH/REPLACE block at line ${line} has no end marker (>>>>>>> REPLACE): the answer may have been cut.`, { line });
  const divider = dividerOf(lines, at, end, start?.[1]?.length ?? 7, line);
  const indent = /^[ \t]*/.exec(lines[at] ?? '')?.[0] ?? '';
  const text = (from: number, to: number) =>
    lines
      .slice(from, to)
      .map((part) => `${outdent(part, indent)}\n`)
      .join('');
  const path = start?.[3]?.trim() || null;
  return { replacement: { search: text(at + 1, divider), replace: text(divider + 1, end), wholeLines: true }, path, next: end + 1 };
}

/** The one divider; several make the parts ambiguous unless only one is as long as the markers. */
function dividerOf(lines: readonly string[], at: number, end: number, length: number, line: number): number {
  const places: number[] = [];
  for (let index = at + 1; index < end; index += 1) if ((lines[index]?.length ?? 0) <= LINE_MAX && DIVIDER.test(lines[index] ?? '')) places.push(index);
  if (places.length === 0) refuse('malformed', `The SEARCH/REPLACE block at line ${line} has no ======= between its parts.`, { line });
  if (places.length === 1) return places[0]!;
  const same = places.filter((index) => (lines[index] ?? '').trim().length === length);
  if (same.length === 1) return same[0]!;
  return refuse('ambiguous', `The SEARCH/REPLACE block at line ${line} has ${places.length} lines of =======; which one divides it is unclear.`, { line });
}

/** A block in a list is indented as a whole. */
function outdent(line: string, indent: string): string {
  return indent !== '' && line.startsWith(indent) ? line.slice(indent.length) : line;
}
