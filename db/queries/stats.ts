import { sql } from 'drizzle-orm';
import type { Executor } from '../client.js';

export interface Counts {
  builds: Record<string, number>;
  events: number;
  llm_calls: number;
  cost_usd: number;
  outbox: { open: number; oldest_seconds: number; last_error: string | null };
}

/** Counts over everything, for whoever runs the installation. */
export async function readCounts(orm: Executor): Promise<Counts> {
  const [byStatus, totals] = await Promise.all([
    orm.execute<{ status: string; n: number }>(sql`select status, count(*)::int as n from builds group by status order by status`),
    orm.execute<{ events: number; calls: number; cost: number; open: number; oldest: number; error: string | null }>(sql`
      select (select coalesce(sum(event_seq), 0)::float8 from builds) as events,
        (select count(*)::int from llm_calls) as calls,
        (select coalesce(sum(cost_usd), 0)::float8 from builds) as cost,
        (select count(*)::int from outbox where done_at is null) as open,
        (select coalesce(extract(epoch from now() - min(created_at)), 0)::float8 from outbox where done_at is null) as oldest,
        (select last_error from outbox where done_at is null and last_error is not null order by id limit 1) as error`),
  ]);
  const row = totals.rows[0];
  return {
    builds: Object.fromEntries(byStatus.rows.map(({ status, n }) => [status, n])),
    events: row?.events ?? 0,
    llm_calls: row?.calls ?? 0,
    cost_usd: row?.cost ?? 0,
    outbox: { open: row?.open ?? 0, oldest_seconds: Math.round(row?.oldest ?? 0), last_error: row?.error ?? null },
  };
}
