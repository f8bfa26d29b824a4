/** Sessions against the scripted model, and what its ledger says about them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { LedgerEntry } from '../test/tools/scripted-llm/ledger.js';
import { cpuMs } from './machine.js';
import type { ScriptedModel } from './scripted-model.js';
import type { BenchStack } from './stack.js';

export type TurnKind = 'none' | 'note' | 'echo';

// One session of some thirty turns takes a second or two; opening the first container of a machine may take many.
const SESSION_MS = 120_000;
// Seldom enough not to be felt in what is measured.
const LOOK_MS = 200;
let builds = 0;

/** The processes whose work a turn is. */
export const AT_WORK = ['worker', 'temporal', 'postgres'] as const;

export interface Session {
  description: string;
  /** Of the session itself, oldest first. */
  requests: LedgerEntry[];
  /** Milliseconds of processor time of each of AT_WORK, from the approval on. */
  cpuMs: number[];
}

/** Runs a build up to its `turns`-th turn and stops it. */
export async function runSession(stack: BenchStack, model: ScriptedModel, kind: TurnKind, turns: number): Promise<Session> {
  builds += 1;
  const description = `Measured build ${builds}: turns of ${kind}, in Python`;
  const { client } = stack;
  const already = (await model.requests()).length;
  const id = await client.create({ description, options: { docs: false, deployment: false, tests: false } });
  await client.watch(id, (event) => event.kind === 'gate.opened', { timeoutMs: SESSION_MS });
  const spent = () => AT_WORK.map((name) => cpuMs(stack.pidOf(name)));
  const before = spent();
  await client.must('POST', `${id}/approve`, {});
  const deadline = Date.now() + SESSION_MS;
  for (;;) {
    const requests = (await model.requests(already)).filter(({ place }) => place.startsWith('task:'));
    if (requests.length > turns) {
      const after = spent();
      await client.must('POST', `${id}/stop`, {});
      await client.watch(id, (event) => event.kind === 'build.ended', { timeoutMs: SESSION_MS });
      return { description, requests, cpuMs: after.map((total, index) => total - (before[index] ?? 0)) };
    }
    if (Date.now() > deadline)
      throw new Error(
        `a session of ${kind} turns made ${requests.length} of ${turns} requests in ${SESSION_MS / 1000} s: ${JSON.stringify(await client.status(id))}`,
      );
    await sleep(LOOK_MS);
  }
}

/** Milliseconds from the last byte of each answer of this kind to the last byte of the next request. */
export function gapsAfter(requests: readonly LedgerEntry[], kind: string): number[] {
  return requests.slice(1).flatMap((request, index) => {
    const before = requests[index];
    return before?.kind === kind && before.endedMs !== null ? [request.receivedMs - before.endedMs] : [];
  });
}
