import { readBuildParts } from '../../db/queries/builds.js';
import { buildParams } from '../../schemas/requests.js';
import { statusSchema } from '../../schemas/responses.js';
import { loadBuild } from '../builds.js';
import { buildStatus } from '../present.js';
import { defineRoute } from '../route.js';

export const readBuildStatus = defineRoute({
  method: 'get',
  path: '/coding_agent/status/{id}',
  summary: 'Everything a person asks about one build',
  tag: 'reading',
  access: 'viewer',
  params: buildParams,
  responses: { 200: { description: 'The build', schema: statusSchema } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params }) {
    const build = await loadBuild(deps, user, params.id);
    return { status: 200, body: buildStatus(build, await readBuildParts(deps.database.orm, build.id)) };
  },
});
