/** A file that names the living process that holds something: taken by one of many at once, and taken over from the dead. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isAlive, type ProcessIdentity } from './pidfile.js';

export interface HolderOptions<T> {
  /** Whether what the file says still holds: its process lives, unless told otherwise. */
  isHeld?: (holder: T) => boolean;
}

/** Takes it; answers null, or who holds it. The folder must be nobody else's. Throws what the file system says. */
export function takeHolderFile<T extends ProcessIdentity>(file: string, mine: T, { isHeld = isAlive }: HolderOptions<T> = {}): T | null {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify(mine), { mode: 0o600 });
  try {
    // Linking fails when the file exists: that makes taking it atomic.
    while (!tryLink(own, file)) {
      const holder = readHolder<T>(file);
      if (holder && isHeld(holder)) return holder;
      clearStale(file, isHeld);
    }
    return null;
  } finally {
    rmSync(own, { force: true });
  }
}

/** What the file says, whether that still holds or not; null without one. */
export function readHolder<T extends ProcessIdentity>(file: string): T | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return null;
  }
}

/** Moves a dead holder's file away; should it have become a living one's in between, it is put back. */
function clearStale<T extends ProcessIdentity>(file: string, isHeld: (holder: T) => boolean): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = readHolder<T>(aside);
  if (moved && isHeld(moved)) tryLink(aside, file);
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
