import type { RequestReviewMessage } from '../../contracts/messages.js';
import { reviewBody } from '../../schemas/requests.js';
import { decide, decisionIdOf, requireOpen } from '../decide.js';
import { defineDecision } from '../decision-route.js';

export const requestReview = defineDecision({
  action: 'request_review',
  operation: 'requestReview',
  summary: 'Put a question to a human; the build waits for the answer',
  access: 'developer',
  body: reviewBody,
  done: 'The build waits for a review',
  async decide({ deps, user, build, body, idempotencyKey }) {
    requireOpen(build);
    const decisionId = decisionIdOf(build, 'requestReview', null, idempotencyKey);
    const message: RequestReviewMessage = { decisionId, userId: user.id, question: body.question };
    return decide(deps, build, 'requestReview', message);
  },
});
