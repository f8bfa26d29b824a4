import { findPlan } from '../../db/queries/plans.js';
import { buildParams, forkBody } from '../../schemas/requests.js';
import { createdSchema } from '../../schemas/responses.js';
import { loadBuild, submit } from '../builds.js';
import { defineRoute } from '../route.js';

export const forkBuild = defineRoute({
  method: 'post',
  path: '/coding_agent/{id}/fork',
  summary: 'Start a new build from the intent and the plan of this one',
  tag: 'builds',
  access: 'developer',
  params: buildParams,
  body: forkBody,
  idempotent: true,
  responses: { 202: { description: 'Accepted: the new build is stored and will run', schema: createdSchema } },
  failures: ['NOT_FOUND', 'IDEMPOTENCY_MISMATCH'],
  async handle({ deps, user, params, body, idempotencyKey }) {
    const parent = await loadBuild(deps, user, params.id);
    const plan = await findPlan(deps.database.orm, parent.id, parent.planVersion);
    // A build that made its own project gives its fork a new one too; in a shared project the fork stays.
    const ownProject = parent.projectId === parent.id.replace('int-code-', 'proj-');
    const draft = {
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
      plan: plan ? { digest: plan.digest, plan: plan.plan, author: plan.author } : null,
    };
    return submit(deps, draft, idempotencyKey, { fork: parent.id, body });
  },
});
