import { readFence, readSearches, isUnnamedCode, type Surroundings } from './answer/blocks.js';
import { readBeginPatch } from './answer/begin-patch.js';
import { readJsonAnswer } from './answer/json-answer.js';
import { readLead } from './answer/lead.js';
import { scan, type Piece } from './answer/scan.js';
import { isSearchStart } from './answer/search-replace.js';
import { readUnifiedDiff } from './answer/unified.js';
import { hideThoughts } from './answer/thoughts.js';
import { Refusal, refuse, type FileEdit, type ParsedAnswer, type Problem } from './edit.js';
import { pathProblem, tidyPath } from './file-path.js';
import { mergeEdits, refuseElisions } from './merge.js';

export interface ParseOptions {
  /** Paths of the project: they tell which file is meant when the answer does not. */
  paths?: readonly string[];
  /** UTF-8 bytes of an answer. */
  bytesMax?: number;
  /** The model was stopped at its limit: whatever it said is not the whole. */
  cut?: boolean;
}

// What one answer may be (reliability.md row 11).
const BYTES_MAX = 4 * 1024 * 1024;
// What a model can mend in one go.
const PROBLEMS_MAX = 20;
const REASONING_CHARS_MAX = 20_000;

/**
 * Reads the edits out of a model's text: fenced blocks with paths, SEARCH/REPLACE blocks, diffs, patches, JSON. All or
 * nothing: with any problem there are no edits. Prose alone has neither. Linear in the text; never throws.
 */
export function parseAnswer(text: string, options: ParseOptions = {}): ParsedAnswer {
  const bytesMax = options.bytesMax ?? BYTES_MAX;
  if (text.length > bytesMax || new TextEncoder().encode(text).length > bytesMax)
    return {
      edits: [],
      problems: [{ code: 'too_large', message: `The answer has more than ${Math.floor(bytesMax / 1024)} KB. Answer in smaller steps.` }],
      reasoning: null,
    };
  const reader = new Reader(options.paths ?? []);
  const reasoning = reader.readText(text);
  let { edits } = reader;
  const { problems } = reader;
  const seeming = options.cut === true && (edits.length > 0 || problems.length > 0);
  if (seeming && problems.length === 0) problems.push({ code: 'truncated', message: 'The answer was cut at its limit. Answer in smaller steps.' });
  try {
    edits = mergeEdits(edits);
  } catch (error) {
    problems.push(problemOf(error));
  }
  for (const edit of edits) check(edit, problems);
  return { edits: problems.length > 0 ? [] : edits, problems: problems.slice(0, PROBLEMS_MAX), reasoning: reasoning?.slice(0, REASONING_CHARS_MAX) ?? null };
}

/** What is wrong with an edit whatever the files are. */
function check(edit: FileEdit, problems: Problem[]): void {
  const moved = edit.kind === 'patch' && edit.moveTo !== undefined ? [edit.moveTo] : [];
  for (const path of [edit.path, ...moved]) {
    const problem = pathProblem(tidyPath(path));
    if (problem)
      problems.push({ code: 'path_refused', message: `${JSON.stringify(path.slice(0, 200))}: ${problem}.`, line: edit.line, path: path.slice(0, 200) });
  }
  if (edit.kind === 'write' && edit.content.includes('\0'))
    problems.push({
      code: 'binary',
      message: `${edit.path}: the content has NUL characters; only text files can be written.`,
      line: edit.line,
      path: edit.path,
    });
  if (edit.kind !== 'replace' && edit.kind !== 'patch') return;
  try {
    refuseElisions(edit);
  } catch (error) {
    problems.push(problemOf(error));
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof Refusal) return error.problem;
  throw error;
}

class Reader {
  readonly edits: FileEdit[] = [];
  readonly problems: Problem[] = [];
  private readonly searched: string[] = [];

  constructor(
    private readonly paths: readonly string[],
    private readonly path: string | null = null,
    private readonly depth = 0,
  ) {}

  /** Reads a whole text; answers what it says beside its edits. */
  readText(source: string): string | null {
    const { lines, endings, thoughts } = this.linesOf(source);
    const whole = this.guard(() => (/^\s*[{[]/.test(source.slice(0, 200)) ? this.readJson(source, 1, true) : undefined));
    if (whole !== undefined || this.problems.length > 0) return whole ?? thoughts;
    const pieces = this.guard(() => scan(lines)) ?? [];
    const said = this.readPieces(pieces, endings);
    const prose = [thoughts, said].filter(Boolean).join('\n\n') || null;
    if (this.edits.length > 0 || this.problems.length > 0) return prose;
    return this.guard(() => this.readJsonInProse(lines)) ?? prose;
  }

  private linesOf(source: string): { lines: string[]; endings: boolean[]; thoughts: string | null } {
    const raw = source.replace(/^\uFEFF/, '').split('\n');
    const endings = raw.map((line) => line.endsWith('\r'));
    const hidden = hideThoughts(raw.map((line, index) => (endings[index] ? line.slice(0, -1) : line)));
    if (hidden.cut) this.problems.push({ code: 'truncated', message: 'The answer ends within its thoughts: it may have been cut. Think shorter.' });
    return { lines: hidden.lines, endings, thoughts: hidden.thoughts };
  }

  private readPieces(pieces: readonly Piece[], endings: readonly boolean[]): string {
    const before = pieces.map((_, index) => proseBefore(pieces, index));
    const unnamed = pieces.filter((piece, index) => isUnnamedCode(piece, before[index] ?? [])).length;
    const othersNamed = pieces.filter((piece) => piece.kind !== 'prose').length > unnamed + pieces.filter((piece) => isShown(piece)).length;
    const said: string[] = [];
    for (const [index, piece] of pieces.entries()) {
      if (this.problems.length >= PROBLEMS_MAX) break;
      if (piece.kind === 'prose') {
        said.push(piece.lines.join('\n'));
        continue;
      }
      const around: Surroundings = {
        paths: this.paths,
        prose: before[index] ?? [],
        searched: this.searched,
        unnamed,
        othersNamed,
        path: this.path,
        nested: (text, path, line) => this.nested(text, path, line),
      };
      const found = this.guard(() => this.readPiece(piece, around, endings));
      if (found?.reasoning) said.push(found.reasoning);
      for (const edit of found?.edits ?? []) {
        this.edits.push(edit);
        if (edit.kind === 'replace') this.searched.push(edit.path);
      }
    }
    return said.join('\n').trim();
  }

  private readPiece(
    piece: Exclude<Piece, { kind: 'prose' }>,
    around: Surroundings,
    endings: readonly boolean[],
  ): { edits: FileEdit[]; reasoning?: string | null } {
    switch (piece.kind) {
      case 'fence':
        return keepEndings(readFence(piece, around), piece, endings);
      case 'search':
        return { edits: readSearches(piece.lines, piece.line, readLead(around.prose).path, around) };
      case 'diff':
        return { edits: readUnifiedDiff(piece.lines, piece.line, this.path ?? readLead(around.prose).path, piece.reachesEnd && this.depth === 0) };
      case 'patch':
        return { edits: readBeginPatch(piece.lines, piece.line, piece.closed) };
      case 'tag':
        if (piece.closed && piece.lines.some(isSearchStart)) return { edits: readSearches(piece.lines, piece.line, piece.path, around) };
        return { edits: [tagEdit(piece)] };
    }
  }

  private readJson(source: string, line: number, anywhere: boolean): string | null | undefined {
    const json = readJsonAnswer(source, line, anywhere);
    if (!json) return undefined;
    const nested = json.texts.flatMap(({ text, path }) => this.nested(text, path, line));
    this.edits.push(...json.edits, ...nested);
    return json.reasoning;
  }

  /** Prose with a JSON answer behind it, without a fence. */
  private readJsonInProse(lines: readonly string[]): string | null | undefined {
    const start = lines.findIndex((line) => /^\s{0,4}(\{|\[\s*\{|\[$)/.test(line.slice(0, 200)));
    const end = lines.findLastIndex((line) => /[}\]]\s*$/.test(line.slice(-200)));
    if (start < 0 || end < start) return undefined;
    return this.readJson(lines.slice(start, end + 1).join('\n'), start + 1, false);
  }

  /** A text within the answer: a diff, blocks, whatever a field holds. */
  private nested(text: string, path: string | null, line: number): FileEdit[] {
    if (this.depth > 0) return refuse('malformed', `Line ${line}: an answer within an answer within an answer.`, { line });
    const inner = new Reader(this.paths, path, 1);
    const head = text.trimStart();
    if (/^(@@|[-+])/.test(head) && !/^--- \S/.test(head)) return readUnifiedDiff(text.replaceAll('\r\n', '\n').split('\n'), line, path, false);
    inner.readText(text);
    const [problem] = inner.problems;
    if (problem) throw new Refusal({ ...problem, line });
    if (inner.edits.length === 0) refuse('malformed', `The diff in the JSON at line ${line} is neither a unified diff nor another form of edit.`, { line });
    return inner.edits.map((edit) => ({ ...edit, line }));
  }

  private guard<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      this.problems.push(problemOf(error));
      return undefined;
    }
  }
}

function proseBefore(pieces: readonly Piece[], index: number): readonly string[] {
  const before = pieces[index - 1];
  return before?.kind === 'prose' ? before.lines : [];
}

/** Shell lines and the like, which are no files. */
function isShown(piece: Piece): boolean {
  return piece.kind === 'fence' && /^\s*(bash|sh|shell|zsh|console|terminal|text|txt|plaintext|output|log|powershell|json)?\s*$/i.test(piece.info);
}

/** Content with \r\n between fences with \n was meant so; a whole answer with \r\n only came that way. */
function keepEndings(
  read: { edits: FileEdit[]; reasoning?: string | null },
  piece: Extract<Piece, { kind: 'fence' }>,
  endings: readonly boolean[],
): typeof read {
  const from = piece.line - 1;
  if (piece.lines.length === 0 || endings[from - 1] === true) return read;
  for (let at = from; at < from + piece.lines.length; at += 1) if (!endings[at]) return read;
  return { ...read, edits: read.edits.map((edit) => (edit.kind === 'write' ? { ...edit, content: edit.content.replaceAll('\n', '\r\n') } : edit)) };
}

function tagEdit(piece: Extract<Piece, { kind: 'tag' }>): FileEdit {
  const line = piece.line - 1;
  if (!piece.closed)
    refuse('truncated', `The file ${piece.path.slice(0, 200)} that begins at line ${line} has no closing tag: the answer may have been cut.`, { line });
  let lines = piece.lines;
  const first = lines.findIndex((text) => text.trim() !== '');
  const last = lines.findLastIndex((text) => text.trim() !== '');
  if (first >= 0 && /^\s*(`{3,}|~{3,})/.test(lines[first] ?? '') && /^\s*(`{3,}|~{3,})\s*$/.test(lines[last] ?? '') && last > first)
    lines = lines.slice(first + 1, last);
  else if (lines[0]?.trim() === '') lines = lines.slice(1);
  return { kind: 'write', path: piece.path, line, content: lines.length === 0 ? '' : `${lines.join('\n')}\n`, fenced: true };
}
