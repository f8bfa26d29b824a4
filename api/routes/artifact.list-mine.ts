import { listUserArtifacts } from '../../db/queries/artifacts.js';
import { artifactsQuery } from '../../schemas/requests.js';
import { ownedArtifactsSchema } from '../../schemas/responses.js';
import { list, ownedArtifact } from '../present.js';
import { defineRoute } from '../route.js';

export const myArtifacts = defineRoute({
  method: 'get',
  path: '/artifacts',
  operation: 'listArtifacts',
  summary: 'Your uploads and what your builds left, newest first',
  tag: 'artifacts',
  access: 'viewer',
  query: artifactsQuery,
  responses: { 200: { description: 'A page of them', schema: ownedArtifactsSchema } },
  async handle({ deps, user, query }) {
    const { page, limit, status, build_id: buildId, gate, name, media_type: mediaType, source } = query;
    const found = await listUserArtifacts(deps.database.orm, user.id, { page, limit, status, buildId, gate, name, mediaType, source });
    return { status: 200, body: list('artifacts', query, found, (row) => ownedArtifact(row, deps.artifactRetentionDays)) };
  },
});
