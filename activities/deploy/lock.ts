/** A lock file between processes of one machine: O_EXCL, taken over when its owner is dead. */
import { randomBytes } from 'node:crypto';
import { open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { MillwrightError } from '../../contracts/failures.js';

// The work under this lock is a read and a rename: 20 ms between tries is unnoticeable.
const RETRY_MS = 20;
// Longer than any number of waiting writers needs; after it a person should know.
const PATIENCE_MS = 10_000;
// An owner that is alive but has not finished in this time is stopped or hung (see `stillOurs`).
const ABANDONED_MS = 30_000;

export interface HeldLock {
  /** False when somebody took the lock over because this process was stopped for too long: write nothing then. */
  stillOurs(): Promise<boolean>;
}

function isCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, 'EPERM');
  }
}

async function readOrNull(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null);
}

async function isAbandoned(path: string, content: string): Promise<boolean> {
  const pid = Number(content.split(' ')[0]);
  const age = await stat(path).then(
    (found) => Date.now() - found.mtimeMs,
    () => 0,
  );
  // An empty file is an owner between open and write, unless it stays so.
  if (!Number.isInteger(pid) || pid <= 0) return age > ABANDONED_MS;
  return !isAlive(pid) || age > ABANDONED_MS;
}

/** Moves the abandoned lock aside first: of two that saw it, one gets it and the other sees what it got by mistake. */
async function takeAway(path: string, content: string, token: string): Promise<void> {
  const aside = `${path}.${token.replace(' ', '-')}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  const found = await readOrNull(aside);
  if (found === content) await unlink(aside).catch(() => undefined);
  else await rename(aside, path).catch(() => undefined);
}

/** Runs `work` while holding `path`. MillwrightError UNAVAILABLE (retryable) when the lock is not free within 10 s. */
export async function withLock<T>(path: string, work: (lock: HeldLock) => Promise<T>): Promise<T> {
  const token = `${process.pid} ${randomBytes(8).toString('hex')}`;
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await tryTake(path, token))) {
    const content = await readOrNull(path);
    if (content !== null && (await isAbandoned(path, content))) await takeAway(path, content, token);
    else if (Date.now() > deadline) {
      throw new MillwrightError('UNAVAILABLE', `Another process holds ${path}. If none is running, delete that file.`);
    } else await sleep(RETRY_MS);
  }
  const stillOurs = async (): Promise<boolean> => (await readOrNull(path)) === token;
  try {
    return await work({ stillOurs });
  } finally {
    if (await stillOurs()) await unlink(path).catch(() => undefined);
  }
}

async function tryTake(path: string, token: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(token);
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}
