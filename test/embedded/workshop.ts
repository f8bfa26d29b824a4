/** What the tests of embedded/ share: a home of their own, real stand-in processes, waiting without guessing. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig } from '../../config.js';
import { toolEnvironment } from '../../embedded/child-environment.js';
import type { ChildSpec } from '../../embedded/child.js';
import { homeAt, openHome, type Home } from '../../embedded/home.js';
import { startTimeOf } from '../../embedded/pidfile.js';

export const ENV: Record<string, string> = toolEnvironment(loadConfig());

/** The user's own cache: programs that were built once are used again. */
export const SHARED_CACHE: string = homeAt(loadConfig().settings.MW_HOME).cache;

/** A home below the temporary folder, reachable for the user PostgreSQL runs as. */
export function temporaryHome(): Home {
  return openHome(mkdtempSync(join(tmpdir(), 'mw-embedded-')), SHARED_CACHE);
}

export function removeHome(home: Home): void {
  rmSync(home.root, { recursive: true, force: true });
}

/** A child whose content does not matter: it sleeps. */
export function sleeper(name: string, changes: Partial<ChildSpec> = {}): ChildSpec {
  return {
    name,
    stage: 'service',
    launch: { command: 'sleep', args: ['1000'], env: ENV },
    ready: () => Promise.resolve(true),
    readySeconds: 10,
    stopSignal: 'SIGTERM',
    graceSeconds: 5,
    ...changes,
  };
}

/** Resolves with the first answer that is neither null nor false; gives up after 20 s. */
export async function eventually<T>(ask: () => T | Promise<T>): Promise<NonNullable<T>> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer as NonNullable<T>;
    if (Date.now() > deadline) throw new Error('it never happened');
    await sleep(50);
  }
}

export const isRunning = (pid: number): boolean => startTimeOf(pid) !== null;
