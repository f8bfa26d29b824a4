import { MillwrightError } from '../contracts/failures.js';
import { namesDigest } from '../contracts/ids.js';
import { splitRisks } from '../contracts/not-built.js';
import type { EditPlanMessage } from '../contracts/messages.js';
import { digestOf } from '../db/canonical-json.js';
import type { BuildRow } from '../db/queries/builds.js';
import { listAllTasks } from '../db/queries/build-lists.js';
import { findPlan, storePlanVersion } from '../db/queries/plans.js';
import { orderTasks, planSchema, type Plan } from '../schemas/plan.js';
import { planChanges, taskRef, type PlanChanges } from '../schemas/plan-edit.js';
import { requireRole } from './auth.js';
import { decide, decisionIdOf } from './decide.js';
import type { AppDeps } from './deps.js';
import { invalid } from './errors.js';
import type { User } from './roles.js';

export interface PlanEditBody {
  plan: Plan;
  base_digest?: string | undefined;
  redo: boolean;
}

/**
 * Replaces what is left of an approved plan while its tasks are worked on. It takes effect at once, so it needs who may
 * approve. Throws TASK_STARTED naming the tasks that have begun, APPROVAL_STALE for an edit of an older plan; the workflow
 * has the last word on both.
 */
export async function editRestOfPlan({ deps, user, build, body }: { deps: AppDeps; user: User; build: BuildRow; body: PlanEditBody }) {
  const current = await findPlan(deps.database.orm, build.id, build.planVersion);
  if (!current || build.planDigest === null) throw new MillwrightError('NOTHING_TO_APPROVE', `The build is ${build.status} and has no plan to edit yet.`);
  requireRole(user, 'approver');
  const base = planSchema.parse(current.plan);
  const plan = digestOf(body.plan) === build.planDigest ? body.plan : deps.tellNotBuilt(build, body.plan, base);
  const digest = digestOf(plan);
  if (digest === build.planDigest) return unchanged(build, plan, digest);
  if (body.base_digest !== undefined && !namesDigest(body.base_digest, build.planDigest))
    throw new MillwrightError('APPROVAL_STALE', `The plan is now version ${build.planVersion} with the digest ${build.planDigest}. Edit that one.`);
  if (body.plan.language !== base.language)
    throw invalid('/plan/language', 'cannot change while the build runs; fork it at the phase "plan" for another language');
  const changes = planChanges(base, body.plan);
  await refuseBegun(deps, build, body, changes);
  const decisionId = decisionIdOf(build, 'editPlan', { digest: build.planDigest, since: 'running' }, null, `${digest}${body.redo ? '/redo' : ''}`);
  const stored = await storePlanVersion(deps.database.orm, { buildId: build.id, key: `edit:${decisionId}`, digest, plan, author: user.id });
  const message: EditPlanMessage = {
    decisionId,
    userId: user.id,
    planVersion: stored.version,
    planDigest: stored.digest,
    baseDigest: build.planDigest,
    tasks: orderTasks(body.plan.tasks).map(taskRef),
    touched: changes.touched,
    rerun: body.redo ? changes.affected : [],
  };
  const result = await decide(deps, build, 'editPlan', message);
  return { ...result, version: stored.version, digest: stored.digest, not_built: notBuiltIn(plan) };
}

/** The answer to an edit that is the plan the build has: sent once more, or none at all. Nothing is decided or stored. */
export function unchanged({ planVersion, waitingFor }: BuildRow, plan: Plan, digest: string) {
  const gate = waitingFor?.kind === 'plan' ? waitingFor.gate : null;
  return { decision: 'editPlan', gate, subject_digest: digest, again: [], version: planVersion, digest, not_built: notBuiltIn(plan) };
}

/** An edit of the plan a build has now, with what will not be built of it among its risks: what is stored, shown and approved. */
export async function toldPlan(deps: AppDeps, build: BuildRow, plan: Plan): Promise<Plan> {
  // A plan that is no edit stays as it is, to the byte.
  if (digestOf(plan) === build.planDigest) return plan;
  const current = await findPlan(deps.database.orm, build.id, build.planVersion);
  const base = planSchema.safeParse(current?.plan);
  return deps.tellNotBuilt(build, plan, base.success ? base.data : null);
}

/** What a plan says is not built. */
export function notBuiltIn({ risks }: Plan): string[] {
  return splitRisks(risks).notBuilt;
}

/** What the rows know already is said with a pointer to each task; the workflow refuses the rest. */
async function refuseBegun(deps: AppDeps, build: BuildRow, { plan, redo }: PlanEditBody, { touched, removed, affected }: PlanChanges): Promise<void> {
  const rows = await listAllTasks(deps.database.orm, build.id);
  const statusOf = new Map(rows.map(({ taskId, status }) => [taskId, status]));
  const errors = [...new Set([...touched, ...(redo ? affected : [])])].flatMap((id) => {
    const status = statusOf.get(id) ?? 'pending';
    if (status === 'pending' || (status === 'done' && redo && !removed.includes(id))) return [];
    const at = plan.tasks.findIndex((task) => task.id === id);
    const why = status !== 'done' ? 'is at work' : removed.includes(id) ? 'is done and cannot be removed' : 'is done; "redo": true has it done again';
    return [{ pointer: at < 0 ? '/plan/tasks' : `/plan/tasks/${at}`, detail: `task ${id} ${why}` }];
  });
  if (errors.length > 0) throw new MillwrightError('TASK_STARTED', `${errors.map(({ detail }) => detail).join('; ')}.`, { errors });
}
