import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Executor, Transaction } from '../client.js';
import { builds, spending } from '../schema/index.js';
import { recordChange } from './record.js';
import type { BuildRow } from './builds.js';

/**
 * Lets a user spend more on models in this day or month (UTC): a limit of their own, over the setting, that ends with the
 * period. Never lowers. Recorded once per `id` with the build it was raised from.
 */
export async function raiseUserLimit(
  tx: Transaction,
  raise: { id: string; buildId: string; by: string; owner: string; scope: 'day' | 'month'; usd: number },
): Promise<void> {
  const { scope, owner, usd } = raise;
  const period = new Date().toISOString().slice(0, scope === 'day' ? 'yyyy-mm-dd'.length : 'yyyy-mm'.length);
  await tx
    .insert(spending)
    .values({ scope, owner, period, limitUsd: usd })
    .onConflictDoUpdate({
      target: [spending.scope, spending.owner, spending.period],
      set: { limitUsd: sql`greatest(${spending.limitUsd}, excluded.limit_usd)` },
    });
  const [build] = await tx.select({ spent: builds.costUsd, budget: builds.budgetUsd }).from(builds).where(eq(builds.id, raise.buildId));
  await recordChange(tx, {
    buildId: raise.buildId,
    key: `limit/${raise.id}`,
    event: { kind: 'budget', spent_usd: build?.spent ?? 0, budget_usd: build?.budget ?? 0, detail: `${raise.by} lets ${owner} spend $${usd} in ${period}` },
    audit: { actor: raise.by, action: 'user.raiseLimit', subject: owner, detail: { scope, period, usd } },
  });
}

/** The builds of a user that wait for money. */
export function buildsWithoutMoney(orm: Executor, userId: string): Promise<BuildRow[]> {
  return orm
    .select()
    .from(builds)
    .where(and(eq(builds.userId, userId), isNull(builds.endedAt), sql`${builds.waitingFor} ->> 'kind' = 'budget'`));
}

export interface SpentBefore {
  yesterdayUsd: number;
  /** Of the last seven days, today included. */
  weekUsd: number;
  lastMonthUsd: number;
  /** In all, today included. */
  totalUsd: number;
}

/** What a user spent on models in other periods than today and this month (UTC). */
export async function readSpentBefore(orm: Executor, userId: string, now: Date): Promise<SpentBefore> {
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  const daysAgo = (days: number) => new Date(Date.UTC(year, month, day - days)).toISOString().slice(0, 'yyyy-mm-dd'.length);
  const lastMonth = new Date(Date.UTC(year, month - 1)).toISOString().slice(0, 'yyyy-mm'.length);
  const { scope, period, costUsd, owner } = spending;
  const [row] = await orm
    .select({
      yesterdayUsd: sql<number>`coalesce(sum(${costUsd}) filter (where ${scope} = 'day' and ${period} = ${daysAgo(1)}), 0)::float`,
      weekUsd: sql<number>`coalesce(sum(${costUsd}) filter (where ${scope} = 'day' and ${period} between ${daysAgo(6)} and ${daysAgo(0)}), 0)::float`,
      lastMonthUsd: sql<number>`coalesce(sum(${costUsd}) filter (where ${scope} = 'month' and ${period} = ${lastMonth}), 0)::float`,
      totalUsd: sql<number>`coalesce(sum(${costUsd}) filter (where ${scope} = 'month'), 0)::float`,
    })
    .from(spending)
    .where(eq(owner, userId));
  return row ?? { yesterdayUsd: 0, weekUsd: 0, lastMonthUsd: 0, totalUsd: 0 };
}
