import { BUDGET_USD_DEFAULT } from '../../contracts/limits.js';
import { titleOf } from '../../contracts/title.js';
import { findProject } from '../../db/queries/projects.js';
import { agentStartedSchema, executeAgentBody } from '../../schemas/agents.js';
import { agentNamed } from '../agents.js';
import { submit } from '../builds.js';
import { notFound } from '../errors.js';
import { defineRoute } from '../route.js';

export const executeAgent = defineRoute({
  method: 'post',
  path: '/agents/execute',
  operation: 'runAgent',
  summary: 'Let one role work by itself on a project',
  tag: 'agents',
  access: 'developer',
  body: executeAgentBody,
  idempotent: true,
  responses: { 202: { description: 'Accepted: the run is stored and will begin', schema: agentStartedSchema } },
  failures: ['NOT_FOUND', 'IDEMPOTENCY_MISMATCH'],
  async handle({ deps, user, body, idempotencyKey }) {
    const agent = agentNamed(deps.agents, body.agentType, '/agentType');
    if (!(await findProject(deps.database.orm, user.id, body.projectId))) throw notFound('project');
    const draft = {
      userId: user.id,
      projectId: body.projectId,
      parentBuildId: null,
      title: titleOf(`${agent.name}: ${body.userPrompt}`),
      projectType: 'feature',
      description: body.userPrompt,
      domain: null,
      constraints: {},
      artifacts: {},
      // Its work ends on main; a plan, documents and a deployment are what builds are for.
      options: { tests: true, docs: false, deployment: false, review: false, agent: agent.name },
      llmPreference: body.llm_preference,
      budgetUsd: body.budget_usd ?? BUDGET_USD_DEFAULT,
      plan: null,
    };
    return submit(deps, draft, idempotencyKey, { execute: body });
  },
});
