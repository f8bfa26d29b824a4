import { MillwrightError } from '../../contracts/failures.js';
import { findArtifactByName } from '../../db/queries/build-lists.js';
import { buildParams } from '../../schemas/requests.js';
import { loadBuild } from '../builds.js';
import { defineRoute } from '../route.js';

// Written by the build once there is a result; the API itself has no way to the repositories.
const DIFF_ARTIFACT = 'build.diff';

export const readDiff = defineRoute({
  method: 'get',
  path: '/coding_agent/{id}/diff',
  operation: 'getDiff',
  summary: 'What the build changed, as a unified diff',
  tag: 'reading',
  access: 'viewer',
  params: buildParams,
  responses: { 200: { description: 'A unified diff', contentType: 'text/x-diff' } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params, response }) {
    const build = await loadBuild(deps, user, params.id);
    const found = await findArtifactByName(deps.database.orm, build.id, DIFF_ARTIFACT);
    if (!found) throw new MillwrightError('NOT_FOUND', `The build is ${build.status} and has no diff yet; there is one once its tasks are merged.`);
    response.setHeader('content-type', 'text/x-diff; charset=utf-8');
    response.setHeader('content-security-policy', "default-src 'none'; sandbox");
    response.status(200).end(found.content);
    return null;
  },
});
