import { MillwrightError } from '../../contracts/failures.js';
import type { BuildInputFile } from '../../contracts/inputs.js';
import { BUDGET_USD_DEFAULT } from '../../contracts/limits.js';
import { findProject } from '../../db/queries/projects.js';
import { intentSchema, type Intent } from '../../schemas/intent.js';
import { readRepo } from '../../schemas/repo.js';
import { createdSchema } from '../../schemas/responses.js';
import { agentNamed } from '../agents.js';
import { submit, type Draft } from '../builds.js';
import { invalid } from '../errors.js';
import { resolveInputs } from '../inputs.js';
import { defineRoute } from '../route.js';
import { titleOf } from '../title.js';

export const createBuild = defineRoute({
  method: 'post',
  path: '/coding_agent/create',
  summary: 'Say what you want built; the workflow plans at once',
  tag: 'builds',
  access: 'developer',
  body: intentSchema,
  idempotent: true,
  responses: { 202: { description: 'Accepted: the build is stored and will run', schema: createdSchema } },
  failures: ['IDEMPOTENCY_MISMATCH', 'REPO_URL_NOT_ALLOWED'],
  async handle({ deps, user, body, idempotencyKey }) {
    if (body.project_id !== undefined && !(await findProject(deps.database.orm, user.id, body.project_id)))
      throw invalid('/project_id', 'there is no project of yours with that id');
    body.options.roles?.forEach((name, index) => agentNamed(deps.agents, name, `/options/roles/${index}`));
    requireAllowedRepo(body, deps.repoAllow);
    const inputs = await resolveInputs(deps, user, body.artifacts);
    return submit(deps, draftOf(user.id, body, inputs), idempotencyKey, { create: body });
  },
});

/** Refuses what can be seen without looking anything up; what a name resolves to is judged where it is fetched. */
function requireAllowedRepo({ project_id, artifacts: { repo } }: Intent, allow: readonly string[]): void {
  if (repo === undefined) return;
  if (project_id !== undefined)
    throw invalid('/artifacts/repo', 'a repository becomes a project of its own: leave project_id out, or leave repo out to go on in that project');
  const read = readRepo(repo, allow);
  if ('problem' in read)
    throw new MillwrightError('REPO_URL_NOT_ALLOWED', `This repository may not be used: ${read.problem}.`, {
      errors: [{ pointer: '/artifacts/repo', detail: read.problem }],
    });
}

function draftOf(userId: string, intent: Intent, inputs: BuildInputFile[]): Draft {
  return {
    userId,
    projectId: intent.project_id ?? null,
    parentBuildId: null,
    title: intent.title ?? titleOf(intent.description),
    projectType: intent.project_type,
    description: intent.description,
    domain: intent.domain ?? null,
    constraints: intent.constraints,
    artifacts: inputs.length > 0 ? { ...intent.artifacts, inputs } : intent.artifacts,
    options: intent.options,
    llmPreference: intent.llm_preference,
    budgetUsd: intent.budget_usd ?? BUDGET_USD_DEFAULT,
    plan: null,
  };
}
