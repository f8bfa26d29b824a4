import { refuse, type FileEdit, type WriteEdit } from '../edit.js';
import { isPatchFileLine, readBeginPatch } from './begin-patch.js';
import { findElision } from './elision.js';
import { inferPath, isCode } from './infer.js';
import { readJsonAnswer } from './json-answer.js';
import { readLead, type Lead } from './lead.js';
import { pathOfComment, pathOfTitle, readInfo, type Info } from './path-words.js';
import type { Piece } from './scan.js';
import { isConflictMarker, isSearchStart, readSearchReplace } from './search-replace.js';
import { readUnifiedDiff } from './unified.js';

/** What reading one piece needs to know of the rest. */
export interface Surroundings {
  /** Paths of the project; empty when nobody said. */
  paths: readonly string[];
  /** Prose since the piece before. */
  prose: readonly string[];
  /** Paths of SEARCH/REPLACE blocks so far. */
  searched: readonly string[];
  /** Blocks of code without a path in the whole answer. */
  unnamed: number;
  /** The answer gives a path for other blocks. */
  othersNamed: boolean;
  /** A path that stands for the whole answer (a field of JSON). */
  path: string | null;
  /** Answers that stand inside this one (a diff in JSON). */
  nested: (text: string, path: string | null, line: number) => FileEdit[];
}
type Fence = Extract<Piece, { kind: 'fence' }>;

const DIFF_LANGUAGES = new Set(['diff', 'patch', 'udiff', 'gitdiff', 'git', 'unified-diff', 'unified_diff']);
const NOT_FILES = new Set([
  'bash',
  'sh',
  'shell',
  'zsh',
  'console',
  'terminal',
  'cmd',
  'bat',
  'batch',
  'powershell',
  'ps1',
  'text',
  'txt',
  'plaintext',
  'plain',
  'output',
  'log',
  'http',
  'mermaid',
  'tree',
  'stdout',
  'stderr',
  'ansi',
  'shell-session',
  'shellsession',
  'traceback',
  'curl',
]);

/** The edits of a fenced block; none for one that is only shown (commands, output, usage). Throws a refusal. */
export function readFence(piece: Fence, around: Surroundings): { edits: FileEdit[]; reasoning?: string | null } {
  const line = piece.line - 1;
  if (!piece.closed)
    refuse(
      'truncated',
      `The block that begins at line ${line} has no closing fence: the answer may have been cut, or a fence inside it is as long as its own.`,
      { line },
    );
  const info = readInfo(piece.info);
  const lead = readLead(around.prose);
  const first = piece.lines.findIndex((text) => text.trim() !== '');
  const head = piece.lines[first] ?? '';
  const path = info.path ?? lead.path ?? around.path;
  const asText = /\.(mdx?|rst|txt|diff|patch)$/i.test(path ?? '');
  if (piece.lines.some(isSearchStart) && !(asText && !isSearchStart(head)))
    return { edits: readSearches(piece.lines, piece.line, info.path ?? lead.path, around) };
  if (piece.lines.some(isPatchFileLine) && !asText) return { edits: patchOf(piece.lines, piece.line) };
  if (DIFF_LANGUAGES.has(info.language) || (!asText && looksLikeDiff(piece.lines, first))) return { edits: diffOf(piece, first, path) };
  if (info.path === null && (info.language === 'json' || info.language === '' || info.language === 'json5')) {
    const json = readJsonAnswer(piece.lines.join('\n'), piece.line, false);
    if (json)
      return { edits: [...json.edits, ...json.texts.flatMap(({ text, path: inner }) => around.nested(text, inner, piece.line))], reasoning: json.reasoning };
  }
  if (piece.lines.some(isConflictMarker) && piece.lines.some((text) => /^>{7} \S/.test(text)))
    refuse('malformed', `The block at line ${line} has markers of a merge conflict; use <<<<<<< SEARCH, =======, >>>>>>> REPLACE.`, { line });
  return { edits: filesOf(piece, info, lead, around) };
}

function looksLikeDiff(lines: readonly string[], first: number): boolean {
  const head = lines[first] ?? '';
  if (head.startsWith('diff --git ') || /^@@ -\d/.test(head)) return true;
  return /^--- \S/.test(head) && /^\+\+\+ \S/.test(lines[first + 1] ?? '');
}

function patchOf(lines: readonly string[], base: number): FileEdit[] {
  const begins = lines.some((line) => /^\*\*\* Begin Patch\s*$/.test(line.slice(0, 100)));
  const ends = lines.some((line) => /^\*\*\* End Patch\s*$/.test(line.slice(0, 100)));
  // A shell's `apply_patch <<'EOF'` around the patch is no part of it.
  const from = begins && ends ? lines.findIndex((line) => /^\*\*\* Begin Patch\s*$/.test(line.slice(0, 100))) : 0;
  const to = begins && ends ? lines.findLastIndex((line) => /^\*\*\* End Patch\s*$/.test(line.slice(0, 100))) + 1 : lines.length;
  return readBeginPatch(lines.slice(from, to), base + from, ends || !begins);
}

function diffOf(piece: Fence, first: number, path: string | null): FileEdit[] {
  const comment = /^[-+ @]/.test(piece.lines[first] ?? '') && !/^--\s/.test(piece.lines[first] ?? '') ? null : pathOfComment(piece.lines[first] ?? '');
  const title = comment ?? (/^[-+ @]|^diff /.test(piece.lines[first] ?? '') ? null : pathOfTitle(piece.lines[first] ?? ''));
  const named = typeof title === 'string' ? title : (title?.path ?? null);
  const lines = named === null ? piece.lines : piece.lines.map((text, index) => (index === first ? '' : text));
  return readUnifiedDiff(lines, piece.line, named ?? path, false);
}

/** SEARCH/REPLACE blocks among `lines`, each for the path written last before it. */
export function readSearches(lines: readonly string[], base: number, given: string | null, around: Surroundings): FileEdit[] {
  const edits: FileEdit[] = [];
  let path = given;
  for (let at = 0; at < lines.length;) {
    const text = lines[at] ?? '';
    if (isSearchStart(text)) {
      const read = readSearchReplace(lines, at, base);
      const found = read.path ?? path ?? around.path ?? pathBefore(around, [...around.searched, ...edits.map((edit) => edit.path)]);
      if (found === null)
        refuse('no_path', `The SEARCH/REPLACE block at line ${base + at} names no file; write its path in the line before it.`, { line: base + at });
      const inferred =
        read.path === null && path === null && around.path === null ? 'the file of the block before it, or the only one of the project' : undefined;
      edits.push({ kind: 'replace', path: found, line: base + at, replacements: [read.replacement], ...(inferred ? { inferred } : {}) });
      at = read.next;
      continue;
    }
    const named = text.trim() === '' || /^\s*(`{3,}|~{3,})/.test(text) ? null : (pathOfComment(text)?.path ?? pathOfTitle(text));
    if (named !== null) path = named;
    else if (text.trim() !== '' && !/^\s*(`{3,}|~{3,})/.test(text))
      refuse('malformed', `Line ${base + at} stands between SEARCH/REPLACE blocks but belongs to none: ${JSON.stringify(text.slice(0, 120))}.`, {
        line: base + at,
      });
    at += 1;
  }
  return edits;
}

function pathBefore(around: Surroundings, searched: readonly string[]): string | null {
  const different = new Set(searched);
  if (different.size === 1) return searched[0]!;
  return different.size === 0 && around.paths.length === 1 ? around.paths[0]! : null;
}

/** The files a block of code writes: one, or several that `// File:` comments part. */
function filesOf(piece: Fence, info: Info, lead: Lead, around: Surroundings): FileEdit[] {
  const line = piece.line - 1;
  if (info.excerpt)
    refuse(
      'excerpt',
      `The block at line ${line} names lines of ${info.path}, so it is a part of that file. Use a SEARCH/REPLACE block, a diff, or give the whole file.`,
      { line },
    );
  const comments = piece.lines.map((text, at) => ({ at, named: at <= 2 || /^\S/.test(text) ? pathOfComment(text) : null }));
  const head = comments.find(({ at }) => (piece.lines[at] ?? '').trim() !== '' && !/^(#!|<\?php|<\?xml|<!doctype)/i.test(piece.lines[at] ?? ''));
  const marks = comments.filter(({ named, at }) => named?.keyed && at >= (head?.at ?? 0));
  if (head?.named?.keyed && new Set(marks.map(({ named }) => named?.path)).size > 1)
    return splitFiles(
      piece,
      marks.map(({ at, named }) => ({ at, path: named!.path })),
    );
  const comment = head?.named ?? null;
  const named = info.path ?? lead.path;
  if (comment?.keyed && named !== null && !sameFile(named, comment.path))
    refuse('ambiguous', `The block at line ${line} names two files: ${named} before it and ${comment.path} in its first line.`, { line });
  // What names the file is an address, not content; a plain comment beside another address is content.
  const drop = comment !== null && (comment.keyed || named === null) ? head!.at : -1;
  const lines = drop < 0 ? piece.lines : withoutMark(piece.lines, drop);
  const given = named ?? comment?.path ?? around.path;
  const path = given === null ? null : packagedPath(given, info.language, lines, around.paths);
  if (path === null) return unnamedFile(piece, info, lead, around);
  if (info.path === null && NOT_FILES.has(info.language) && comment === null && (lead.example || !sameKind(path, info.language))) return [];
  if (info.path === null && lead.example && comment === null) return [];
  const known = around.paths.some((each) => each === path || each.normalize('NFC') === path.normalize('NFC'));
  if (lead.part && info.path === null && (known || around.paths.length === 0))
    refuse(
      'excerpt',
      `The block at line ${line} seems to be a part of ${path}, not the whole file. Use a SEARCH/REPLACE block, a diff, or give the whole file.`,
      { line, path },
    );
  return [writeOf(path, lines, line, lead)];
}

/** `User.java` alone is the existing file of that name in the folder of the package the code declares. */
function packagedPath(path: string, language: string, lines: readonly string[], paths: readonly string[]): string {
  if (language !== 'java' || path.includes('/') || paths.includes(path)) return path;
  const inferred = inferPath('java', lines.join('\n'), paths);
  return inferred !== null && 'path' in inferred && paths.includes(inferred.path) && inferred.path.endsWith(`/${path}`) ? inferred.path : path;
}

/** A block of shell lines under a path is that file only when the path is one of a script. */
function sameKind(path: string, language: string): boolean {
  if (/^(text|txt|plaintext|plain)$/.test(language)) return true;
  return /\.(sh|bash|zsh|bat|cmd|ps1|txt|log|http|mmd)$|(^|\/)[^./]+$|(^|\/)\.[^/]+$/i.test(path);
}

function sameFile(one: string, other: string): boolean {
  const [a, b] = [one.replace(/^\.\//, ''), other.replace(/^\.\//, '')];
  return a === b || a.endsWith(`/${b}`) || b.endsWith(`/${a}`);
}

function writeOf(path: string, lines: readonly string[], line: number, lead: Lead | null): WriteEdit {
  const elided = findElision(path, lines);
  if (elided >= 0)
    refuse(
      'excerpt',
      `${path}: the block at line ${line} leaves code out (${JSON.stringify((lines[elided] ?? '').trim().slice(0, 80))}). Give the whole file, or a SEARCH/REPLACE block for the part.`,
      { line: line + 1 + elided, path },
    );
  return { kind: 'write', path, line, content: lines.length === 0 ? '' : `${lines.join('\n')}\n`, fenced: true, ...(lead?.corrects ? { corrects: true } : {}) };
}

function withoutMark(lines: readonly string[], at: number): string[] {
  const rest = [...lines.slice(0, at), ...lines.slice(at + 1)];
  if ((rest[at] ?? 'x').trim() === '' && rest.length > at) rest.splice(at, 1);
  return rest;
}

function splitFiles(piece: Fence, marks: readonly { at: number; path: string }[]): FileEdit[] {
  return marks.map(({ at, path }, index) => {
    const lines = withoutMark(piece.lines.slice(at, marks[index + 1]?.at ?? piece.lines.length), 0);
    while (index < marks.length - 1 && lines.at(-1)?.trim() === '') lines.pop();
    return writeOf(path, lines, piece.line + at, null);
  });
}

function unnamedFile(piece: Fence, info: Info, lead: Lead, around: Surroundings): FileEdit[] {
  const line = piece.line - 1;
  if (NOT_FILES.has(info.language) || lead.example || piece.lines.every((text) => text.trim() === '')) return [];
  const names = lead.several.length > 1 ? ` The words before it name several: ${lead.several.join(', ')}.` : '';
  const ask = 'Write the path in the info string: ```language:path/to/file.';
  if (lead.several.length > 1) refuse('ambiguous', `The block at line ${line} could be any of several files.${names} ${ask}`, { line });
  const code = piece.lines.join('\n');
  const inferred = inferPath(info.language, code, around.paths);
  const typed = inferred !== null && 'path' in inferred && /type|package/.test(inferred.why);
  // Beside named blocks, or among several, only what its own type or package names can be placed.
  if (inferred !== null && 'path' in inferred && (typed || (around.unnamed === 1 && !around.othersNamed))) {
    if (lead.part) refuse('excerpt', `The block at line ${line} seems to be a part of a file and names none. ${ask}`, { line });
    return [{ ...writeOf(inferred.path, piece.lines, line, lead), inferred: inferred.why }];
  }
  if (!isCode(info.language) && !(inferred !== null && info.language !== '')) return [];
  const many = inferred !== null && 'ambiguous' in inferred ? ` It could be ${inferred.ambiguous.join(', ')}.` : '';
  return refuse('no_path', `The block at line ${line} names no file.${many} ${ask}`, { line });
}

/** True for a block that would need a path and has none of its own. */
export function isUnnamedCode(piece: Piece, prose: readonly string[]): boolean {
  if (piece.kind !== 'fence') return false;
  const info = readInfo(piece.info);
  if (info.path !== null || NOT_FILES.has(info.language) || DIFF_LANGUAGES.has(info.language) || piece.lines.some(isSearchStart)) return false;
  const lead = readLead(prose);
  const head = piece.lines.find((text) => text.trim() !== '') ?? '';
  return lead.path === null && !lead.example && pathOfComment(head) === null && (isCode(info.language) || info.language === '');
}
