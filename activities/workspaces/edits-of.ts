import { WORKSPACE_BYTES_MAX, WORKSPACE_FILES_MAX } from '../../contracts/workspaces.js';
import { FILE_BYTES_MAX } from '../../contracts/limits.js';
import { MillwrightError } from '../../contracts/failures.js';
import { applyEdits, neededPaths, type FileChange } from '../../edits/apply.js';
import type { FileEdit, Problem } from '../../edits/edit.js';
import { parseAnswer } from '../../edits/parse-answer.js';

/** What a person sends for one file: exactly one of `content`, `replacements` and `delete`. */
export interface FileWish {
  path: string;
  content?: string;
  executable?: boolean;
  replacements?: { search: string; replace: string; all?: boolean }[];
  delete?: boolean;
}
export interface WriteInput {
  files: FileWish[];
  /** A model's text with edits in it. */
  answer?: string;
  message?: string;
}
export interface TreeRow {
  path: string;
  bytes: number;
  content: string;
}

// More complaints than that help nobody.
const PROBLEMS_MAX = 50;

/**
 * What a write changes, by the rules agents have; all or nothing. INVALID_INPUT names what does not fit and where it stands
 * in the request, WORKSPACE_TOO_LARGE what would not fit into a workspace. Pure.
 */
export function changesOf(tree: readonly TreeRow[], input: WriteInput): FileChange[] {
  const paths = tree.map(({ path }) => path);
  const fromFiles = input.files.map(editOf);
  const parsed = input.answer === undefined ? null : parseAnswer(input.answer, { paths });
  if (parsed && parsed.problems.length > 0) throw refused(parsed.problems, input.files);
  if (parsed && parsed.edits.length === 0) throw refused([{ code: 'malformed', message: 'There are no edits in the text.' }], input.files);
  const edits = [...fromFiles, ...(parsed?.edits ?? [])];
  const byPath = new Map(tree.map((row) => [row.path, row.content]));
  const texts = new Map(neededPaths(paths, edits).map((path) => [path, byPath.get(path) ?? null]));
  const applied = applyEdits({ paths, texts }, edits, { fileBytesMax: FILE_BYTES_MAX });
  if (!applied.ok) throw refused(applied.problems, input.files);
  checkSize(tree, applied.changes);
  return applied.changes;
}

function editOf(wish: FileWish): FileEdit {
  const base = { path: wish.path, line: 0 };
  if (wish.delete) return { ...base, kind: 'delete' };
  if (wish.replacements) return { ...base, kind: 'replace', replacements: wish.replacements };
  return { ...base, kind: 'write', content: wish.content ?? '', ...(wish.executable ? { executable: true } : {}) };
}

function refused(problems: readonly Problem[], files: readonly FileWish[]): MillwrightError {
  const errors = problems.slice(0, PROBLEMS_MAX).map(({ message, path }) => {
    const index = files.findIndex((file) => file.path === path);
    return { pointer: index >= 0 ? `/files/${index}` : files.length === 1 ? '/files/0' : '/answer', detail: message.slice(0, 500) };
  });
  const why = errors.length === 1 ? errors[0]?.detail : `${errors.length} things do not fit; see errors.`;
  return new MillwrightError('INVALID_INPUT', `Nothing was changed. ${why}`, { errors });
}

function checkSize(tree: readonly TreeRow[], changes: readonly FileChange[]): void {
  const sizes = new Map(tree.map(({ path, bytes }) => [path, bytes]));
  for (const { path, after } of changes) {
    if (after === null) sizes.delete(path);
    else sizes.set(path, Buffer.byteLength(after));
  }
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  if (sizes.size > WORKSPACE_FILES_MAX)
    throw new MillwrightError('WORKSPACE_TOO_LARGE', `The workspace would have ${sizes.size} files; it may have ${WORKSPACE_FILES_MAX}. Nothing was changed.`);
  if (bytes > WORKSPACE_BYTES_MAX)
    throw new MillwrightError('WORKSPACE_TOO_LARGE', `The workspace would have ${bytes} bytes; it may have ${WORKSPACE_BYTES_MAX}. Nothing was changed.`);
}
