import { sql, type SQL } from 'drizzle-orm';
import type { Transaction } from '../../db/client.js';

/** What beside a build's own budget binds. Dollars; 0 or absent: no limit. */
export interface BudgetRules {
  /** Of a user in a day and in a calendar month, UTC. */
  dailyUsd?: number;
  monthlyUsd?: number;
  /** Of a month, at which people are told once. */
  alertUsd?: number;
  /** Percent of the build's budget that a phase should not exceed. */
  phaseShares?: Readonly<Record<string, number>>;
  /** What happens when a phase does: people are told, or the build waits for one. */
  phaseLimit?: 'warn' | 'wait';
}

export const NO_RULES: BudgetRules = {};

export type ScopeName = 'day' | 'month' | 'phase';

/** One row of table `spending`. */
export interface Scope {
  scope: ScopeName;
  owner: string;
  period: string;
}

export interface ScopeState extends Scope {
  spentUsd: number;
  limitUsd: number;
}

/** The rows a call counts for, in the order in which all lock them. */
export function scopesOf(buildId: string, about: { userId: string; phase: string; day: string }): Scope[] {
  const { userId, phase, day } = about;
  return [
    ...(userId && day
      ? [
          { scope: 'day' as const, owner: userId, period: day },
          { scope: 'month' as const, owner: userId, period: day.slice(0, 'yyyy-mm'.length) },
        ]
      : []),
    ...(phase ? [{ scope: 'phase' as const, owner: buildId, period: phase }] : []),
  ];
}

/** Reserves in all scopes by one statement. Answers the first that is full: then the caller must roll back. */
export async function reserveScopes(
  tx: Transaction,
  scopes: Scope[],
  call: { usd: number; budgetUsd: number; phase: string },
  rules: BudgetRules,
): Promise<ScopeState | null> {
  if (scopes.length === 0) return null;
  const limits = limitsOf(rules, call);
  const rows = scopes.map(
    ({ scope, owner, period }) => sql`(${scope}::text, ${owner}::text, ${period}::text, ${call.usd}::numeric, ${limits[scope]}::numeric)`,
  );
  const { rows: done } = await tx.execute<{ scope: ScopeName }>(sql`
    insert into spending as s (scope, owner, period, reserved_usd)
    select scope, owner, period, usd from (values ${sql.join(rows, sql`, `)}) as asked (scope, owner, period, usd, most)
    where most is null or usd <= most or exists (
      select 1 from spending known where known.scope = asked.scope and known.owner = asked.owner and known.period = asked.period)
    on conflict (scope, owner, period) do update set reserved_usd = s.reserved_usd + excluded.reserved_usd
    where coalesce(s.cost_usd + s.reserved_usd + excluded.reserved_usd <= ${limitOf(byScope(limits))}, true)
    returning s.scope`);
  const full = scopes.find(({ scope }) => !done.some((row) => row.scope === scope));
  return full ? stateOf(tx, full, limits[full.scope] ?? 0) : null;
}

/** Settles in all scopes by one statement. Answers those whose alert threshold was crossed by it. */
export async function settleScopes(
  tx: Transaction,
  scopes: Scope[],
  paid: { reservedUsd: number; usd: number; budgetUsd: number; phase: string },
  rules: BudgetRules,
): Promise<ScopeState[]> {
  if (scopes.length === 0) return [];
  const alerts = alertsOf(rules, paid);
  const keys = sql.join(
    scopes.map(({ scope, owner, period }) => sql`(${scope}::text, ${owner}::text, ${period}::text)`),
    sql`, `,
  );
  const { rows } = await tx.execute<{ scope: ScopeName; owner: string; period: string; spent: string; told: boolean }>(sql`
    with before as (select scope, owner, period, alerted_at from spending where (scope, owner, period) in (${keys}) order by scope for update)
    update spending s set
      reserved_usd = greatest(0, s.reserved_usd - ${paid.reservedUsd}::numeric),
      cost_usd = s.cost_usd + ${paid.usd}::numeric,
      alerted_at = case when s.alerted_at is null and s.cost_usd + ${paid.usd}::numeric >= ${byScope(alerts)} then now() else s.alerted_at end
    from before b where s.scope = b.scope and s.owner = b.owner and s.period = b.period
    returning s.scope, s.owner, s.period, s.cost_usd as spent, b.alerted_at is null and s.alerted_at is not null as told`);
  return rows
    .filter(({ told }) => told)
    .map(({ scope, owner, period, spent }) => ({ scope, owner, period, spentUsd: Number(spent), limitUsd: alerts[scope] ?? 0 }));
}

async function stateOf(tx: Transaction, scope: Scope, standardUsd: number): Promise<ScopeState> {
  const { rows } = await tx.execute<{ spent: string; most: string | null }>(sql`
    select cost_usd as spent, limit_usd as most from spending where scope = ${scope.scope} and owner = ${scope.owner} and period = ${scope.period}`);
  return { ...scope, spentUsd: Number(rows[0]?.spent ?? 0), limitUsd: Math.max(Number(rows[0]?.most ?? 0), standardUsd) };
}

type ByScope = Record<ScopeName, number | null>;

function limitsOf(rules: BudgetRules, { budgetUsd, phase }: { budgetUsd: number; phase: string }): ByScope {
  return { day: rules.dailyUsd || null, month: rules.monthlyUsd || null, phase: rules.phaseLimit === 'wait' ? shareUsd(rules, budgetUsd, phase) : null };
}

function alertsOf(rules: BudgetRules, { budgetUsd, phase }: { budgetUsd: number; phase: string }): ByScope {
  return { day: null, month: rules.alertUsd || null, phase: rules.phaseLimit === 'wait' ? null : shareUsd(rules, budgetUsd, phase) };
}

function shareUsd(rules: BudgetRules, budgetUsd: number, phase: string): number | null {
  const percent = rules.phaseShares?.[phase];
  return percent === undefined ? null : (budgetUsd * percent) / 100;
}

/** What a person raised it to, never less than what is set: a raise by too little lowers nothing. No limit where none is set. */
function limitOf(standard: SQL): SQL {
  return sql`case when ${standard} is not null then greatest(s.limit_usd, ${standard}) end`;
}

function byScope(amounts: ByScope): SQL {
  return sql`case s.scope when 'day' then ${amounts.day}::numeric when 'month' then ${amounts.month}::numeric else ${amounts.phase}::numeric end`;
}
