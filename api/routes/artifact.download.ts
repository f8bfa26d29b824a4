import { findArtifact } from '../../db/queries/build-lists.js';
import { artifactParams } from '../../schemas/requests.js';
import { loadBuild } from '../builds.js';
import { notFound } from '../errors.js';
import { defineRoute } from '../route.js';
import { ATTACHMENT, sendArtifact } from '../send-artifact.js';

export const downloadArtifact = defineRoute({
  method: 'get',
  path: '/coding_agent/{id}/artifacts/{artifactId}',
  operation: 'downloadBuildArtifact',
  summary: 'The content of an artifact of a build',
  tag: 'reading',
  access: 'viewer',
  params: artifactParams,
  responses: ATTACHMENT,
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params, request, response }) {
    const build = await loadBuild(deps, user, params.id);
    // NUL cannot be in a stored id, and PostgreSQL refuses to look for it.
    const found = params.artifactId.includes('\0') ? null : await findArtifact(deps.database.orm, build.id, params.artifactId);
    if (!found) throw notFound('artifact');
    await sendArtifact(deps, request, response, found);
    return null;
  },
});
