import type { LanguageSource } from '../../contracts/execution.js';
import { EXECUTION_BUDGET_USD_DEFAULT } from '../../contracts/limits.js';
import { digestOf } from '../../db/canonical-json.js';
import { findCached, type NewExecution } from '../../db/queries/executions.js';
import type { ExecutionContextFile } from '../../db/schema/index.js';
import { executeBody, executionStartedSchema, type ExecuteBody } from '../../schemas/execution.js';
import type { AppDeps } from '../deps.js';
import { invalid } from '../errors.js';
import { startedAnswer, submitExecution } from '../executions.js';
import { resolveInputs } from '../inputs.js';
import { detectLanguage, languageNamed, type FoundLanguage } from '../languages.js';
import { once } from '../once.js';
import { allowedRepo, githubAddress } from '../repo-source.js';
import type { User } from '../roles.js';
import { defineRoute, type Reply } from '../route.js';

export const createExecution = defineRoute({
  method: 'post',
  path: '/execute',
  operation: 'createExecution',
  summary: 'Say what code you want: it is written with its tests and run in a sandbox until they pass, up to five attempts',
  tag: 'executions',
  access: 'developer',
  body: executeBody,
  idempotent: true,
  responses: {
    200: { description: 'From the cache (`cache: true`): an equal execution of yours that passed', schema: executionStartedSchema },
    202: { description: 'Accepted: it is stored and will run', schema: executionStartedSchema },
  },
  failures: ['IDEMPOTENCY_MISMATCH', 'QUOTA_EXHAUSTED', 'REPO_URL_NOT_ALLOWED'],
  async handle({ deps, user, body, idempotencyKey }) {
    return once({ deps, user, idempotencyKey }, { execute: body }, ({ id }) => create(deps, user, body, id));
  },
});

async function create(deps: AppDeps, user: User, body: ExecuteBody, attemptId: string): Promise<Reply> {
  const repository = repositoryOf(deps, body);
  const context = await contextOf(deps, user, body.context_artifacts ?? []);
  // A repository tells its language itself, once it is here.
  const found = repository && body.language === undefined ? null : findLanguage(deps, body, context);
  const { orm } = deps.database;
  const askedSha256 = digestOf({
    prompt: body.prompt,
    language: body.language ?? null,
    output: body.output_preference,
    prefer: body.llm_preference,
    context: context.map(({ sha256 }) => sha256),
    ...(repository ? { repository } : {}),
  });
  // A branch may have moved since; a commit has not.
  const isFixed = repository === null || repository.commit !== null;
  const cached = body.cache && isFixed ? await findCached(orm, user.id, askedSha256) : null;
  if (cached) return { status: 200, body: await startedAnswer(deps, cached, true) };
  const row = await submitExecution(deps, attemptId, { ...draftOf(deps, body, found), userId: user.id, context, askedSha256, repository });
  const answer = await startedAnswer(deps, row);
  return { status: 202, body: answer, headers: { location: answer.status_url } };
}

/** The repository to work in, found allowed; null for a program of its own. Throws REPO_URL_NOT_ALLOWED and INVALID_INPUT. */
function repositoryOf(
  { repoAllow }: AppDeps,
  { github_repo: asked, confirm_language: confirms, language }: ExecuteBody,
): NonNullable<NewExecution['repository']> | null {
  if (asked === undefined) return null;
  const { url, ref, commit } = allowedRepo(githubAddress(asked), repoAllow, '/github_repo');
  if (confirms && language === undefined)
    throw invalid('/confirm_language', 'the repository tells its language once it was fetched; leave this out, or name a language');
  return { url, ref, commit };
}

function findLanguage(deps: AppDeps, body: ExecuteBody, context: ExecutionContextFile[]): FoundLanguage | null {
  const { languages } = deps.executions;
  if (body.language !== undefined) return languageNamed(languages, body.language, '/language');
  const names = context.map(({ name }) => name);
  return detectLanguage(languages, body.prompt, names);
}

function draftOf(
  deps: AppDeps,
  body: ExecuteBody,
  found: FoundLanguage | null,
): Omit<NewExecution, 'id' | 'userId' | 'context' | 'askedSha256' | 'repository'> {
  const { maxAttempts, timeoutSeconds } = deps.executions;
  const source: LanguageSource | null = found?.source ?? null;
  return {
    sessionId: body.session_id ?? null,
    prompt: body.prompt,
    language: found?.language ?? null,
    dialect: found?.dialect ?? null,
    languageSource: source,
    outputPreference: body.output_preference,
    llmPreference: body.llm_preference,
    maxAttempts: body.max_attempts ?? maxAttempts,
    timeoutSeconds: body.timeout_seconds ?? timeoutSeconds,
    waitingFor: body.confirm_language && source !== 'given' ? 'language' : null,
    budgetUsd: body.budget_usd ?? EXECUTION_BUDGET_USD_DEFAULT,
  };
}

/** The beginnings of the artifacts, by the rules that intents have. */
async function contextOf(deps: AppDeps, user: User, ids: string[]): Promise<ExecutionContextFile[]> {
  const inputs = await resolveInputs(deps, user, { artifact_ids: ids }, '/context_artifacts');
  return inputs.map(({ id, path, media_type, bytes, sha256, excerpt }) => ({
    id,
    name: path.slice(path.lastIndexOf('/') + 1),
    media_type,
    bytes,
    sha256,
    excerpt,
  }));
}
