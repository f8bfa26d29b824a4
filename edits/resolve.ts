import { refuse, type FileEdit } from './edit.js';
import { pathProblem, pathSkeleton, tidyPath } from './file-path.js';

/** Finds which file of the project an edit means. One index serves a whole answer: names that come and go change it. */
export class PathIndex {
  private readonly exact = new Set<string>();
  private readonly composed = new Map<string, string[]>();
  private readonly skeletons = new Map<string, string[]>();
  /** How many files are below each folder. */
  private readonly folders = new Map<string, number>();
  private readonly names = new Map<string, string[]>();

  constructor(paths: readonly string[]) {
    for (const path of paths) this.add(path);
  }

  add(path: string): void {
    if (this.exact.has(path)) return;
    this.exact.add(path);
    push(this.composed, path.normalize('NFC'), path);
    push(this.skeletons, pathSkeleton(path), path);
    push(this.names, baseName(path), path);
    for (const folder of foldersOf(path)) this.folders.set(folder, (this.folders.get(folder) ?? 0) + 1);
  }

  remove(path: string): void {
    if (!this.exact.delete(path)) return;
    drop(this.composed, path.normalize('NFC'), path);
    drop(this.skeletons, pathSkeleton(path), path);
    drop(this.names, baseName(path), path);
    for (const folder of foldersOf(path)) {
      const left = (this.folders.get(folder) ?? 0) - 1;
      if (left > 0) this.folders.set(folder, left);
      else this.folders.delete(folder);
    }
  }

  has(path: string): boolean {
    return this.exact.has(path);
  }

  /** The path as the project has it when it is the same name in another unicode form; else the path itself. */
  sameName(path: string): string {
    return this.exact.has(path) ? path : (this.composed.get(path.normalize('NFC'))?.at(-1) ?? path);
  }

  /**
   * The existing file an edit of existing text means: the named one, else the only one whose path ends so (or that the
   * named path ends with, as when the project's own folder is put before it). Null when there is none or several.
   */
  existing(path: string): string | null {
    const same = this.sameName(path);
    if (this.exact.has(same)) return same;
    const candidates = (this.names.get(baseName(path)) ?? []).filter((known) => known.endsWith(`/${path}`) || path.endsWith(`/${known}`));
    return candidates.length === 1 ? candidates[0]! : null;
  }

  /** Files that end like `path`, for a refusal. */
  like(path: string): string[] {
    return [...new Set([...(this.names.get(baseName(path)) ?? []), ...(this.skeletons.get(pathSkeleton(path)) ?? [])])].slice(0, 5);
  }

  /** Why no new file may have this path, or null. */
  newFileProblem(path: string): string | null {
    if (this.folders.has(path)) return `${path} cannot be a file: a folder of that name is in the way`;
    const file = foldersOf(path).find((folder) => this.exact.has(folder));
    if (file !== undefined) return `${path} cannot be a file: ${file} is in the way, it is a file`;
    const twin = this.skeletons.get(pathSkeleton(path))?.find((known) => known !== path);
    return twin === undefined ? null : `${path} looks like the existing file ${twin} but is another name; use the existing name, or one that differs clearly`;
  }
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function drop(map: Map<string, string[]>, key: string, value: string): void {
  const left = map.get(key)?.filter((each) => each !== value) ?? [];
  if (left.length > 0) map.set(key, left);
  else map.delete(key);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `a/b/c` -> a, a/b. */
function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) folders.push(path.slice(0, at));
  return folders;
}

/** The edit with the path of the project's file; throws a refusal for a path that may not be or names nothing. */
export function resolveEdit<E extends FileEdit>(edit: E, index: PathIndex): E {
  const path = tidyPath(edit.path);
  const problem = pathProblem(path);
  if (problem) refuse('path_refused', `${JSON.stringify(edit.path.slice(0, 200))}: ${problem}.`, { path: edit.path.slice(0, 200), line: edit.line });
  if (edit.kind === 'patch' && edit.moveTo !== undefined) {
    const target = pathProblem(tidyPath(edit.moveTo));
    if (target) refuse('path_refused', `${JSON.stringify(edit.moveTo.slice(0, 200))}: ${target}.`, { path: edit.moveTo.slice(0, 200), line: edit.line });
  }
  if (edit.kind === 'write' || edit.kind === 'delete') return { ...edit, path: index.sameName(path) };
  const found = index.existing(path);
  if (found === null || found === index.sameName(path)) return { ...edit, path: index.sameName(path) };
  return { ...edit, path: found, inferred: edit.inferred ?? `the answer says ${path}; the only file that ends so is ${found}` };
}
