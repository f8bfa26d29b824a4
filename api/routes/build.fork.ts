import { findPlan } from '../../db/queries/plans.js';
import { digestOf } from '../../db/canonical-json.js';
import { buildParams, forkBody, type ForkBody } from '../../schemas/requests.js';
import { createdSchema } from '../../schemas/responses.js';
import type { BuildRow } from '../../db/queries/builds.js';
import type { Inheritance } from '../../db/queries/fork.js';
import { loadBuild, submit, type Draft } from '../builds.js';
import type { AppDeps } from '../deps.js';
import { inheritanceOf } from '../fork.js';
import { toldPlan } from '../plan-edit.js';
import { requireCode } from '../projects.js';
import type { User } from '../roles.js';
import { defineRoute } from '../route.js';

export const forkBuild = defineRoute({
  method: 'post',
  path: '/coding_agent/{id}/fork',
  operation: 'forkBuild',
  summary: 'Start a new build from this one at a step, a task or a phase, with another model, hint or plan; what came before is not paid again',
  tag: 'builds',
  access: 'developer',
  params: buildParams,
  body: forkBody,
  idempotent: true,
  responses: { 202: { description: 'Accepted: the new build is stored and will run', schema: createdSchema } },
  failures: ['NOT_FOUND', 'IDEMPOTENCY_MISMATCH', 'TASK_STARTED', 'ACTION_NOT_ALLOWED'],
  async handle({ deps, user, params, body, idempotencyKey }) {
    const parent = await loadBuild(deps, user, params.id);
    await requireCode(deps, user, parent);
    const inherit = await inheritanceOf(deps, user, parent, body);
    return submit(deps, await draftOf(deps, user, parent, body, inherit), idempotencyKey, { fork: parent.id, body });
  },
});

async function draftOf(deps: AppDeps, user: User, parent: BuildRow, body: ForkBody, inherit: Inheritance): Promise<Draft> {
  const plan = await findPlan(deps.database.orm, parent.id, parent.planVersion);
  // A build that made its own project gives its fork a new one too; in a shared project the fork stays. From a point in the
  // middle it always goes into one of its own: both results are there to be compared.
  const ownProject = inherit.begun !== null || parent.projectId === parent.id.replace('int-code-', 'proj-');
  // At the plan an edited one simply waits for approval.
  const edited = inherit.begun === null && body.plan ? await toldPlan(deps, parent, body.plan) : null;
  const given = edited && { digest: digestOf(edited), plan: edited, author: user.id };
  return {
    userId: user.id,
    projectId: ownProject ? null : parent.projectId,
    parentBuildId: parent.id,
    title: body.title ?? parent.title,
    projectType: parent.projectType,
    description: parent.description,
    domain: parent.domain,
    constraints: parent.constraints,
    artifacts: parent.artifacts,
    options: parent.options,
    llmPreference: body.llm_preference ?? parent.llmPreference,
    budgetUsd: body.budget_usd ?? parent.budgetUsd,
    plan: given ?? (plan ? { digest: plan.digest, plan: plan.plan, author: plan.author } : null),
    inherit,
  };
}
