import { listProofs } from '../../db/queries/proofs.js';
import { proofQuery } from '../../schemas/documents.js';
import { ownedArtifactsSchema } from '../../schemas/responses.js';
import { invalid } from '../errors.js';
import { list, ownedArtifact } from '../present.js';
import { defineRoute } from '../route.js';

export const proofArtifacts = defineRoute({
  method: 'get',
  path: '/proof-artifacts',
  operation: 'listProofArtifacts',
  summary: 'What justifies the gates of your builds: reports, coverage, SARIF, logs, screenshots; newest first',
  tag: 'artifacts',
  access: 'viewer',
  query: proofQuery,
  responses: { 200: { description: 'A page of them; each can be downloaded', schema: ownedArtifactsSchema } },
  async handle({ deps, user, query }) {
    const { gateId, projectId, buildId, ...page } = query;
    const [, build, gate, generation] = /^(?:(int-code-[0-9a-z]+)\/)?(G\d)(?:\/(\d+))?$/.exec(gateId ?? '') ?? [];
    if (build !== undefined && buildId !== undefined && build !== buildId) throw invalid('/query/buildId', 'is not the build that gateId names');
    const found = await listProofs(deps.database.orm, user.id, {
      ...page,
      gate,
      projectId,
      buildId: build ?? buildId,
      generation: generation === undefined ? undefined : Number(generation),
    });
    return { status: 200, body: list('artifacts', query, found, (row) => ownedArtifact(row, deps.artifactRetentionDays)) };
  },
});
