/** MW_HOME: where everything lives that one installation knows. */
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Home {
  readonly root: string;
  /** Process ids, holds, ports. Owner only. */
  readonly run: string;
  readonly logs: string;
  /** Programs we fetched or built. Others may read: PostgreSQL runs as another user when we are root. */
  readonly cache: string;
  readonly data: string;
  /** Passwords of the embedded database. Owner only. */
  readonly secrets: string;
}

/** Names the folders without making them. Homes may share a cache: tests do, for nobody builds Temporal twice. */
export function homeAt(root: string, cache: string = join(root, 'cache')): Home {
  return { root, run: join(root, 'run'), logs: join(root, 'logs'), cache, data: join(root, 'data'), secrets: join(root, 'secrets') };
}

/** Makes what is missing. Throws with advice when the folder can't be written. */
export function openHome(root: string, cache?: string): Home {
  const home = homeAt(root, cache);
  try {
    // Others may pass through root, cache and data (PostgreSQL's own user must), but list nothing.
    for (const folder of [home.root, home.cache, home.data]) makeFolder(folder, 0o711);
    // The projects' code is in git/; whoever knows the name of root could read it there.
    for (const folder of [home.run, home.logs, home.secrets, join(root, 'git'), join(root, 'deploy')]) makeFolder(folder, 0o700);
  } catch (error) {
    throw new Error(`${root} can't be used as MW_HOME (${(error as Error).message}). Set MW_HOME to a folder you may write.`, { cause: error });
  }
  return home;
}

function makeFolder(folder: string, mode: number): void {
  makeMissing(folder);
  chmodSync(folder, mode);
}

/** Not Node's own `recursive`: that one never returns where the kernel makes no folders (/proc). */
function makeMissing(folder: string): void {
  if (existsSync(folder)) return;
  makeMissing(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process of ours may have made it in between.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** The bearer token of the local user, made once. */
export function localToken(home: Home): string {
  return once(join(home.root, 'token'), () => `mw_${randomBytes(32).toString('base64url')}`);
}

/** Label of our containers: a short hash of the folder, kept in it, so that a moved home keeps its containers. */
export function instanceOf(home: Home): string {
  return once(join(home.root, 'instance'), () => createHash('sha256').update(realpathSync(home.root)).digest('hex').slice(0, 10));
}

/** Reads a small owner-only file, or makes it with this content; of several makers at once one wins. */
export function once(file: string, make: () => string): string {
  if (!existsSync(file)) {
    try {
      writeFileSync(file, `${make()}\n`, { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  return readFileSync(file, 'utf8').trim();
}
