import { findBuildStep, readStepContent } from '../../db/queries/steps.js';
import { stepParams } from '../../schemas/requests.js';
import { stepSchema } from '../../schemas/responses.js';
import { loadBuild } from '../builds.js';
import { notFound } from '../errors.js';
import { presentStep } from '../present-step.js';
import { defineRoute } from '../route.js';

const NUMBER = /^\d{1,9}$/;
// As a fork names it; the bounds of the row's numbers.
const NAME = /^([^/#]{1,60})(?:#([0-9.c]{3,20}))?\/(\d{1,4})\.(\d{1,3})$/;

export const readStep = defineRoute({
  method: 'get',
  path: '/coding_agent/{id}/steps/{step}',
  operation: 'getStep',
  summary: 'One tool call in whole: what the model said, what it called with what, and what it was shown',
  tag: 'reading',
  access: 'viewer',
  params: stepParams,
  responses: { 200: { description: 'The step', schema: stepSchema } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params }) {
    const build = await loadBuild(deps, user, params.id);
    const search = searchOf(params.step);
    const step = search && (await findBuildStep(deps.database.orm, build.id, search));
    const content = step && (await readStepContent(deps.database.orm, step));
    if (!content) throw notFound('step');
    const { text, args, result, durationMs } = content;
    return { status: 200, body: { ...presentStep(step), text, arguments: args, result, duration_ms: durationMs } };
  },
});

function searchOf(name: string): Parameters<typeof findBuildStep>[2] | null {
  if (NUMBER.test(name)) return { ordinal: Number(name) };
  const match = NAME.exec(name);
  return match ? { task: match[1] ?? '', attempt: match[2] ?? null, turn: Number(match[3]), call: Number(match[4]) } : null;
}
