import { refuse } from '../edit.js';
import { looksLikePath } from './path-words.js';
import { isReplaceEnd, isSearchStart } from './search-replace.js';

/** A part of an answer. `line` is the 1-based line of the answer where its first content line stands. */
export type Piece =
  | { kind: 'prose'; lines: string[]; line: number }
  | { kind: 'fence'; lines: string[]; line: number; info: string; closed: boolean }
  | { kind: 'search'; lines: string[]; line: number }
  | { kind: 'diff'; lines: string[]; line: number; reachesEnd: boolean }
  | { kind: 'patch'; lines: string[]; line: number; closed: boolean }
  | { kind: 'tag'; lines: string[]; line: number; path: string; closed: boolean };

const LINE_MAX = 600;
// Blocks of one answer with the prose between them; more is a flood, and each costs some microseconds.
const PIECES_MAX = 4_000;
const OPENER = /^([ \t]{0,12})(`{3,}|~{3,})[ \t]*([^`]*)$/;
const TAG =
  /^\s*<(file|create_file|write_file|write_to_file|boltAction|artifact|document)\s[^>]*?\b(?:path|filePath|file_path|filename|name|title)\s*=\s*(?:"([^"]*)"|'([^']*)')[^>]*>(.*)$/i;
// `<write_to_file>` with its path and content as tags within.
const NESTED_TAG = /^\s*<(write_to_file|create_file|write_file|file)>\s*$/i;
const NESTED_PATH = /^\s*<(?:path|file_path|filename|name)>\s*(.*?)\s*<\/\w+>\s*$/i;
const BEGIN_PATCH = /^\*\*\* Begin Patch\s*$/;
const END_PATCH = /^\*\*\* End Patch\s*$/;

/** Cuts an answer into its parts in one pass over its lines. Throws a refusal for a flood of them. */
export function scan(lines: readonly string[]): Piece[] {
  const pieces: Piece[] = [];
  let prose: { lines: string[]; line: number } = { lines: [], line: 1 };
  const flush = (next: number) => {
    if (prose.lines.length > 0) pieces.push({ kind: 'prose', ...prose });
    prose = { lines: [], line: next + 1 };
  };
  for (let at = 0; at < lines.length;) {
    const read = readPiece(lines, at);
    if (pieces.length > PIECES_MAX) refuse('too_large', `The answer has more than ${PIECES_MAX / 2} blocks. Answer in smaller steps.`);
    if (read) {
      flush(read.next);
      pieces.push(read.piece);
      at = read.next;
      prose.line = at + 1;
    } else {
      prose.lines.push(lines[at] ?? '');
      at += 1;
    }
  }
  flush(lines.length);
  return pieces;
}

interface Read {
  piece: Piece;
  next: number;
}

function readPiece(lines: readonly string[], at: number): Read | null {
  const line = lines[at] ?? '';
  if (line.length > LINE_MAX) return null;
  const opener = OPENER.exec(line);
  if (opener) return readFence(lines, at, opener[1] ?? '', opener[2] ?? '', (opener[3] ?? '').trim());
  if (isSearchStart(line)) return readBareSearch(lines, at);
  if (BEGIN_PATCH.test(line)) return readPatch(lines, at);
  if (startsDiff(lines, at)) return readDiff(lines, at);
  const tag = line.includes('<') ? TAG.exec(line) : null;
  if (!tag && line.includes('<') && NESTED_TAG.test(line)) return readNestedTag(lines, at);
  if (tag && /^(artifact|document)$/i.test(tag[1] ?? '') && !looksLikePath(tag[2] ?? tag[3] ?? '')) return null;
  return tag ? readTag(lines, at, tag[1] ?? '', tag[2] ?? tag[3] ?? '', tag[4] ?? '') : null;
}

/**
 * A fence ends at a bare fence of its own kind, as long and no deeper indented. A fence with an info string inside opens
 * a nested one (a README with examples); so does a bare one in Markdown when text follows at once and another one closes it.
 */
function readFence(lines: readonly string[], start: number, indent: string, fence: string, info: string): Read {
  const markdown = /^(markdown|md|mdx|mdc)\b/i.test(info) || /\.mdx?\b/i.test(info);
  let depth = 0;
  let searching = false;
  for (let at = start + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.length > LINE_MAX) continue;
    if (isSearchStart(line)) searching = true;
    else if (searching && isReplaceEnd(line)) searching = false;
    const inner = searching ? null : OPENER.exec(line);
    if (!inner || inner[2]![0] !== fence[0] || inner[2]!.length < fence.length || inner[1]!.length > Math.max(indent.length, depth > 0 ? 12 : 0)) continue;
    const bare = (inner[3] ?? '').trim() === '';
    if (!bare) depth += 1;
    else if (depth > 0) depth -= 1;
    else if (markdown && opensNested(lines, at, fence)) depth += 1;
    else return { piece: { kind: 'fence', lines: content(lines, start + 1, at, indent), line: start + 2, info, closed: true }, next: at + 1 };
  }
  return { piece: { kind: 'fence', lines: content(lines, start + 1, lines.length, indent), line: start + 2, info, closed: false }, next: lines.length };
}

function opensNested(lines: readonly string[], at: number, fence: string): boolean {
  if ((lines[at + 1] ?? '').trim() === '') return false;
  let bare = 0;
  for (let next = at + 1; next < lines.length; next += 1) {
    const line = lines[next] ?? '';
    const inner = line.length > LINE_MAX ? null : OPENER.exec(line);
    if (!inner || inner[2]![0] !== fence[0] || inner[2]!.length < fence.length) continue;
    if ((inner[3] ?? '').trim() !== '') return bare >= 2;
    bare += 1;
    if (bare >= 2) return true;
  }
  return false;
}

function content(lines: readonly string[], from: number, to: number, indent: string): string[] {
  const part = lines.slice(from, to);
  return indent === '' ? part : part.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trim() === '' ? '' : line));
}

function readBareSearch(lines: readonly string[], start: number): Read {
  let at = start + 1;
  while (at < lines.length && !isReplaceEnd(lines[at] ?? '') && !isSearchStart(lines[at] ?? '')) at += 1;
  const next = at < lines.length && isReplaceEnd(lines[at] ?? '') ? at + 1 : at;
  return { piece: { kind: 'search', lines: lines.slice(start, next), line: start + 1 }, next };
}

function readPatch(lines: readonly string[], start: number): Read {
  let at = start + 1;
  while (at < lines.length && !END_PATCH.test((lines[at] ?? '').slice(0, LINE_MAX))) at += 1;
  const closed = at < lines.length;
  return { piece: { kind: 'patch', lines: lines.slice(start, closed ? at + 1 : at), line: start + 1, closed }, next: closed ? at + 1 : at };
}

function startsDiff(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  if (line.startsWith('diff --git ')) return true;
  return /^--- \S/.test(line) && /^\+\+\+ \S/.test(lines[at + 1] ?? '') && /^(@@|\\|$)/.test(lines[at + 2] ?? '');
}

const DIFF_HEAD =
  /^(diff --git |index [0-9a-f]|--- |\+\+\+ |@@|(new|deleted) file mode |old mode |new mode |(rename|copy) (from|to) |(dis)?similarity index |GIT binary patch|Binary files |\\ )/;

/** A diff without a fence goes on while its lines look like one. */
function readDiff(lines: readonly string[], start: number): Read {
  let at = start + 1;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const blankInside = line === '' && /^[ +@\\-]|^diff --git /.test(lines[at + 1] ?? '') && !/^(- |---\s*$)/.test(lines[at + 1] ?? '');
    if (!blankInside && !/^[ +-]/.test(line) && !DIFF_HEAD.test(line.slice(0, LINE_MAX))) break;
    at += 1;
  }
  let rest = at;
  while (rest < lines.length && (lines[rest] ?? '').trim() === '') rest += 1;
  return { piece: { kind: 'diff', lines: lines.slice(start, at), line: start + 1, reachesEnd: rest >= lines.length }, next: at };
}

/** `<file path="a.py">` up to its closing tag. */
function readTag(lines: readonly string[], start: number, tag: string, path: string, rest: string): Read | null {
  const close = `</${tag.toLowerCase()}>`;
  const same = rest.toLowerCase().lastIndexOf(close);
  if (same >= 0) return { piece: { kind: 'tag', lines: [rest.slice(0, same)], line: start + 1, path, closed: true }, next: start + 1 };
  let at = start + 1;
  while (at < lines.length && !(lines[at] ?? '').slice(0, LINE_MAX).toLowerCase().trimEnd().endsWith(close)) at += 1;
  if (at >= lines.length) return { piece: { kind: 'tag', lines: lines.slice(start + 1), line: start + 2, path, closed: false }, next: lines.length };
  const last = (lines[at] ?? '').trimEnd().slice(0, -close.length);
  const body = [...(rest.trim() === '' ? [] : [rest]), ...lines.slice(start + 1, at), ...(last.trim() === '' ? [] : [last])];
  return { piece: { kind: 'tag', lines: body, line: start + 2, path, closed: true }, next: at + 1 };
}

/** `<write_to_file>`, `<path>a.py</path>`, `<content>` ... `</content>`. */
function readNestedTag(lines: readonly string[], start: number): Read | null {
  const path = NESTED_PATH.exec((lines[start + 1] ?? '').slice(0, LINE_MAX))?.[1];
  const open = /^\s*<(content|contents|file_text)>(.*)$/i.exec((lines[start + 2] ?? '').slice(0, LINE_MAX));
  return path !== undefined && open ? readTag(lines, start + 2, open[1] ?? '', path, open[2] ?? '') : null;
}
