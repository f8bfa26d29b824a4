import { readOutput } from '../../db/queries/deployment-output.js';
import { deploymentParams, outputQuery, outputSchema } from '../../schemas/deployment-output.js';
import { loadOutput, outputLine } from '../deployment-output.js';
import { defineRoute } from '../route.js';

export const readDeploymentOutput = defineRoute({
  method: 'get',
  path: '/deployments/{id}/output',
  operation: 'getDeploymentOutput',
  summary: 'What a deployed service prints (stdout and stderr): the newest lines, or those after one',
  tag: 'reading',
  access: 'viewer',
  params: deploymentParams,
  query: outputQuery,
  responses: { 200: { description: 'Lines, oldest first. Of each deployment the last 2,000 lines or 256 KiB are kept', schema: outputSchema } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params, query }) {
    const head = await loadOutput(deps, user, params.id);
    const lines = await readOutput(deps.database.orm, head.deploymentId, { after: query.after ?? null, limit: query.limit });
    const { deploymentId, status, lastSeq, firstSeq } = head;
    return { status: 200, body: { deployment_id: deploymentId, status, last_seq: lastSeq, first_seq: firstSeq, lines: lines.map(outputLine) } };
  },
});
