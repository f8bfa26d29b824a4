/** One supervisor a home. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify, isAlive, type ProcessIdentity } from './pidfile.js';

const NAME = 'supervisor';

export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';
  constructor(readonly pid: number) {
    super(`Millwright is running already here (process ${pid}).`);
  }
}

/** The living supervisor of this run folder, or null. */
export function supervisorOf(runFolder: string): ProcessIdentity | null {
  const holder = readHolder(join(runFolder, `${NAME}.identity`));
  return holder && isAlive(holder) ? holder : null;
}

/** Takes the lock for this process; throws AlreadyRunning. Answers how to give it back. */
export function takeLock(runFolder: string): () => void {
  const lock = join(runFolder, `${NAME}.identity`);
  const pidFile = join(runFolder, `${NAME}.pid`);
  const mine = `${lock}.${process.pid}`;
  writeFileSync(mine, JSON.stringify(identify(process.pid)), { mode: 0o600 });
  try {
    // Linking fails when the lock exists: that makes taking it atomic.
    while (!tryLink(mine, lock)) {
      const holder = readHolder(lock);
      if (holder && isAlive(holder)) throw new AlreadyRunning(holder.pid);
      clearStale(lock);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o600 });
  return () => {
    rmSync(pidFile, { force: true });
    rmSync(lock, { force: true });
  };
}

/** Moves a dead holder's lock away; should it have become a living one's in between, it is put back. */
function clearStale(lock: string): void {
  const aside = `${lock}.stale.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = readHolder(aside);
  if (moved && isAlive(moved)) tryLink(aside, lock);
  rmSync(aside, { force: true });
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(file: string): ProcessIdentity | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity;
  } catch {
    return null;
  }
}
