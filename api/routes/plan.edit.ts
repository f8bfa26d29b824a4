import { namesDigest } from '../../contracts/ids.js';
import { MillwrightError } from '../../contracts/failures.js';
import type { EditPlanMessage } from '../../contracts/messages.js';
import { digestOf } from '../../db/canonical-json.js';
import type { BuildRow } from '../../db/queries/builds.js';
import { findPlan, storePlanVersion } from '../../db/queries/plans.js';
import { planEditedSchema } from '../../schemas/decisions.js';
import { putPlanBody } from '../../schemas/requests.js';
import { decide, decisionIdOf, requireOpen, type Subject } from '../decide.js';
import { defineDecision, type DecisionContext } from '../decision-route.js';
import type { AppDeps } from '../deps.js';
import { editRestOfPlan, notBuiltIn, toldPlan, unchanged, type PlanEditBody } from '../plan-edit.js';

export const editPlan = defineDecision({
  method: 'put',
  action: 'plan',
  operation: 'editPlan',
  summary: 'Replace the plan: while it waits it goes on waiting, edited; later what is left of it changes at once, which only an approver may do',
  access: 'developer',
  body: putPlanBody,
  done: 'The edited plan is the one that waits now, or by which the build goes on',
  schema: planEditedSchema,
  failures: ['APPROVAL_STALE', 'NOTHING_TO_APPROVE', 'TASK_STARTED'],
  async decide(context) {
    requireOpen(context.build);
    return context.build.waitingFor?.kind === 'plan' ? editWaiting(context) : editRestOfPlan(context);
  },
});

async function editWaiting({ deps, user, build, body }: DecisionContext<PlanEditBody>) {
  const plan = await toldPlan(deps, build, body.plan);
  const digest = digestOf(plan);
  await refuseOlder(deps, build, body.base_digest);
  if (digest === build.planDigest) return unchanged(build, plan, digest);
  const base = waitingPlan(build, body.base_digest);
  const decisionId = decisionIdOf(build, 'editPlan', base, null, digest);
  const stored = await storePlanVersion(deps.database.orm, { buildId: build.id, key: `edit:${decisionId}`, digest, plan, author: user.id });
  const message: EditPlanMessage = { decisionId, userId: user.id, planVersion: stored.version, planDigest: stored.digest, baseDigest: base.digest };
  const result = await decide(deps, build, 'editPlan', message, null);
  return { ...result, version: stored.version, digest: stored.digest, not_built: notBuiltIn(plan) };
}

/** An edit of a newer plan than the row has yet: that the rows' plan is wanted back is a change, and lost if it were taken for none. */
async function refuseOlder({ database }: AppDeps, build: BuildRow, base: string | undefined): Promise<void> {
  if (base === undefined) return;
  const newest = await findPlan(database.orm, build.id);
  if (newest && newest.version > (build.planVersion ?? 0) && namesDigest(base, newest.digest))
    throw new MillwrightError(
      'APPROVAL_STALE',
      `Version ${newest.version} of the plan is being taken in. Look at the build again in a moment, then edit that one.`,
    );
}

function waitingPlan(build: BuildRow, given: string | undefined): Subject {
  if (given !== undefined && build.planDigest !== null && !namesDigest(given, build.planDigest))
    throw new MillwrightError('APPROVAL_STALE', `The plan is now version ${build.planVersion} with the digest ${build.planDigest}. Edit that one.`);
  return { digest: build.planDigest ?? '', since: build.waitingFor?.since ?? '' };
}
