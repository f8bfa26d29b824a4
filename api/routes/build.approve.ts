import { MillwrightError } from '../../contracts/failures.js';
import type { ApproveMessage } from '../../contracts/messages.js';
import { digestOf } from '../../db/canonical-json.js';
import { storePlanVersion } from '../../db/queries/plans.js';
import { approveBody, type ApproveBody } from '../../schemas/requests.js';
import { bindDecision, decide, decisionIdOf, type Subject } from '../decide.js';
import { defineDecision, type DecisionContext } from '../decision-route.js';
import { notBuiltIn } from '../plan-edit.js';
import { reject } from './build.reject.js';

export const approveBuild = defineDecision({
  action: 'approve',
  operation: 'approveBuild',
  summary: 'Approve (or reject, or approve an edited plan) whatever the build waits for',
  access: 'approver',
  body: approveBody,
  done: 'Decided; the same approval again gets the first result',
  failures: ['NOTHING_TO_APPROVE', 'APPROVAL_STALE'],
  async decide(context) {
    const { deps, build, body } = context;
    if (body.decision === 'reject') return reject(context, body.reason ?? '', body.subject_digest);
    const bound = await bindDecision(deps, build, 'approve', body.subject_digest);
    // What was approved is what was sent; what of it will not be built is at least said, each time it is asked.
    const told = body.plan === undefined ? {} : { not_built: notBuiltIn(deps.tellNotBuilt(build, body.plan, null)) };
    return { ...('repeated' in bound ? bound.repeated : await approve(context, bound.subject)), ...told };
  },
});

async function approve({ deps, build, body }: DecisionContext<ApproveBody>, subject: Subject) {
  const planDigest = body.plan === undefined ? '' : digestOf(body.plan);
  const decisionId = decisionIdOf(build, 'approve', subject, null, planDigest);
  const message: ApproveMessage = { decisionId, userId: build.userId, subjectDigest: subject.digest };
  if (body.choice !== undefined) message.choice = body.choice;
  if (body.answer !== undefined) message.answer = body.answer;
  if (body.plan !== undefined) {
    if (build.waitingFor?.kind !== 'plan') throw new MillwrightError('ACTION_NOT_ALLOWED', 'Only a waiting plan can be approved with edits.');
    // Stored before it is named: a decision never points at a plan that is not there.
    const entry = { buildId: build.id, key: `edit:${decisionId}`, digest: planDigest, plan: body.plan, author: build.userId };
    const stored = await storePlanVersion(deps.database.orm, entry);
    Object.assign(message, { planVersion: stored.version, planDigest: stored.digest });
  }
  return decide(deps, build, 'approve', message, body.plan === undefined ? subject.digest : null);
}
