import { MillwrightError } from '../../contracts/failures.js';
import { buildParams } from '../../schemas/requests.js';
import { retrospectiveSchema } from '../../schemas/responses.js';
import { loadBuild } from '../builds.js';
import { defineRoute } from '../route.js';

export const readRetrospective = defineRoute({
  method: 'get',
  path: '/coding_agent/{id}/retrospective',
  operation: 'getRetrospective',
  summary: 'What was planned, what happened, what to do better',
  tag: 'reading',
  access: 'viewer',
  params: buildParams,
  responses: { 200: { description: 'The retrospective', schema: retrospectiveSchema } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params }) {
    const build = await loadBuild(deps, user, params.id);
    if (!build.retrospective) throw new MillwrightError('NOT_FOUND', `The build is ${build.status}; its retrospective is written when it is completed.`);
    return { status: 200, body: { build_id: build.id, ...build.retrospective } };
  },
});
