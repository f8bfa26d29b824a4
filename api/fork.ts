import { MillwrightError } from '../contracts/failures.js';
import { digestOf } from '../db/canonical-json.js';
import type { BuildRow } from '../db/queries/builds.js';
import type { Begun, Inheritance } from '../db/queries/fork.js';
import { findForkPoint, type ForkAt, type ForkPoint } from '../db/queries/fork-point.js';
import { findPlan } from '../db/queries/plans.js';
import { orderTasks, planSchema, type Plan } from '../schemas/plan.js';
import { planChanges } from '../schemas/plan-edit.js';
import type { ForkBody } from '../schemas/requests.js';
import { requireRole } from './auth.js';
import type { AppDeps } from './deps.js';
import { invalid } from './errors.js';
import type { User } from './roles.js';

/**
 * What a fork takes over from its parent's rows. Throws INVALID_INPUT for a point that the
 * build does not have, TASK_STARTED for a plan that changes what was done before it.
 */
export async function inheritanceOf(deps: AppDeps, user: User, parent: BuildRow, body: ForkBody): Promise<Inheritance> {
  return {
    parent: { id: parent.id, projectId: parent.projectId },
    begun: body.at === undefined || body.at.phase === 'plan' ? null : await begunAt(deps, user, parent, body, body.at),
    modelOverride: body.model === undefined ? parent.modelOverride : body.model,
    hint: body.hint ?? null,
  };
}

async function begunAt(deps: AppDeps, user: User, parent: BuildRow, body: ForkBody, at: NonNullable<ForkBody['at']>): Promise<Begun> {
  const point = await findForkPoint(deps.database.orm, parent, pointOf(at));
  if (!point)
    throw invalid('/at', `${parent.id} has no such point: its steps are listed under /api/coding_agent/${parent.id}/steps, its tasks under .../tasks`);
  const row = await findPlan(deps.database.orm, parent.id, parent.planVersion);
  if (!row) throw invalid('/at', `${parent.id} has no plan`);
  const base = planSchema.parse(row.plan);
  const edited = body.plan !== undefined && digestOf(body.plan) !== row.digest ? deps.tellNotBuilt(parent, body.plan, base) : null;
  if (edited) refuseBegun(user, base, edited, point);
  const plan = edited ?? base;
  return {
    point,
    plan: edited ? { version: 2, digest: digestOf(edited) } : { version: 1, digest: row.digest },
    tasks: orderTasks(plan.tasks).map(({ id, goal, role, files, depends_on: dependsOn, complexity }) => ({ id, goal, role, files, dependsOn, complexity })),
    edited: edited ? { digest: digestOf(edited), plan: edited, author: user.id } : null,
  };
}

/** The plan counts as approved by whoever forks with it; what the fork takes over must stand in it unchanged. */
function refuseBegun(user: User, base: Plan, edited: Plan, { done, step }: ForkPoint): void {
  requireRole(user, 'approver');
  if (edited.language !== base.language) throw invalid('/plan/language', 'cannot change behind the plan; fork at the phase "plan" for another language');
  const begun = new Set([...done, ...(step ? [step.task] : [])]);
  const errors = planChanges(base, edited)
    .touched.filter((id) => begun.has(id))
    .map((id) => ({ pointer: '/plan/tasks', detail: `task ${id} is taken over as it is; fork earlier to change it` }));
  if (errors.length > 0) throw new MillwrightError('TASK_STARTED', `${errors.map(({ detail }) => detail).join('; ')}.`, { errors });
}

function pointOf({ phase, task, step }: NonNullable<ForkBody['at']>): ForkAt {
  if (typeof step === 'number') return { ordinal: step };
  if (task !== undefined) return { task };
  if (step !== undefined) {
    const [, name = '', attempt, turn, call] = /^(.+?)(?:#([^/]+))?\/(\d+)\.(\d+)$/.exec(step) ?? [];
    return { step: { task: name, attempt: attempt ?? null, turn: Number(turn), call: Number(call) } };
  }
  return { phase: phase === 'test' || phase === 'document' ? phase : 'code' };
}
