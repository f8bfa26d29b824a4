import type { RejectMessage } from '../../contracts/messages.js';
import { rejectBody } from '../../schemas/requests.js';
import { bindDecision, decide, decisionIdOf } from '../decide.js';
import { defineDecision, type DecisionContext } from '../decision-route.js';

export const rejectBuild = defineDecision({
  action: 'reject',
  operation: 'rejectBuild',
  summary: 'Reject whatever the build waits for',
  access: 'approver',
  body: rejectBody,
  done: 'Rejected; the same rejection again gets the first result',
  failures: ['NOTHING_TO_APPROVE', 'APPROVAL_STALE'],
  decide: (context) => reject(context, context.body.reason, context.body.subject_digest),
});

/** Rejects what waits, or gives the first result when that was rejected before. */
export async function reject({ deps, user, build }: DecisionContext<unknown>, reason: string, given: string | undefined): Promise<object> {
  const bound = await bindDecision(deps, build, 'reject', given);
  if ('repeated' in bound) return bound.repeated;
  const { digest } = bound.subject;
  const message: RejectMessage = { decisionId: decisionIdOf(build, 'reject', bound.subject, null), userId: user.id, subjectDigest: digest, reason };
  return decide(deps, build, 'reject', message, digest);
}
