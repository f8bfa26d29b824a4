import { MillwrightError } from '../../contracts/failures.js';
import type { DecisionResult, RaiseBudgetMessage } from '../../contracts/messages.js';
import type { BuildRow } from '../../db/queries/builds.js';
import { buildsWithoutMoney, raiseUserLimit } from '../../db/queries/spending.js';
import { raiseBudgetBody } from '../../schemas/requests.js';
import { decide, decisionIdOf, requireOpen } from '../decide.js';
import { defineDecision } from '../decision-route.js';
import type { AppDeps } from '../deps.js';
import { invalid } from '../errors.js';

export const raiseBudget = defineDecision({
  action: 'raise_budget',
  operation: 'raiseBudget',
  summary: 'Let the build spend more, or its user in this day or month',
  access: 'approver',
  body: raiseBudgetBody,
  done: 'Raised',
  async decide({ deps, user, build, body, idempotencyKey }) {
    requireOpen(build);
    const decisionId = decisionIdOf(build, 'raiseBudget', null, idempotencyKey);
    const { scope = 'build', budget_usd: usd } = body;
    if (scope !== 'build') return raiseLimit(deps, build, { id: decisionId, by: user.id, scope, usd });
    if (usd <= build.budgetUsd) throw invalid('/budget_usd', `must be more than the budget of now, ${build.budgetUsd}`);
    const message: RaiseBudgetMessage = { decisionId, userId: user.id, budgetUsd: usd };
    return decide(deps, build, 'raiseBudget', message);
  },
});

/** Raises the limit, then wakes every build of the user that waits for money; one that still has too little waits again. */
async function raiseLimit(deps: AppDeps, build: BuildRow, raise: { id: string; by: string; scope: 'day' | 'month'; usd: number }): Promise<DecisionResult> {
  await deps.database.orm.transaction((tx) => raiseUserLimit(tx, { ...raise, buildId: build.id, owner: build.userId }));
  for (const waiting of await buildsWithoutMoney(deps.database.orm, build.userId)) {
    const message: RaiseBudgetMessage = { decisionId: `${raise.id}-${waiting.id}`, userId: raise.by, budgetUsd: waiting.budgetUsd };
    await decide(deps, waiting, 'raiseBudget', message).catch((error: unknown) => {
      // Another build that ended meanwhile needs no money; this one's trouble is the caller's.
      if (waiting.id === build.id || !(error instanceof MillwrightError)) throw error;
    });
  }
  return { decision: 'raiseBudget', gate: null, subject_digest: null };
}
