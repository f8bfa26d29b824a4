/** run/ready holds the id of the supervisor that has everything up: for whoever waits for a start in the background. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Home } from './home.js';
import { supervisorOf } from './lock.js';

/** Says that this process, the supervisor, has everything up. */
export function markReady(home: Home): void {
  writeFileSync(fileOf(home), `${process.pid}\n`, { mode: 0o600 });
}

export function unmarkReady(home: Home): void {
  rmSync(fileOf(home), { force: true });
}

/** True when the living supervisor of this home has everything up. */
export function isReady(home: Home): boolean {
  try {
    return Number(readFileSync(fileOf(home), 'utf8')) === supervisorOf(home.run)?.pid;
  } catch {
    return false;
  }
}

function fileOf(home: Home): string {
  return join(home.run, 'ready');
}
