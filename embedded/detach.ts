/** Starts the supervisor in the background and waits until the API is ready, passing on what it says. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { distFolder, type Config } from '../config.js';
import { openHome } from './home.js';
import { supervisorOf } from './lock.js';
import { rotateLog } from './process.js';
import { isReady } from './ready.js';
import { answersOk, apiUrl } from './services.js';

export interface DetachOptions {
  say: (sentence: string) => void;
  signal?: AbortSignal;
  workers?: number;
}

const POLL_MS = 100;
// The first start may build Temporal (5 to 15 minutes on a slow machine) and install a Docker engine.
const READY_SECONDS = 1_800;

/**
 * Resolves when /readyz answers 200. Rejects when the supervisor gave up (its reasons have been said by then), when the
 * signal aborts (the supervisor goes on), or after half an hour.
 */
export async function startDetached(config: Config, options: DetachOptions): Promise<void> {
  const home = openHome(config.settings.MW_HOME);
  const log = join(home.logs, 'supervisor.log');
  const alreadyThere = supervisorOf(home.run) !== null;
  if (isReady(home) && (await answersOk(`${apiUrl(config)}/readyz`))) return;
  if (!alreadyThere) rotateLog(log);
  let read = alreadyThere ? sizeOf(log) : 0;
  const supervisor = alreadyThere ? null : launch(config, log, options.workers ?? 1);
  const deadline = Date.now() + READY_SECONDS * 1000;
  for (;;) {
    // Asked before the log is read: what a supervisor said last is then never lost.
    const ended = supervisor ? supervisor.exitCode !== null || supervisor.signalCode !== null : supervisorOf(home.run) === null;
    const ready = isReady(home) && (await answersOk(`${apiUrl(config)}/readyz`));
    read = passOn(log, read, options.say);
    if (ended) throw new Error(`Millwright did not start. The whole log: ${log}`);
    if (ready) return;
    if (options.signal?.aborted) throw new Error('Interrupted; the start goes on in the background. Stop it: mw down');
    if (Date.now() > deadline) throw new Error(`Millwright was not ready after ${READY_SECONDS / 60} minutes. The whole log: ${log}`);
    await sleep(POLL_MS);
  }
}

function launch(config: Config, log: string, workers: number) {
  const output = openSync(log, 'a', 0o600);
  const env = { ...config.inherited, ...config.network, ...config.modelVariables, ...(config.given as Record<string, string>) };
  const args = [join(distFolder, 'cli/main.js'), 'up', '--background', '--workers', String(workers)];
  const child = spawn(process.execPath, args, { env, cwd: '/', detached: true, stdio: ['ignore', output, output] });
  closeSync(output);
  child.unref();
  return child;
}

/** Says the whole lines that were added to the log; answers how far it was read. */
function passOn(log: string, from: number, say: (sentence: string) => void): number {
  const size = sizeOf(log);
  if (size <= from) return from;
  const buffer = Buffer.alloc(size - from);
  const file = openSync(log, 'r');
  readSync(file, buffer, 0, buffer.length, from);
  closeSync(file);
  const end = buffer.lastIndexOf('\n') + 1;
  const lines = buffer
    .subarray(0, end)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
  for (const line of lines) say(line.replace(/^\S+Z /, '').replace(/^mw: /, ''));
  return from + end;
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
