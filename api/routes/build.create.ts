import { BUDGET_USD_DEFAULT } from '../../contracts/limits.js';
import { findProject } from '../../db/queries/projects.js';
import { intentSchema, type Intent } from '../../schemas/intent.js';
import { createdSchema } from '../../schemas/responses.js';
import { submit, type Draft } from '../builds.js';
import { invalid } from '../errors.js';
import { defineRoute } from '../route.js';

export const createBuild = defineRoute({
  method: 'post',
  path: '/coding_agent/create',
  summary: 'Say what you want built; the workflow plans at once',
  tag: 'builds',
  access: 'developer',
  body: intentSchema,
  idempotent: true,
  responses: { 202: { description: 'Accepted: the build is stored and will run', schema: createdSchema } },
  failures: ['IDEMPOTENCY_MISMATCH'],
  async handle({ deps, user, body, idempotencyKey }) {
    if (body.project_id !== undefined && !(await findProject(deps.database.orm, user.id, body.project_id)))
      throw invalid('/project_id', 'there is no project of yours with that id');
    return submit(deps, draftOf(user.id, body), idempotencyKey, { create: body });
  },
});

function draftOf(userId: string, intent: Intent): Draft {
  return {
    userId,
    projectId: intent.project_id ?? null,
    parentBuildId: null,
    title: intent.title ?? titleOf(intent.description),
    projectType: intent.project_type,
    description: intent.description,
    domain: intent.domain ?? null,
    constraints: intent.constraints,
    artifacts: intent.artifacts,
    options: intent.options,
    llmPreference: intent.llm_preference,
    budgetUsd: intent.budget_usd ?? BUDGET_USD_DEFAULT,
    plan: null,
  };
}

// A title fits on one line of a terminal and of the Temporal Web UI.
const TITLE_CHARS_MAX = 100;

/** The first line of what a person wants, cut at a word. */
function titleOf(description: string): string {
  const line = description.trim().split(/\r?\n/, 1)[0]?.replace(/\s+/g, ' ').trim() ?? '';
  if (line.length <= TITLE_CHARS_MAX) return line;
  const cut = line.slice(0, TITLE_CHARS_MAX - 1);
  return `${(cut.includes(' ') ? cut.slice(0, cut.lastIndexOf(' ')) : cut).toWellFormed()}…`;
}
