import type { RequestChangesMessage } from '../../contracts/messages.js';
import { requestChangesBody } from '../../schemas/requests.js';
import { bindDecision, decide, decisionIdOf } from '../decide.js';
import { defineDecision } from '../decision-route.js';

export const requestChanges = defineDecision({
  action: 'request_changes',
  operation: 'requestChanges',
  summary: 'Have what waits made anew, with what should be different',
  access: 'approver',
  body: requestChangesBody,
  done: 'It is being made anew',
  failures: ['NOTHING_TO_APPROVE', 'APPROVAL_STALE'],
  async decide({ deps, user, build, body }) {
    const bound = await bindDecision(deps, build, 'requestChanges', body.subject_digest);
    if ('repeated' in bound) return bound.repeated;
    const { digest } = bound.subject;
    const decisionId = decisionIdOf(build, 'requestChanges', bound.subject, null, body.text);
    const message: RequestChangesMessage = { decisionId, userId: user.id, subjectDigest: digest, text: body.text };
    return decide(deps, build, 'requestChanges', message, digest);
  },
});
