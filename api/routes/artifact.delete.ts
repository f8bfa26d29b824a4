import { MillwrightError } from '../../contracts/failures.js';
import { deleteArtifact, isNeeded } from '../../db/queries/artifacts.js';
import { artifactIdParams } from '../../schemas/requests.js';
import { loadArtifact } from '../artifacts.js';
import { defineRoute } from '../route.js';

export const removeArtifact = defineRoute({
  method: 'delete',
  path: '/artifacts/{id}',
  operation: 'deleteArtifact',
  summary: 'Delete an artifact for good; the proof of a gate stays as long as its build is at work',
  tag: 'artifacts',
  access: 'developer',
  params: artifactIdParams,
  responses: { 204: { description: 'It is gone' } },
  failures: ['NOT_FOUND', 'ARTIFACT_IN_USE'],
  async handle({ deps, user, params, response }) {
    const { orm } = deps.database;
    const found = await loadArtifact(deps, user, params.id);
    if (found.gate !== null && found.buildEndedAt === null)
      throw new MillwrightError(
        'ARTIFACT_IN_USE',
        `It is the proof of ${found.gate} of ${found.buildId}, which is still at work. Delete it when the build has ended.`,
      );
    if (await isNeeded(orm, found.id))
      throw new MillwrightError('ARTIFACT_IN_USE', 'A build that is at work was given it. Delete it when that build has ended.');
    // The row first: without it nobody finds the blob, and what a crash leaves, the sweeper removes.
    await deleteArtifact(orm, found.id);
    if (found.content === null) await deps.blobs.delete(found.id);
    response.status(204).end();
    return null;
  },
});
