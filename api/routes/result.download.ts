import { MillwrightError } from '../../contracts/failures.js';
import { RESULT_ZIP } from '../../contracts/names.js';
import { findArtifactByName } from '../../db/queries/build-lists.js';
import { buildParams } from '../../schemas/requests.js';
import { loadBuild } from '../builds.js';
import { defineRoute } from '../route.js';
import { sendArtifact } from '../send-artifact.js';

export const downloadResult = defineRoute({
  method: 'get',
  path: '/coding_agent/{id}/download',
  operation: 'downloadResult',
  summary: 'The result of a build as a ZIP: the same commit gives the same bytes',
  tag: 'reading',
  access: 'viewer',
  params: buildParams,
  responses: {
    200: { description: 'The ZIP', contentType: 'application/zip' },
    206: { description: 'The range that was asked for', contentType: 'application/zip' },
    416: { description: 'There is no such range' },
  },
  failures: ['NOT_FOUND', 'NOT_READY'],
  async handle({ deps, user, params, request, response }) {
    const build = await loadBuild(deps, user, params.id);
    const found = await findArtifactByName(deps.database.orm, build.id, RESULT_ZIP);
    if (!found) throw new MillwrightError('NOT_READY', 'There is no result yet, or it has expired. A build packs it when its checks have passed.');
    await sendArtifact(deps, request, response, { ...found, name: `${build.id}.zip` });
    return null;
  },
});
