import type { ChangeModelMessage } from '../../contracts/messages.js';
import { changeModelBody } from '../../schemas/requests.js';
import { decide, decisionIdOf, requireOpen } from '../decide.js';
import { defineDecision } from '../decision-route.js';

export const changeModel = defineDecision({
  action: 'model',
  operation: 'changeModel',
  summary: 'Have another model answer from the next call on; null leaves it to the routing',
  access: 'approver',
  body: changeModelBody,
  done: 'Passed on',
  async decide({ deps, user, build, body, idempotencyKey }) {
    requireOpen(build);
    const message: ChangeModelMessage = {
      decisionId: decisionIdOf(build, 'changeModel', null, idempotencyKey),
      userId: user.id,
      model: body.model,
      llmPreference: body.llm_preference ?? null,
    };
    return decide(deps, build, 'changeModel', message);
  },
});
