import { eq } from 'drizzle-orm';
import { MillwrightError } from '../../contracts/failures.js';
import { dollars } from '../../contracts/money.js';
import type { Transaction } from '../../db/client.js';
import { recordChange } from '../../db/queries/record.js';
import { isChatId } from '../../contracts/chat.js';
import { isExecutionId } from '../../contracts/ids.js';
import { accountTable } from '../../db/queries/account.js';
import type { ScopeState } from './scopes.js';

/** Says which limit it is and what to do. `full` null: the build's own budget. Always throws: BUDGET_EXHAUSTED, or NOT_FOUND when its owner is gone. */
export async function refuse(tx: Transaction, buildId: string, usd: number, full: ScopeState | null): Promise<never> {
  throw new MillwrightError(
    'BUDGET_EXHAUSTED',
    `the next call may cost up to ${dollars(usd)}, but ${full ? ofScope(full, buildId) : await ofBuild(tx, buildId)}`,
  );
}

async function ofBuild(tx: Transaction, buildId: string): Promise<string> {
  const account = accountTable(buildId);
  const [row] = await tx
    .select({ spent: account.costUsd, reserved: account.reservedUsd, budget: account.budgetUsd })
    .from(account)
    .where(eq(account.id, buildId));
  if (!row) throw new MillwrightError('NOT_FOUND', `${buildId} was deleted while a model was about to be asked for it`);
  const { spent, reserved, budget } = row;
  const held = reserved > 0 ? ` and ${dollars(reserved)} held for calls under way` : '';
  if (isExecutionId(buildId))
    return `the execution's budget of ${dollars(budget)} has ${dollars(spent)} spent${held}: retry it with a larger budget_usd (POST /api/execute/${buildId}/retry)`;
  if (isChatId(buildId))
    return `the conversation's budget of ${dollars(budget)} has ${dollars(spent)} spent${held}: give it a larger budget_usd (PATCH /api/sessions/${buildId})`;
  return `the build's budget of ${dollars(budget)} has ${dollars(spent)} spent${held}: raise it with mw raise ${buildId} <dollars>`;
}

function ofScope({ scope, owner, period, spentUsd, limitUsd }: ScopeState, buildId: string): string {
  if (scope === 'phase')
    return `the phase ${period} has spent ${dollars(spentUsd)} of its share of ${dollars(limitUsd)} (BUDGET_PHASE_SHARES): a larger budget makes the share larger, mw raise ${buildId} <dollars>`;
  const setting = scope === 'day' ? 'COST_LIMIT_DAILY' : 'COST_LIMIT_MONTHLY';
  return `the user ${owner} has spent ${dollars(spentUsd)} of the ${dollars(limitUsd)} for the ${scope} ${period} (${setting})${isExecutionId(buildId) || isChatId(buildId) ? '; a person who runs this installation can raise that' : `: raise it with mw raise ${buildId} <dollars> --${scope}, which counts for this ${scope} alone`}`;
}

/** Tells the watchers of the build by which a threshold was crossed; its journal keeps it. Once each: the rows say so. */
export async function tellAlerts(tx: Transaction, buildId: string, build: { costUsd: number; budgetUsd: number }, alerts: ScopeState[]): Promise<void> {
  for (const alert of alerts) {
    const detail = alertText(alert);
    await recordChange(tx, {
      buildId,
      key: `budget/${alert.scope}/${alert.owner}/${alert.period}`,
      event: { kind: 'budget', spent_usd: build.costUsd, budget_usd: build.budgetUsd, detail },
      journal: { kind: 'note', owner: 'budget', text: detail },
    });
  }
}

function alertText({ scope, owner, period, spentUsd, limitUsd }: ScopeState): string {
  if (scope === 'phase') return `the phase ${period} has spent ${dollars(spentUsd)}, more than its share of ${dollars(limitUsd)} of the budget; it goes on`;
  return `the user ${owner} has spent ${dollars(spentUsd)} in ${period}, past the alert at ${dollars(limitUsd)} (COST_ALERT_THRESHOLD)`;
}
