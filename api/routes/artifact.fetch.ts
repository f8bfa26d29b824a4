import { artifactIdParams } from '../../schemas/requests.js';
import { loadArtifact } from '../artifacts.js';
import { defineRoute } from '../route.js';
import { ATTACHMENT, sendArtifact } from '../send-artifact.js';

export const fetchArtifact = defineRoute({
  method: 'get',
  path: '/artifacts/{id}/download',
  operation: 'downloadArtifact',
  summary: 'The content of an artifact; a `Range` of bytes may be asked for',
  tag: 'artifacts',
  access: 'viewer',
  params: artifactIdParams,
  responses: ATTACHMENT,
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params, request, response }) {
    await sendArtifact(deps, request, response, await loadArtifact(deps, user, params.id));
    return null;
  },
});
