/** Programs of ours as processes of a benchmark. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { distFolder, projectRoot } from '../config.js';
import { answersOk } from '../embedded/services.js';

/** `file` below dist/, then its arguments. What it says on stderr is seen. */
export function startProgram([file = '', ...args]: string[], env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [join(distFolder, file), ...args], { env, cwd: projectRoot, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Asks it to end and waits until it has. */
export async function endProgram(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** Rejects when the address does not answer within ten seconds. */
export async function untilOk(url: string): Promise<void> {
  for (let look = 0; look < 100; look += 1) {
    if (await answersOk(url)) return;
    await sleep(100);
  }
  throw new Error(`${url} did not answer within 10 s`);
}
