import { closeDocument, openDocument, restyle, type Document } from './document.js';
import { Effort } from './effort.js';
import { Refusal, refuse, type FileEdit, type PatchEdit, type Problem, type ReplaceEdit, type WriteEdit } from './edit.js';
import { patchDocument, sideOf } from './patch.js';
import { replaceIn } from './replace.js';
import { PathIndex, resolveEdit } from './resolve.js';
import { tidyPath } from './file-path.js';

/** The files edits are applied to. */
export interface Tree {
  /** Every path of the project. */
  paths: readonly string[];
  /** Text of the files that are read; null for one that is not text. A path of `paths` may be missing here only when no edit touches it. */
  texts: ReadonlyMap<string, string | null>;
}

export interface FileChange {
  path: string;
  /** Null when the file is new, or was no text. */
  before: string | null;
  /** Null when the file is deleted. */
  after: string | null;
  executable?: boolean;
  /** Set on a new file that was another one before. */
  movedFrom?: string;
  /** What was overlooked to make the edits fit, in words. */
  repaired: string[];
  /** How the path was found when the answer did not name it. */
  inferred?: string;
}

export type Applied = { ok: true; changes: FileChange[] } | { ok: false; problems: Problem[] };

export interface ApplyLimits {
  /** UTF-8 bytes of one file. */
  fileBytesMax?: number;
}

// The engine's own limit of a file.
const FILE_BYTES_MAX = 1024 * 1024;
// Replacements of one file; an answer with more should be the whole file.
const REPLACEMENTS_MAX = 2_000;
// Kinds of files that are never text: words in them would only be a broken file.
const BINARY_NAME =
  /\.(png|jpe?g|gif|webp|ico|bmp|pdf|zip|gz|tgz|tar|bz2|xz|7z|jar|war|class|exe|dll|so|dylib|o|a|wasm|woff2?|ttf|otf|eot|mp[34]|mov|avi|webm|ogg|wav|sqlite3?|db|pyc|bin)$/i;

/** Paths whose text `applyEdits` needs, as the project has them. Paths that may not be are left out: applying refuses them. */
export function neededPaths(paths: readonly string[], edits: readonly FileEdit[]): string[] {
  const index = new PathIndex(paths);
  const needed = new Set<string>();
  for (const edit of edits) {
    try {
      const { path } = resolveEdit(edit, index);
      if (index.has(path)) needed.add(path);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return [...needed];
}

/** Applies every edit in order, or none. Pure: answers what would change. Problems name the edit and the reason. */
export function applyEdits(tree: Tree, edits: readonly FileEdit[], limits: ApplyLimits = {}): Applied {
  const problems: Problem[] = [];
  const draft = new Draft(tree, limits.fileBytesMax ?? FILE_BYTES_MAX);
  for (const edit of edits) {
    try {
      draft.apply(edit);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      problems.push({ ...error.problem, ...(error.problem.line === undefined && edit.line > 0 ? { line: edit.line } : {}) });
    }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, changes: draft.changes() };
}

/** The project while an answer is applied: nothing leaves it before everything fits. */
class Draft {
  private readonly changed = new Map<string, FileChange>();
  private readonly index: PathIndex;
  private readonly effort = new Effort();

  constructor(
    private readonly tree: Tree,
    private readonly fileBytesMax: number,
  ) {
    this.index = new PathIndex(tree.paths);
  }

  changes(): FileChange[] {
    return [...this.changed.values()].filter(
      ({ path, before, after }) => before !== after || (before === null && after === null && this.tree.paths.includes(path)),
    );
  }

  apply(given: FileEdit): void {
    const edit = resolveEdit(given, this.index);
    switch (edit.kind) {
      case 'write':
        return this.write(edit);
      case 'replace':
        return this.replace(edit);
      case 'patch':
        return this.patch(edit);
      case 'delete': {
        const text = this.text(edit.path, 'deleted');
        if (edit.hunks && edit.hunks.length > 0) this.mustBeAll(edit.path, text ?? '', edit.hunks);
        return this.put(edit, null, []);
      }
    }
  }

  private write(edit: WriteEdit): void {
    const { path } = edit;
    if (/\u0000/.test(edit.content)) refuse('binary', `${path}: the content has NUL characters; only text files can be written.`, { path });
    if (!edit.content.isWellFormed()) refuse('binary', `${path}: the content has half unicode characters; only text can be written.`, { path });
    if (BINARY_NAME.test(path)) refuse('binary', `${path}: a file of this kind is binary; it cannot be written as text.`, { path });
    if (!this.exists(path)) {
      const problem = this.index.newFileProblem(path);
      if (problem) refuse('path_refused', `${problem}.`, { path });
      return this.put(edit, edit.content, []);
    }
    if (edit.isNew) refuse('file_exists', `${path}: the diff makes this file, but it exists already.`, { path });
    const old = this.text(path, 'replaced');
    if (old === null) return refuse('binary', `${path}: the existing file is binary or not UTF-8; it is not replaced by text.`, { path });
    if (edit.fenced && edit.content.trim() === '' && old.trim() !== '')
      refuse('ambiguous', `${path}: the block is empty, but the file is not. To delete the file, use a diff; else give its content.`, { path });
    if (edit.inferred && looksPartial(old, edit.content))
      refuse(
        'excerpt',
        `${path}: the answer names no file and its code is much shorter than ${path}. Give the whole file under its path, or a SEARCH/REPLACE block.`,
        { path },
      );
    this.put(edit, restyle(old, edit.content, edit.fenced ?? false), []);
  }

  private replace(edit: ReplaceEdit): void {
    const { path, replacements } = edit;
    const creates = !this.exists(path) && replacements.length === 1 && replacements[0]?.search === '';
    if (creates) return this.write({ kind: 'write', path, line: edit.line, content: replacements[0]?.replace ?? '', isNew: true });
    const content = this.editable(path);
    if (replacements.length > REPLACEMENTS_MAX) refuse('too_large', `${path}: more than ${REPLACEMENTS_MAX} replacements. Write the whole file.`, { path });
    this.effort.spendText(path, content.length * replacements.length);
    const repaired: string[] = [];
    let document = this.open(path, content);
    for (const replacement of replacements) {
      const done = replaceIn(path, document, replacement, this.effort);
      document = done.document;
      repaired.push(...done.repaired);
    }
    this.put(edit, closeDocument(document), repaired);
  }

  private patch(edit: PatchEdit): void {
    const done = patchDocument(edit.path, this.open(edit.path, this.editable(edit.path)), edit.hunks, this.effort);
    const after = closeDocument(done.document);
    const target = edit.moveTo === undefined ? edit.path : tidyPath(edit.moveTo);
    if (target === edit.path) return this.put(edit, after, done.repaired);
    if (this.exists(target)) refuse('file_exists', `${target}: the diff renames ${edit.path} to it, but it exists already.`, { path: target });
    this.put(edit, null, []);
    const problem = this.index.newFileProblem(target);
    if (problem) refuse('path_refused', `${problem}.`, { path: target });
    this.put({ ...edit, path: target }, after, done.repaired, edit.path);
  }

  private put(edit: FileEdit, after: string | null, repaired: string[], movedFrom?: string): void {
    const { path, inferred } = edit;
    if (after !== null && byteLength(after) > this.fileBytesMax)
      refuse('too_large', `${path} would have ${byteLength(after)} bytes; a file may have ${this.fileBytesMax}. Split it.`, { path });
    const known = this.changed.get(path);
    const appeared = after !== null && !this.exists(path);
    const executable = edit.kind === 'write' ? edit.executable : undefined;
    this.changed.set(path, {
      path,
      before: known ? known.before : (this.tree.texts.get(path) ?? null),
      after,
      repaired: [...(known?.repaired ?? []), ...repaired],
      ...((executable ?? known?.executable) ? { executable: true } : {}),
      ...(movedFrom === undefined ? {} : { movedFrom }),
      ...((inferred ?? known?.inferred) ? { inferred: inferred ?? known?.inferred } : {}),
    });
    if (appeared) this.index.add(path);
    if (after === null) this.index.remove(path);
  }

  private exists(path: string): boolean {
    return this.index.has(path);
  }

  private open(path: string, text: string): Document {
    this.effort.spendText(path, text.length);
    return openDocument(text);
  }

  private editable(path: string): string {
    const text = this.text(path, 'edited');
    return text ?? refuse('binary', `${path}: the file is binary or not UTF-8; it cannot be edited as text.`, { path });
  }

  /** The file's text now; null when it is no text. Throws when there is no such file. */
  private text(path: string, purpose: string): string | null {
    const change = this.changed.get(path);
    if (change && change.after !== null) return change.after;
    if (!this.exists(path)) {
      const like = this.index.like(path);
      refuse(
        'no_such_file',
        `${path} cannot be ${purpose}: there is no such file.${like.length > 0 ? ` There is ${like.join(', ')}.` : ' list_files shows what there is.'}`,
        { path },
      );
    }
    const text = this.tree.texts.get(path);
    if (text === undefined) throw new Error(`the text of ${path} was not given`);
    return text;
  }

  private mustBeAll(path: string, text: string, hunks: NonNullable<Extract<FileEdit, { kind: 'delete' }>['hunks']>): void {
    const { document } = patchDocument(path, this.open(path, text), hunks, this.effort);
    if (document.text.trim() !== '' || hunks.some((hunk) => sideOf(hunk, '+').length > 0))
      refuse('no_match', `${path}: the diff deletes the file, but its lines are not the whole file.`, { path });
  }
}

/** A file of some length of which the new text keeps less than half looks like a part that was meant to go into it. */
function looksPartial(old: string, content: string): boolean {
  const [before, after] = [old.split('\n').length, content.split('\n').length];
  return before >= 12 && after * 2 < before;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
