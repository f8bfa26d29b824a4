/** One supervisor a home. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readHolder, takeHolderFile } from './holder-file.js';
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
  const holder = takeHolderFile(lock, identify(process.pid) ?? { pid: process.pid, startTime: '' });
  if (holder) throw new AlreadyRunning(holder.pid);
  writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o600 });
  return () => {
    rmSync(pidFile, { force: true });
    rmSync(lock, { force: true });
  };
}
