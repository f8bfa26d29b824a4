import { WorkflowNotFoundError } from '@temporalio/client';
import { MillwrightError, publicFailure } from '../../contracts/failures.js';
import { executionWorkflowId } from '../../contracts/ids.js';
import type { Transaction } from '../../db/client.js';
import { lockExecution } from '../../db/queries/executions.js';
import { recordExecutionChange } from '../../db/queries/record.js';
import { executionParams, executionStartedSchema } from '../../schemas/execution.js';
import { noBody } from '../../schemas/requests.js';
import type { AppDeps } from '../deps.js';
import { notFound } from '../errors.js';
import { loadExecution, startedAnswer } from '../executions.js';
import type { User } from '../roles.js';
import { defineRoute } from '../route.js';
import { CALL_MS } from '../temporal.js';

export const stopExecution = defineRoute({
  method: 'post',
  path: '/execute/{id}/stop',
  operation: 'stopExecution',
  summary: 'Stop an execution; the best code so far is kept',
  tag: 'executions',
  access: 'developer',
  params: executionParams,
  body: noBody,
  responses: { 202: { description: 'It is stopping', schema: executionStartedSchema } },
  failures: ['NOT_FOUND', 'EXECUTION_ENDED'],
  async handle({ deps, user, params }) {
    const { id, round } = await loadExecution(deps, user, params.id);
    if (!(await endWaiting(deps, user, id))) {
      // What was promised is started first, so that it can end like any other.
      await deps.outbox.relayBuild(id);
      const { temporal } = deps;
      await temporal
        .withDeadline(Date.now() + CALL_MS, () => temporal.workflow.getHandle(executionWorkflowId(id, round)).cancel())
        .catch(async (error: unknown) => {
          if (!(error instanceof WorkflowNotFoundError)) throw error;
          // Its workflow is lost, so nobody else will record the end; one that ended this moment has, and then this changes nothing.
          await deps.database.orm.transaction((tx) => recordStopped(tx, { id, round }, user, 'It was stopped; its workflow was lost.'));
        });
    }
    return { status: 202, body: await startedAnswer(deps, await loadExecution(deps, user, id)) };
  },
});

/** Ends one that only waits for a person: nothing of it was ever started. False when it is at work. */
async function endWaiting(deps: AppDeps, user: User, id: string): Promise<boolean> {
  return deps.database.orm.transaction(async (tx) => {
    const row = await lockExecution(tx, user.id, id);
    if (!row) throw notFound('execution');
    if (row.endedAt !== null) throw new MillwrightError('EXECUTION_ENDED', `It has ended already: ${row.status}.`);
    if (row.waitingFor === null) return false;
    await recordStopped(tx, row, user, 'It was stopped before it began.');
    return true;
  });
}

/** The end of a round that no workflow will record, once. */
async function recordStopped(tx: Transaction, { id, round }: { id: string; round: number }, user: User, detail: string): Promise<void> {
  const failure = { ...publicFailure('STOPPED', detail), title: 'The execution was stopped' };
  await recordExecutionChange(tx, {
    executionId: id,
    key: `ended/${round}`,
    event: { kind: 'execution.ended', round, status: 'failed', attempt: 0, failure },
    patch: { status: 'failed', failure, waitingFor: null, endedAt: new Date() },
    audit: { actor: user.id, action: 'execution.stop' },
  });
}
