/** What an answer of a model wants changed, and what is wrong with it: the words of this folder. */

/** One place to replace. `search` must occur once, `count` times, or any number of times with `all`. */
export interface Replacement {
  search: string;
  replace: string;
  count?: number;
  all?: boolean;
  /** The search is made of whole lines (a SEARCH/REPLACE block), not a piece of text. */
  wholeLines?: boolean;
}

export interface HunkLine {
  sign: ' ' | '+' | '-';
  text: string;
}

/** A hunk of a diff. What its header says is a hint; its lines are what counts. */
export interface Hunk {
  /** First line it expects in the old file, 1-based; null when the header does not say. */
  oldStart: number | null;
  oldCount: number | null;
  newCount: number | null;
  /** Lines (a function's head, often) that stand somewhere before the hunk. */
  anchors: string[];
  lines: HunkLine[];
  /** `\ No newline at end of file` after the last line of that side. */
  oldEndsBare: boolean;
  newEndsBare: boolean;
  /** The hunk is at the file's end. */
  atEnd: boolean;
  /** 1-based line of the answer. */
  line: number;
}

interface EditBase {
  path: string;
  /** 1-based line of the answer where the edit begins. */
  line: number;
  /** How the path was found when the answer did not name it. */
  inferred?: string;
}

export interface WriteEdit extends EditBase {
  kind: 'write';
  content: string;
  executable?: boolean;
  /** The file must not exist yet (a diff says so). */
  isNew?: boolean;
  /** The content stood between fences, which always end it with a newline: the file's own ending decides. */
  fenced?: boolean;
  /** Said to replace what the answer gave for this path before. */
  corrects?: boolean;
}
export interface ReplaceEdit extends EditBase {
  kind: 'replace';
  replacements: Replacement[];
}
export interface PatchEdit extends EditBase {
  kind: 'patch';
  hunks: Hunk[];
  /** The file's new path. */
  moveTo?: string;
}
export interface DeleteEdit extends EditBase {
  kind: 'delete';
  /** What the diff says was in the file; must be so. */
  hunks?: Hunk[];
}
export type FileEdit = WriteEdit | ReplaceEdit | PatchEdit | DeleteEdit;

export type ProblemCode =
  | 'too_large'
  | 'truncated'
  | 'malformed'
  | 'no_path'
  | 'ambiguous'
  | 'excerpt'
  | 'path_refused'
  | 'unsupported'
  | 'binary'
  | 'conflict'
  | 'no_such_file'
  | 'file_exists'
  | 'no_match';

/** Why an answer cannot be applied, in words for the model that wrote it. */
export interface Problem {
  code: ProblemCode;
  message: string;
  /** 1-based line of the answer, when one is to blame. */
  line?: number;
  path?: string;
}

export interface ParsedAnswer {
  /** In the order they apply. */
  edits: FileEdit[];
  /** When there is any, nothing of the answer may be applied. */
  problems: Problem[];
  /** What the answer says beside its edits; null when nothing. */
  reasoning: string | null;
}

/** Thrown inside this folder to leave a deep place; `parseAnswer` and `applyEdits` turn it into a problem. */
export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

export function refuse(code: ProblemCode, message: string, where: { line?: number; path?: string } = {}): never {
  throw new Refusal({ code, message, ...where });
}
