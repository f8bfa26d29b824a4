import { findUserArtifact } from '../../db/queries/artifacts.js';
import { findExecutionRepository, readAttemptHeads } from '../../db/queries/executions.js';
import { tierOf } from '../../db/queries/users.js';
import { executionParams, executionSchema } from '../../schemas/execution.js';
import { loadExecution, queueOf } from '../executions.js';
import { execution } from '../present-execution.js';
import { defineRoute } from '../route.js';

export const readExecution = defineRoute({
  method: 'get',
  path: '/execute/{id}',
  operation: 'getExecution',
  summary: 'Where an execution stands: attempts, code, tests, output, artifact, cost',
  tag: 'executions',
  access: 'viewer',
  params: executionParams,
  responses: { 200: { description: 'The execution', schema: executionSchema } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params }) {
    const row = await loadExecution(deps, user, params.id);
    const { orm } = deps.database;
    const [attempts, artifact, tier, queue, repository] = await Promise.all([
      readAttemptHeads(orm, row.id),
      row.artifactId === null ? null : findUserArtifact(orm, user.id, row.artifactId),
      tierOf(orm, user.id),
      queueOf(orm, row),
      findExecutionRepository(orm, row.id),
    ]);
    return { status: 200, body: execution(row, { attempts, artifact, queue, tier, repository }) };
  },
});
