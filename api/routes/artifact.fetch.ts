import { artifactIdParams } from '../../schemas/requests.js';
import { loadArtifact } from '../artifacts.js';
import { defineRoute } from '../route.js';
import { sendArtifact } from '../send-artifact.js';

export const fetchArtifact = defineRoute({
  method: 'get',
  path: '/artifacts/{id}/download',
  summary: 'The content of an artifact; a `Range` of bytes may be asked for',
  tag: 'artifacts',
  access: 'viewer',
  params: artifactIdParams,
  responses: {
    200: { description: 'The bytes, as an attachment', contentType: '*/*' },
    206: { description: 'The range that was asked for', contentType: '*/*' },
    416: { description: 'There is no such range' },
  },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params, request, response }) {
    await sendArtifact(deps, request, response, await loadArtifact(deps, user, params.id));
    return null;
  },
});
