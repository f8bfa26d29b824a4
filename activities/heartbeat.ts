/** A worker process says that it lives: Temporal remembers pollers for minutes after they were killed. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Orm } from '../db/client.js';
import { forgetDead, sayAlive, sayGone } from '../db/queries/workers.js';

// Four of them fit into what /readyz allows (api/probes.ts); one row every two seconds costs nothing that shows.
const BEAT_MS = 2_000;

export interface HeartbeatOptions {
  orm: Orm;
  queue: string;
  /** Answers whether the worker takes work now; a draining one does not. */
  takesWork: () => boolean;
  onError: (error: unknown) => void;
}

/** Begins at once. Answers how to end it; the row is gone then. Never rejects: a database that is away is tried again. */
export function startHeartbeat({ orm, queue, takesWork, onError }: HeartbeatOptions): () => Promise<void> {
  const worker = { id: randomUUID(), queue, host: hostname(), pid: process.pid };
  const end = new AbortController();
  const attempt = (work: Promise<void>) => work.catch(onError);
  const beating = (async () => {
    await attempt(forgetDead(orm));
    while (!end.signal.aborted) {
      if (takesWork()) await attempt(sayAlive(orm, worker));
      await sleep(BEAT_MS, undefined, { signal: end.signal }).catch(() => undefined);
    }
  })();
  return async () => {
    end.abort();
    await beating;
    await attempt(sayGone(orm, worker.id));
  };
}
