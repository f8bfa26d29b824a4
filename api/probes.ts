import type { Client, Connection } from '@temporalio/client';
import temporalProto from '@temporalio/proto';
import type pg from 'pg';

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
// A poll lasts up to 60 s, so a live worker was seen within this time.
const POLLED_WITHIN_MS = 70_000;

/** Asks PostgreSQL, Temporal and whether a worker polls. */
export class Probes {
  #last: { at: number; health: Promise<Health> } | null = null;

  constructor(private readonly options: { pool: pg.Pool; temporal: Client; queue: string }) {}

  check(): Promise<Health> {
    const now = Date.now();
    if (!this.#last || now - this.#last.at > CACHE_MS) this.#last = { at: now, health: this.#ask() };
    return this.#last.health;
  }

  async #ask(): Promise<Health> {
    const [postgres, engine] = await Promise.all([this.#askPostgres(), this.#askTemporal()]);
    return { postgres, ...engine };
  }

  async #askPostgres(): Promise<Part> {
    const timeout = new Promise<Part>((resolve) => setTimeout(() => resolve({ ok: false, detail: 'PostgreSQL does not answer' }), PROBE_MS).unref());
    const query = this.options.pool.query('select 1').then(
      () => ({ ok: true }),
      () => ({ ok: false, detail: 'PostgreSQL does not answer' }),
    );
    return Promise.race([query, timeout]);
  }

  async #askTemporal(): Promise<{ temporal: Part; worker: Part }> {
    const { temporal, queue } = this.options;
    try {
      const answer = await temporal.withDeadline(Date.now() + PROBE_MS, () =>
        (temporal.connection as Connection).workflowService.describeTaskQueue({
          namespace: temporal.options.namespace,
          taskQueue: { name: queue },
          taskQueueType: temporalProto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
        }),
      );
      const newest = Math.max(0, ...(answer.pollers ?? []).map((poller) => Number(poller.lastAccessTime?.seconds ?? 0) * 1000));
      const polled = Date.now() - newest < POLLED_WITHIN_MS;
      return { temporal: { ok: true }, worker: polled ? { ok: true } : { ok: false, detail: `no worker polls the queue ${queue}` } };
    } catch {
      return { temporal: { ok: false, detail: 'Temporal does not answer' }, worker: { ok: false, detail: 'unknown while Temporal is away' } };
    }
  }
}
