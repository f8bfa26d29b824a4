import { namesDigest } from '../../contracts/ids.js';
import { MillwrightError } from '../../contracts/failures.js';
import type { EditPlanMessage } from '../../contracts/messages.js';
import { digestOf } from '../../db/canonical-json.js';
import type { BuildRow } from '../../db/queries/builds.js';
import { storePlanVersion } from '../../db/queries/plans.js';
import { putPlanBody } from '../../schemas/requests.js';
import { planEditedSchema } from '../../schemas/responses.js';
import { decide, decisionIdOf, requireOpen, type Subject } from '../decide.js';
import { defineDecision } from '../decision-route.js';

export const editPlan = defineDecision({
  method: 'put',
  action: 'plan',
  summary: 'Replace the waiting plan with an edited one; it still waits for approval',
  access: 'developer',
  body: putPlanBody,
  done: 'The edited plan is the one that waits now',
  schema: planEditedSchema,
  failures: ['APPROVAL_STALE', 'NOTHING_TO_APPROVE'],
  async decide({ deps, user, build, body }) {
    const base = waitingPlan(build, body.base_digest);
    const digest = digestOf(body.plan);
    const decisionId = decisionIdOf(build, 'editPlan', base, null, digest);
    const stored = await storePlanVersion(deps.database.orm, { buildId: build.id, key: `edit:${decisionId}`, digest, plan: body.plan, author: user.id });
    const message: EditPlanMessage = { decisionId, userId: user.id, planVersion: stored.version, planDigest: stored.digest, baseDigest: base.digest };
    const result = await decide(deps, build, 'editPlan', message, base.digest);
    return { ...result, version: stored.version, digest: stored.digest };
  },
});

function waitingPlan(build: BuildRow, given: string | undefined): Subject {
  requireOpen(build);
  const waiting = build.waitingFor;
  if (waiting?.kind !== 'plan' || build.planDigest === null)
    throw new MillwrightError('NOTHING_TO_APPROVE', `The build is ${build.status}; a plan can be edited while it waits for approval.`);
  if (given !== undefined && !namesDigest(given, build.planDigest))
    throw new MillwrightError('APPROVAL_STALE', `The plan is now version ${build.planVersion} with the digest ${build.planDigest}. Edit that one.`);
  return { digest: build.planDigest, since: waiting.since };
}
