import { artifactIdParams } from '../../schemas/requests.js';
import { ownedArtifactSchema } from '../../schemas/responses.js';
import { loadArtifact } from '../artifacts.js';
import { ownedArtifact } from '../present.js';
import { defineRoute } from '../route.js';

export const readArtifact = defineRoute({
  method: 'get',
  path: '/artifacts/{id}',
  operation: 'getArtifact',
  summary: 'What an artifact is, without what it holds',
  tag: 'artifacts',
  access: 'viewer',
  params: artifactIdParams,
  responses: { 200: { description: 'The artifact', schema: ownedArtifactSchema } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params }) {
    return { status: 200, body: ownedArtifact(await loadArtifact(deps, user, params.id), deps.artifactRetentionDays) };
  },
});
