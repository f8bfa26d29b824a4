import { sql } from 'drizzle-orm';
import type { Executor } from '../client.js';

export interface Gauges {
  executions: Record<string, number>;
  deployments: Record<string, number>;
  /** Of those that answered lately. */
  workers: number;
  /** Jobs that wait for a sandbox. */
  waiting: number;
  /** Deliveries of webhooks that are still to come. */
  deliveries: number;
}

// As `/readyz` counts them, and as the queue is shown (db/queries/sandbox-queue.ts).
const WORKER_SECONDS = 8;
const QUEUE_SECONDS = 15;

/** What `readCounts` does not say and whoever watches an installation wants to see. */
export async function readGauges(orm: Executor): Promise<Gauges> {
  const [executions, deployments, totals] = await Promise.all([
    orm.execute<{ status: string; n: number }>(sql`select status, count(*)::int as n from executions group by status order by status`),
    orm.execute<{ status: string; n: number }>(sql`select status, count(*)::int as n from deployments group by status order by status`),
    orm.execute<{ workers: number; waiting: number; deliveries: number }>(sql`
      select (select count(*)::int from workers where seen_at > now() - make_interval(secs => ${WORKER_SECONDS})) as workers,
        (select count(*)::int from sandbox_queue where seen_at > now() - make_interval(secs => ${QUEUE_SECONDS})) as waiting,
        (select count(*)::int from webhook_deliveries where state = 'pending') as deliveries`),
  ]);
  const byStatus = (rows: { status: string; n: number }[]) => Object.fromEntries(rows.map(({ status, n }) => [status, n]));
  const [row] = totals.rows;
  return {
    executions: byStatus(executions.rows),
    deployments: byStatus(deployments.rows),
    workers: row?.workers ?? 0,
    waiting: row?.waiting ?? 0,
    deliveries: row?.deliveries ?? 0,
  };
}
