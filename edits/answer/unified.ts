import { refuse, type FileEdit, type Hunk, type HunkLine } from '../edit.js';
import { headerPath, readHeader, type DiffHeader } from './diff-header.js';

const HUNK = /^@@(?:\s+-(\d{1,9})(?:,(\d{1,9}))?\s+\+(\d{1,9})(?:,(\d{1,9}))?\s+@@)?(.*)$/;
const LINE_MAX = 4_000;

/**
 * Reads a unified diff of one or more files. `fallbackPath` names the file when the diff has no headers of its own.
 * Throws a refusal for what is unsafe (modes, links, submodules, binary) or cannot be understood. `base` is the answer's
 * line of `lines[0]`; `cut` says that nothing follows the diff, so that a short last hunk may be a cut one.
 */
export function readUnifiedDiff(lines: readonly string[], base: number, fallbackPath: string | null, cut: boolean): FileEdit[] {
  const edits: FileEdit[] = [];
  let at = 0;
  while (at < lines.length) {
    if ((lines[at] ?? '').trim() === '' || isNoise(lines[at] ?? '')) {
      at += 1;
      continue;
    }
    const { header, next } = readHeader(lines, at, base);
    const body = readHunks(lines, next, base);
    if (header === null && body.hunks.length === 0)
      refuse('malformed', `Line ${base + at} is no part of a diff: ${JSON.stringify((lines[at] ?? '').slice(0, 120))}.`, { line: base + at });
    edits.push(editOf(header, body.hunks, fallbackPath, base + at));
    at = Math.max(body.next, at + 1);
  }
  if (cut) refuseCut(edits);
  return edits;
}

/** Lines of a mail or of git around a diff. */
function isNoise(line: string): boolean {
  return /^(From |Subject: |Date: |---$|index [0-9a-f]|\*\*\* (Begin|End) Patch|Index: |={10,}$|Only in )/.test(line.slice(0, LINE_MAX));
}

function readHunks(lines: readonly string[], start: number, base: number): { hunks: Hunk[]; next: number } {
  const hunks: Hunk[] = [];
  let at = start;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    if (line.trim() === '') {
      at += 1;
      continue;
    }
    const head = HUNK.exec(line.slice(0, LINE_MAX));
    // Lines without any @@: one hunk that only its context places.
    if (!head && (hunks.length > 0 || !/^[ +-]/.test(line) || startsFile(lines, at))) break;
    const read = readHunk(lines, head ? at + 1 : at, head, base + at);
    if (read.hunk.lines.length > 0) hunks.push(read.hunk);
    else if (head && head[1] !== undefined) refuse('malformed', `The hunk at line ${base + at} has no lines.`, { line: base + at });
    at = read.next;
  }
  return { hunks, next: at };
}

function readHunk(lines: readonly string[], start: number, head: RegExpExecArray | null, line: number): { hunk: Hunk; next: number } {
  const number = (text: string | undefined) => (text === undefined ? null : Number(text));
  const anchor = (head?.[5] ?? '').replace(/^\s*(?:\.{3}\s*)?@@/, '').trim();
  const hunk: Hunk = {
    oldStart: number(head?.[1]),
    oldCount: head?.[1] === undefined ? null : Number(head[2] ?? 1),
    newCount: head?.[3] === undefined ? null : Number(head[4] ?? 1),
    anchors: anchor === '' || /^[.…]+$/.test(anchor) || head?.[1] !== undefined ? [] : [anchor.replace(/\s*@@$/, '')],
    lines: [],
    oldEndsBare: false,
    newEndsBare: false,
    atEnd: false,
    line,
  };
  let at = start;
  for (; at < lines.length; at += 1) {
    const text = lines[at] ?? '';
    if (text.startsWith('@@') || text.startsWith('diff --git ') || (startsFile(lines, at) && !stillInside(hunk))) break;
    if (/^\\ /.test(text)) {
      noteBareEnd(hunk);
      continue;
    }
    if (/^\*\*\* (End Patch|Begin Patch|(Update|Add|Delete) File: )/.test(text)) break;
    hunk.lines.push(lineOf(text));
  }
  dropTrailingBlanks(hunk);
  return { hunk, next: at };
}

/** The counts of the header ask for more lines: `--- x` is then a removed line that reads `-- x`. */
function stillInside(hunk: Hunk): boolean {
  if (hunk.oldCount === null || hunk.newCount === null) return false;
  const old = hunk.lines.filter(({ sign }) => sign !== '+').length;
  const fresh = hunk.lines.filter(({ sign }) => sign !== '-').length;
  return old + 1 <= hunk.oldCount && fresh + 1 <= hunk.newCount && hunk.oldCount - old < 200;
}

function startsFile(lines: readonly string[], at: number): boolean {
  return (
    /^--- \S/.test(lines[at] ?? '') &&
    /^\+\+\+ \S/.test(lines[at + 1] ?? '') &&
    (lines[at + 2] === undefined || /^(@@|\\|\s*$|diff --git )/.test(lines[at + 2] ?? ''))
  );
}

/** A context line that lost its leading blank is still context: the file decides whether it fits. */
function lineOf(text: string): HunkLine {
  const sign = text[0];
  if (sign === '+' || sign === '-' || sign === ' ') return { sign, text: text.slice(1) };
  return { sign: ' ', text };
}

function noteBareEnd(hunk: Hunk): void {
  const sign = hunk.lines.at(-1)?.sign;
  if (sign === '-' || sign === ' ') hunk.oldEndsBare = true;
  if (sign === '+' || sign === ' ') hunk.newEndsBare = true;
}

/** Blank lines between the last hunk and what follows are no context, unless the header counts them. */
function dropTrailingBlanks(hunk: Hunk): void {
  const missing = () => hunk.oldCount !== null && hunk.lines.filter(({ sign }) => sign !== '+').length <= hunk.oldCount;
  while (hunk.lines.at(-1)?.sign === ' ' && hunk.lines.at(-1)?.text === '' && !missing()) hunk.lines.pop();
}

function editOf(header: DiffHeader | null, hunks: Hunk[], fallbackPath: string | null, line: number): FileEdit {
  const path = header ? headerPath(header, line) : fallbackPath;
  if (path === null) return refuse('no_path', `The diff at line ${line} names no file: it needs the lines --- a/path and +++ b/path.`, { line });
  const where = { line, path };
  if (header?.isNew) {
    if (hunks.some((hunk) => hunk.lines.some(({ sign }) => sign === '-')))
      refuse('malformed', `${path}: the diff makes a new file but removes lines from it.`, where);
    // An empty line that lost its + is still one of the new file's.
    const content = hunks.flatMap((hunk) => hunk.lines.map(({ text }) => text));
    const bare = hunks.at(-1)?.newEndsBare ?? false;
    return {
      kind: 'write',
      path,
      line,
      content: content.length === 0 ? '' : content.join('\n') + (bare ? '' : '\n'),
      isNew: true,
      ...(header.executable ? { executable: true } : {}),
    };
  }
  if (header?.isDeleted) return { kind: 'delete', path, line, hunks };
  if (hunks.length === 0 && header?.renameTo === undefined) refuse('malformed', `${path}: the diff has no hunks (lines that begin with @@).`, where);
  const idle = hunks.length > 0 && hunks.every((hunk) => hunk.lines.every(({ sign }) => sign === ' '));
  if (idle) refuse('malformed', `${path}: the diff changes nothing: no line begins with + or -.`, where);
  return { kind: 'patch', path, line, hunks, ...(header?.renameTo === undefined ? {} : { moveTo: header.renameTo }) };
}

/** The last hunk of an answer that just ends, with fewer lines on both sides than its header says, may be cut. */
function refuseCut(edits: readonly FileEdit[]): void {
  const last = edits.at(-1);
  const hunk = last?.kind === 'patch' ? last.hunks.at(-1) : undefined;
  if (!hunk || hunk.oldCount === null || hunk.newCount === null) return;
  const old = hunk.lines.filter(({ sign }) => sign !== '+').length;
  const fresh = hunk.lines.filter(({ sign }) => sign !== '-').length;
  if (old < hunk.oldCount && fresh < hunk.newCount)
    refuse('truncated', `The last hunk (line ${hunk.line}) has fewer lines than its header says and the answer ends there: it may have been cut.`, {
      line: hunk.line,
    });
}
