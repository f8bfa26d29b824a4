import { and, eq, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client.js';
import { accountTable, phaseOf } from '../../db/queries/account.js';
import { budgetLedger, llmCalls } from '../../db/schema/index.js';
import { refuse, tellAlerts } from './ledger-words.js';
import { NO_RULES, reserveScopes, scopesOf, settleScopes, type BudgetRules } from './scopes.js';

/** Whose money it is: a build's or an execution's (`accountTable`). */
export interface Payer {
  key: string;
  buildId: string;
}

/** A send that is about to be booked. */
export interface Reservation {
  send: number;
  usd: number;
  provider: string;
  model: string;
}

/**
 * Reserves the most a send may cost, of the build's budget and of what its phase and its user may spend. One UPDATE a
 * ledger decides, so parallel calls cannot overspend together. Throws BUDGET_EXHAUSTED, saying which limit it is.
 */
export async function reserve(tx: Transaction, payer: Payer, send: Reservation, rules: BudgetRules = NO_RULES): Promise<void> {
  const { usd, ...sent } = send;
  const account = accountTable(payer.buildId);
  const [build] = await tx
    .update(account)
    .set({ reservedUsd: sql`${account.reservedUsd} + ${usd}` })
    .where(and(eq(account.id, payer.buildId), sql`(${usd}::numeric = 0 or ${account.costUsd} + ${account.reservedUsd} + ${usd} <= ${account.budgetUsd})`))
    .returning({ userId: account.userId, phase: phaseOf(payer.buildId), budgetUsd: account.budgetUsd });
  if (!build) return refuse(tx, payer.buildId, usd, null);
  const about = { userId: build.userId, phase: build.phase ?? '', day: new Date().toISOString().slice(0, 10) };
  await tx.insert(budgetLedger).values({ callKey: payer.key, buildId: payer.buildId, ...sent, ...about, reservedUsd: usd, state: 'reserved' });
  // What is free, or has no price, no limit binds.
  const full = usd === 0 ? null : await reserveScopes(tx, scopesOf(payer.buildId, about), { usd, budgetUsd: build.budgetUsd, phase: about.phase }, rules);
  if (full) return refuse(tx, payer.buildId, usd, full);
}

/** Turns a reservation into what was really paid, once. */
export async function settle(
  tx: Transaction,
  payer: Payer,
  send: number,
  paid: { usd: number; state: 'settled' | 'released' | 'unpriced' },
  rules: BudgetRules = NO_RULES,
): Promise<void> {
  const row = await close(tx, payer, send, { state: paid.state, settledUsd: paid.usd });
  if (row) await charge(tx, payer, row, paid.usd, rules);
}

/** The process that sent it died, or the answer was cut: nobody knows whether it was charged, so it is, at the reservation. */
export async function settleLost(tx: Transaction, payer: Payer, send: number, rules: BudgetRules = NO_RULES): Promise<void> {
  const row = await close(tx, payer, send, { state: 'uncertain', settledUsd: sql`${budgetLedger.reservedUsd}` });
  if (row) await charge(tx, payer, row, row.usd, rules);
}

type Closed = { usd: number; userId: string; phase: string; day: string };

async function close(tx: Transaction, payer: Payer, send: number, set: Record<string, unknown>): Promise<Closed | undefined> {
  const [row] = await tx
    .update(budgetLedger)
    .set({ ...set, settledAt: sql`now()` })
    .where(and(eq(budgetLedger.callKey, payer.key), eq(budgetLedger.send, send), eq(budgetLedger.state, 'reserved')))
    .returning({ usd: budgetLedger.reservedUsd, userId: budgetLedger.userId, phase: budgetLedger.phase, day: budgetLedger.day });
  return row;
}

async function charge(tx: Transaction, { key, buildId }: Payer, row: Closed, usd: number, rules: BudgetRules): Promise<void> {
  const account = accountTable(buildId);
  const [owner] = await tx
    .update(account)
    .set({ reservedUsd: sql`greatest(0, ${account.reservedUsd} - ${row.usd})`, costUsd: sql`${account.costUsd} + ${usd}` })
    .where(eq(account.id, buildId))
    .returning({ costUsd: account.costUsd, budgetUsd: account.budgetUsd });
  // Deleted while the call was under way: nothing that was said stays, but its user spent the money.
  if (!owner) await tx.delete(llmCalls).where(eq(llmCalls.key, key));
  if (row.usd === 0 && usd === 0) return;
  const paid = { reservedUsd: row.usd, usd, budgetUsd: owner?.budgetUsd ?? 0, phase: row.phase };
  const alerts = await settleScopes(tx, scopesOf(buildId, row), paid, owner ? rules : NO_RULES);
  if (owner) await tellAlerts(tx, buildId, owner, alerts);
}
