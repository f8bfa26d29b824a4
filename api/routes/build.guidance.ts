import type { GuidanceMessage } from '../../contracts/messages.js';
import { guidanceBody } from '../../schemas/requests.js';
import { decide, decisionIdOf, requireOpen } from '../decide.js';
import { defineDecision } from '../decision-route.js';

export const giveGuidance = defineDecision({
  action: 'guidance',
  operation: 'giveGuidance',
  summary: 'Say something into a running build; its agents read it at their next turn',
  access: 'developer',
  body: guidanceBody,
  done: 'Passed on',
  async decide({ deps, user, build, body, idempotencyKey }) {
    requireOpen(build);
    // The build itself writes it down, so that guidance it refused or never got is read by no agent.
    const message: GuidanceMessage = { decisionId: decisionIdOf(build, 'guidance', null, idempotencyKey), userId: user.id, text: body.text };
    return decide(deps, build, 'guidance', message);
  },
});
