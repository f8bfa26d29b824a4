/** A repository in a folder of this machine, as bytes for the container that fetches from it: no git runs in the folder itself. */
import { lstat, readdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { MillwrightError } from '../../contracts/failures.js';
import type { SandboxFile } from '../sandbox/port.js';
import { FOLDER_BYTES_MAX, FOLDER_FILES_MAX } from './limits.js';

// What a repository's history is made of. Its config, hooks and info folder are the owner's and are never read.
const KEPT = ['HEAD', 'packed-refs', 'shallow', 'refs', 'objects'];

/**
 * The files under `source/` that make a bare repository. Throws REPO_URL_NOT_ALLOWED when the real path is outside of what
 * `allow` names, REPO_UNREACHABLE when there is no repository, REPO_TOO_LARGE or REPO_REFUSED.
 */
export async function readFolder(path: string, allow: readonly string[]): Promise<SandboxFile[]> {
  const gitDir = await gitDirOf(path, allow);
  const files: SandboxFile[] = [];
  let bytes = 0;
  const walk = async (relative: string): Promise<void> => {
    const found = await lstat(join(gitDir, relative)).catch(() => null);
    if (found?.isDirectory()) {
      for (const name of (await readdir(join(gitDir, relative))).sort()) await walk(`${relative}/${name}`);
      return;
    }
    // Links are not followed; lock files and halves are somebody's work in progress.
    if (!found?.isFile() || /\.lock$|\/tmp_/.test(relative)) return;
    bytes += found.size;
    if (bytes > FOLDER_BYTES_MAX || files.length >= FOLDER_FILES_MAX)
      throw new MillwrightError(
        'REPO_TOO_LARGE',
        `The repository has more than ${FOLDER_BYTES_MAX / 1024 / 1024} MB or ${FOLDER_FILES_MAX} objects. Run git gc in it, then try again.`,
      );
    files.push({ path: `source/${relative}`, content: await readFile(join(gitDir, relative)) });
  };
  for (const name of KEPT) await walk(name);
  if (files.some((file) => file.path.startsWith('source/objects/info/alternates')))
    throw new MillwrightError('REPO_REFUSED', 'The repository borrows objects from another one (alternates). Make a whole clone of it and use that.');
  // A repository with nothing in refs/ (all packed) is still one.
  return [...files, { path: 'source/refs/heads/.keep', content: Buffer.alloc(0) }];
}

async function gitDirOf(path: string, allow: readonly string[]): Promise<string> {
  const real = await realpath(path).catch(() => null);
  const folders = await Promise.all(allow.filter((entry) => entry.startsWith('/')).map((entry) => realpath(entry).catch(() => null)));
  if (real === null) throw new MillwrightError('REPO_UNREACHABLE', `There is no folder ${path} on the machine the worker runs on.`);
  if (!folders.some((folder) => folder !== null && (real === folder || real.startsWith(`${folder.replace(/\/$/, '')}/`))))
    throw new MillwrightError(
      'REPO_URL_NOT_ALLOWED',
      'Folders of this machine are only read where the operator allows them (REPO_ALLOW); this one leads elsewhere.',
    );
  for (const candidate of [join(real, '.git'), real]) {
    const head = await lstat(join(candidate, 'HEAD')).catch(() => null);
    const folder = await lstat(candidate).catch(() => null);
    if (folder?.isDirectory() && head?.isFile()) return candidate;
  }
  throw new MillwrightError('REPO_UNREACHABLE', `There is no git repository in ${path} (a worktree or submodule of another one is none).`);
}
