import { refuse, type FileEdit, type Hunk, type HunkLine } from '../edit.js';

/** The `*** Begin Patch` format: files by `*** Update File:`, places by context lines and `@@ anchor`, no line numbers. */

const FILE = /^\*\*\* (Update|Add|Delete) File: (.+)$/;
const MOVE = /^\*\*\* Move to: (.+)$/;
const LINE_MAX = 4_000;
// A class, a method and a place within it; each one is looked for in the whole file.
const ANCHORS_MAX = 20;

export function isPatchFileLine(line: string): boolean {
  return FILE.test(line.slice(0, LINE_MAX));
}

/** Reads a patch. Throws a refusal when its end is missing or a line fits nowhere. `base` is the answer's line of `lines[0]`. */
export function readBeginPatch(lines: readonly string[], base: number, closed: boolean): FileEdit[] {
  if (!closed) refuse('truncated', `The patch at line ${base} has no line *** End Patch: the answer may have been cut.`, { line: base });
  const edits: FileEdit[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = (lines[at] ?? '').slice(0, LINE_MAX);
    if (line.trim() === '' || /^\*\*\* (Begin|End) Patch\s*$/.test(line)) {
      at += 1;
      continue;
    }
    const file = FILE.exec(line);
    if (!file)
      refuse(
        'malformed',
        `Line ${base + at} of the patch is under no *** Update File, *** Add File or *** Delete File: ${JSON.stringify(line.slice(0, 120))}.`,
        { line: base + at },
      );
    let end = at + 1;
    while (
      end < lines.length &&
      !FILE.test((lines[end] ?? '').slice(0, LINE_MAX)) &&
      !/^\*\*\* (Begin|End) Patch\s*$/.test((lines[end] ?? '').slice(0, LINE_MAX))
    )
      end += 1;
    edits.push(readFile(file[1] ?? '', (file[2] ?? '').trim(), lines.slice(at + 1, end), base + at));
    at = end;
  }
  if (edits.length === 0) refuse('malformed', `The patch at line ${base} names no file.`, { line: base });
  return edits;
}

function readFile(action: string, path: string, body: readonly string[], line: number): FileEdit {
  if (action === 'Delete') return { kind: 'delete', path, line };
  if (action === 'Add') {
    const wrong = body.findIndex((text) => !text.startsWith('+') && text.trim() !== '');
    if (wrong >= 0) refuse('malformed', `Line ${line + 1 + wrong}: every line of an added file begins with +.`, { line: line + 1 + wrong, path });
    const last = body.findLastIndex((text) => text.startsWith('+'));
    const content = body.slice(0, last + 1).map((text) => `${text.slice(1)}\n`);
    return { kind: 'write', path, line, content: content.join(''), isNew: true };
  }
  const moveTo = MOVE.exec(body[0] ?? '')?.[1]?.trim();
  const hunks = readHunks(moveTo === undefined ? body : body.slice(1), line + (moveTo === undefined ? 1 : 2));
  if (hunks.length === 0 && moveTo === undefined) refuse('malformed', `${path}: the patch changes nothing in it.`, { line, path });
  return { kind: 'patch', path, line, hunks, ...(moveTo === undefined ? {} : { moveTo }) };
}

function readHunks(body: readonly string[], base: number): Hunk[] {
  const hunks: Hunk[] = [];
  let anchors: string[] = [];
  let current: Hunk | null = null;
  for (const [index, text] of body.entries()) {
    if (text.startsWith('@@')) {
      if (current) anchors = [];
      current = null;
      const anchor = text
        .slice(2)
        .replace(/\s*@@\s*$/, '')
        .trim();
      if (anchor !== '' && !/^[-+]\d/.test(anchor)) anchors = [...anchors, anchor];
      if (anchors.length > ANCHORS_MAX) refuse('too_large', `Line ${base + index}: more than ${ANCHORS_MAX} lines of @@ in a row.`, { line: base + index });
      continue;
    }
    if (/^\*\*\* End of File\s*$/.test(text)) {
      if (current) current.atEnd = true;
      continue;
    }
    if (/^\\ /.test(text)) continue;
    if (!current) {
      if (text.trim() === '' && index === body.length - 1) continue;
      current = {
        oldStart: null,
        oldCount: null,
        newCount: null,
        anchors,
        lines: [],
        oldEndsBare: false,
        newEndsBare: false,
        atEnd: false,
        line: base + index,
      };
      hunks.push(current);
    }
    current.lines.push(lineOf(text));
  }
  for (const hunk of hunks) while (hunk.lines.at(-1)?.sign === ' ' && hunk.lines.at(-1)?.text === '') hunk.lines.pop();
  return hunks.filter((hunk) => hunk.lines.length > 0);
}

function lineOf(text: string): HunkLine {
  const sign = text[0];
  return sign === '+' || sign === '-' || sign === ' ' ? { sign, text: text.slice(1) } : { sign: ' ', text };
}
