import type { Client, Connection } from '@temporalio/client';
import temporalProto from '@temporalio/proto';
import type pg from 'pg';
import { countAlive } from '../db/queries/workers.js';

export interface Part {
  ok: boolean;
  detail?: string;
}
export interface Health {
  postgres: Part;
  temporal: Part;
  worker: Part;
}

// A probe must answer fast even when what it asks does not.
const PROBE_MS = 2_000;
// A flood of probes asks the engines once in this time.
const CACHE_MS = 1_000;
// A worker writes every 2 s (activities/heartbeat.ts); one that misses this many is dead, frozen or cut off.
const SEEN_WITHIN_SECONDS = 8;

/** Asks PostgreSQL, Temporal and whether a worker lives and polls. */
export class Probes {
  #last: { at: number; health: Promise<Health> } | null = null;

  constructor(private readonly options: { pool: pg.Pool; temporal: Client; queue: string }) {}

  check(): Promise<Health> {
    const now = Date.now();
    if (!this.#last || now - this.#last.at > CACHE_MS) this.#last = { at: now, health: this.#ask() };
    return this.#last.health;
  }

  async #ask(): Promise<Health> {
    const [database, engine] = await Promise.all([this.#askPostgres(), this.#askTemporal()]);
    return { postgres: database.postgres, temporal: engine.temporal, worker: workerPart(this.options.queue, database.alive, engine.polled) };
  }

  /** `alive`: how many workers of the queue say that they live; null when that can't be known. */
  async #askPostgres(): Promise<{ postgres: Part; alive: number | null }> {
    const away = { postgres: { ok: false, detail: 'PostgreSQL does not answer' }, alive: null };
    const { pool, queue } = this.options;
    const timeout = new Promise<typeof away>((resolve) => setTimeout(() => resolve(away), PROBE_MS).unref());
    const query = countAlive(pool, queue, SEEN_WITHIN_SECONDS).then(
      (alive) => ({ postgres: { ok: true }, alive }),
      () => away,
    );
    return Promise.race([query, timeout]);
  }

  /** `polled`: whether anybody polled the queue lately, killed ones included; null when that can't be known. */
  async #askTemporal(): Promise<{ temporal: Part; polled: boolean | null }> {
    const { temporal, queue } = this.options;
    try {
      const answer = await temporal.withDeadline(Date.now() + PROBE_MS, () =>
        (temporal.connection as Connection).workflowService.describeTaskQueue({
          namespace: temporal.options.namespace,
          taskQueue: { name: queue },
          taskQueueType: temporalProto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
        }),
      );
      return { temporal: { ok: true }, polled: (answer.pollers ?? []).length > 0 };
    } catch {
      return { temporal: { ok: false, detail: 'Temporal does not answer' }, polled: null };
    }
  }
}

/** Temporal remembers a killed worker for minutes, and a worker that lives may not have reached Temporal: both must be so. */
function workerPart(queue: string, alive: number | null, polled: boolean | null): Part {
  if (polled === null) return { ok: false, detail: 'unknown while Temporal is away' };
  if (alive === null) return { ok: false, detail: 'unknown while PostgreSQL is away' };
  if (alive === 0) return { ok: false, detail: `no worker of the queue ${queue} lives` };
  return polled ? { ok: true } : { ok: false, detail: `no worker polls the queue ${queue}` };
}
