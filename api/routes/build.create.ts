import type { BuildInputFile } from '../../contracts/inputs.js';
import { BUDGET_USD_DEFAULT } from '../../contracts/limits.js';
import { titleOf } from '../../contracts/title.js';
import { findProject } from '../../db/queries/projects.js';
import { intentSchema, type Intent } from '../../schemas/intent.js';
import { createdSchema } from '../../schemas/responses.js';
import { agentNamed } from '../agents.js';
import { submit, type Draft } from '../builds.js';
import type { AppDeps } from '../deps.js';
import { invalid } from '../errors.js';
import { resolveInputs } from '../inputs.js';
import { allowedRepo } from '../repo-source.js';
import type { User } from '../roles.js';
import { defineRoute, type Reply } from '../route.js';
import { requireSupportedLanguage } from '../unsupported-language.js';

export const createBuild = defineRoute({
  method: 'post',
  path: '/coding_agent/create',
  operation: 'createBuild',
  summary: 'Say what you want built; the workflow plans at once',
  tag: 'builds',
  access: 'developer',
  body: intentSchema,
  idempotent: true,
  responses: { 202: { description: 'Accepted: the build is stored and will run', schema: createdSchema } },
  failures: ['IDEMPOTENCY_MISMATCH', 'REPO_URL_NOT_ALLOWED', 'LANGUAGE_UNSUPPORTED'],
  handle: ({ deps, user, body, idempotencyKey }) => createFrom(deps, user, body, idempotencyKey),
});

/** Stores and promises a build once per key, as the route does. */
export async function createFrom(deps: AppDeps, user: User, intent: Intent, idempotencyKey: string | null): Promise<Reply> {
  const inputs = await checkIntent(deps, user, intent);
  return submit(deps, draftOf(user.id, intent, inputs), idempotencyKey, { create: intent });
}

/** What of an intent only rows can tell; answers the files it names. Throws INVALID_INPUT, LANGUAGE_UNSUPPORTED and REPO_URL_NOT_ALLOWED. */
export async function checkIntent(deps: AppDeps, user: User, intent: Intent): Promise<BuildInputFile[]> {
  if (intent.project_id !== undefined && !(await findProject(deps.database.orm, user.id, intent.project_id)))
    throw invalid('/project_id', 'there is no project of yours with that id');
  intent.options.roles?.forEach((name, index) => agentNamed(deps.agents, name, `/options/roles/${index}`));
  requireAllowedRepo(intent, deps.repoAllow);
  requireSupportedLanguage(deps.executions.languages, intent);
  return resolveInputs(deps, user, intent.artifacts);
}

/** Refuses what can be seen without looking anything up; what a name resolves to is judged where it is fetched. */
function requireAllowedRepo({ project_id, artifacts: { repo } }: Intent, allow: readonly string[]): void {
  if (repo === undefined) return;
  if (project_id !== undefined)
    throw invalid('/artifacts/repo', 'a repository becomes a project of its own: leave project_id out, or leave repo out to go on in that project');
  allowedRepo(repo, allow, '/artifacts/repo');
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
