/** Starts twelve-step builds of either form and sees them through. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Client } from '@temporalio/client';
import pg from 'pg';
import { openTemporal } from '../../api/temporal.js';
import { distFolder } from '../../config.js';
import type { ApproveMessage, BuildInput } from '../../contracts/messages.js';
import { openDatabase, type Database } from '../../db/client.js';
import { EVENTS_CHANNEL } from '../../db/queries/record.js';
import { newBuild } from '../../test/harness/builds.js';
import { makeDatabase } from '../database.js';
import type { BenchStack } from '../stack.js';
import { DIGEST, HALF, QUEUE, RAW_PAYLOAD } from './shape.js';

// Creation is the first event of a build, its steps follow, the gate comes after them.
const GATE_SEQ = 1 + HALF + 1;

export class TwelveSteps {
  readonly #gates = new Map<string, () => void>();

  private constructor(
    private readonly client: Client,
    private readonly database: Database,
    private readonly listener: pg.Client,
    private readonly closers: (() => Promise<unknown>)[],
  ) {
    listener.on('notification', ({ payload = '' }) => {
      const [id = '', seq] = payload.split(':');
      if (Number(seq) === GATE_SEQ) this.#gates.get(id)?.();
    });
  }

  static async open(stack: BenchStack): Promise<TwelveSteps> {
    const { url } = await makeDatabase(stack, 'bench_workflow', 'token-of-the-benchmark');
    const worker = spawn(process.execPath, [join(distFolder, 'bench/twelve-steps/worker.js')], {
      env: { ...stack.environment('worker'), DATABASE_URL: url },
      // Its input ends with us, however we end: a worker left behind would take the next run's work.
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const ready = await Promise.race([once(worker.stdout, 'data').then(() => true), once(worker, 'exit').then(() => false)]);
    if (!ready) throw new Error('the worker of the twelve-step builds did not start');
    const { client, connection } = openTemporal({ address: stack.endpoints().temporalAddress, namespace: 'default' });
    const database = openDatabase(url);
    const listener = new pg.Client({ connectionString: url });
    await listener.connect();
    await listener.query(`listen ${EVENTS_CHANNEL}`);
    return new TwelveSteps(client, database, listener, [() => endWorker(worker), () => connection.close(), () => database.close(), () => listener.end()]);
  }

  async close(): Promise<void> {
    for (const close of this.closers) await close();
  }

  /** Rows of builds to come, as `create` writes them; not part of what is timed. */
  async prepare(count: number): Promise<string[]> {
    const twelve = { title: 'twelve steps', description: 'twelve steps' };
    const made = await Promise.all(Array.from({ length: count }, () => newBuild(this.database, twelve)));
    return made.map(({ buildId }) => buildId);
  }

  /** Start, approval as soon as the gate is there, end. */
  async own(id: string): Promise<void> {
    const opened = new Promise<void>((resolve) => this.#gates.set(id, resolve));
    const input: BuildInput = { v: 1, buildId: id, title: 'twelve steps', queues: { core: QUEUE.own, llm: QUEUE.own, sandbox: QUEUE.own, deploy: QUEUE.own } };
    const handle = await this.client.workflow.start('ownTwelve', { workflowId: id, taskQueue: QUEUE.own, args: [input] });
    await opened;
    this.#gates.delete(id);
    const approve: ApproveMessage = { decisionId: `approve-${id}`, userId: 'local', subjectDigest: DIGEST };
    await handle.executeUpdate('approve', { args: [approve], updateId: approve.decisionId });
    await handle.result();
  }

  /** Start, signal at once, end. */
  async raw(id: string): Promise<void> {
    const handle = await this.client.workflow.start('rawTwelve', { workflowId: `raw-${id}`, taskQueue: QUEUE.raw, args: [RAW_PAYLOAD] });
    await handle.signal('goOn');
    await handle.result();
  }
}

/** Milliseconds of one piece of work. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function endWorker(worker: ChildProcess): Promise<void> {
  const ended = once(worker, 'exit');
  worker.kill('SIGTERM');
  await ended;
}
