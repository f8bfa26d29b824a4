/** Which workers live: each says so itself, by the database's clock. */
import { eq, sql } from 'drizzle-orm';
import type pg from 'pg';
import type { Executor } from '../client.js';
import { workers } from '../schema/index.js';

export interface WorkerIdentity {
  id: string;
  queue: string;
  host: string;
  pid: number;
}

/** Says that a worker lives. Repeatable. */
export async function sayAlive(orm: Executor, worker: WorkerIdentity): Promise<void> {
  await orm
    .insert(workers)
    .values(worker)
    .onConflictDoUpdate({ target: workers.id, set: { seenAt: sql`now()` } });
}

export async function sayGone(orm: Executor, id: string): Promise<void> {
  await orm.delete(workers).where(eq(workers.id, id));
}

/** Forgets workers that were killed: an hour is far beyond anybody's interest in them. */
export async function forgetDead(orm: Executor): Promise<void> {
  await orm.delete(workers).where(sql`${workers.seenAt} < now() - interval '1 hour'`);
}

/** How many workers of a queue said in the last `withinSeconds` that they live. */
export async function countAlive(pool: pg.Pool, queue: string, withinSeconds: number): Promise<number> {
  const { rows } = await pool.query<{ n: number }>({
    name: 'workers_alive',
    text: 'select count(*)::int as n from workers where queue = $1 and seen_at > now() - make_interval(secs => $2)',
    values: [queue, withinSeconds],
  });
  return rows[0]?.n ?? 0;
}
