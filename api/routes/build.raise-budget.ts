import type { RaiseBudgetMessage } from '../../contracts/messages.js';
import { raiseBudgetBody } from '../../schemas/requests.js';
import { decide, decisionIdOf, requireOpen } from '../decide.js';
import { defineDecision } from '../decision-route.js';
import { invalid } from '../errors.js';

export const raiseBudget = defineDecision({
  action: 'raise_budget',
  summary: 'Let the build spend more',
  access: 'approver',
  body: raiseBudgetBody,
  done: 'Raised',
  async decide({ deps, user, build, body, idempotencyKey }) {
    requireOpen(build);
    if (body.budget_usd <= build.budgetUsd) throw invalid('/budget_usd', `must be more than the budget of now, ${build.budgetUsd}`);
    const decisionId = decisionIdOf(build, 'raiseBudget', null, idempotencyKey);
    const message: RaiseBudgetMessage = { decisionId, userId: user.id, budgetUsd: body.budget_usd };
    return decide(deps, build, 'raiseBudget', message);
  },
});
