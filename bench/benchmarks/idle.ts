/** What an installation costs while it does nothing: proportional set sizes, so that shared pages count once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { recordedNames } from '../../embedded/pidfile.js';
import type { BenchContext, Benchmark } from '../benchmark.js';
import { figure, type Figure } from '../figure.js';
import { childrenOf, pssMb } from '../machine.js';
import type { BenchStack } from '../stack.js';

const IDLE_MB_MAX = 900;
// What a start allocated is given back, and lazy loads are done, within this.
const SETTLE_MS = 15_000;
// The Docker engine serves others too: it is not counted.
const ENGINE_DAEMONS = new Set(['dockerd']);

export const idle: Benchmark = { name: 'idle', model: 'template', run };

async function run({ stack, quick, say }: BenchContext): Promise<Figure[]> {
  say(`waiting ${SETTLE_MS / 1000} s for the stack to settle.`);
  const samples: number[] = [];
  let parts: [string, number][] = [];
  await sleep(SETTLE_MS);
  for (let look = 0; look < (quick ? 1 : 5); look += 1) {
    if (look > 0) await sleep(1_000);
    parts = memoryOf(stack);
    samples.push(parts.reduce((sum, [, megabytes]) => sum + megabytes, 0));
  }
  const note = parts.map(([name, megabytes]) => `${name} ${Math.round(megabytes)}`).join(', ');
  return [figure('idle embedded mode, PSS of all processes', 'MB', samples, { of: 'median', atMost: IDLE_MB_MAX }, { note })];
}

/** Megabytes by process name, each with its children (PostgreSQL's backends). */
function memoryOf(stack: BenchStack): [string, number][] {
  const { run: folder } = stack.home;
  const names = ['supervisor', ...recordedNames(folder).filter((name) => !ENGINE_DAEMONS.has(name))];
  return names.map((name) => {
    const pid = Number(readFileSync(join(folder, `${name}.pid`), 'utf8').split('\n', 1)[0]);
    // The supervisor's children are the others.
    const pids = name === 'supervisor' ? [pid] : [pid, ...childrenOf(pid)];
    return [name, pids.reduce((sum, one) => sum + pssMb(one), 0)];
  });
}
