import { completeBody } from '../../schemas/requests.js';
import { decide, decisionIdOf, requireOpen } from '../decide.js';
import { defineDecision } from '../decision-route.js';

export const completeBuild = defineDecision({
  action: 'complete',
  operation: 'completeBuild',
  summary: 'Close the build and have its retrospective written',
  access: 'developer',
  body: completeBody,
  done: 'It is being closed',
  failures: ['NOT_READY'],
  async decide({ deps, user, build, idempotencyKey }) {
    requireOpen(build);
    return decide(deps, build, 'complete', { decisionId: decisionIdOf(build, 'complete', null, idempotencyKey), userId: user.id });
  },
});
