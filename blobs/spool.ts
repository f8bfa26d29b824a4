/** Files that arrive, before a store takes them: a folder of this host. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

// Only we read what people and generated code put here.
export const FOLDER_MODE = 0o700;

/** A new, empty path in the folder, which is made when it is missing. */
export async function newSpool(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  return join(folder, randomUUID());
}

/** Removes what processes that died left there before that moment. Answers how many files. */
export async function dropOld(folder: string, before: Date): Promise<number> {
  let dropped = 0;
  for (const name of await namesOf(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(nullWhenMissing);
    if (!found || found.mtime >= before) continue;
    await rm(path, { force: true });
    dropped += 1;
  }
  return dropped;
}

/** The names in a folder; none when it is not there. */
export async function namesOf(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(nullWhenMissing)) ?? [];
}

export function nullWhenMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
  throw error;
}
