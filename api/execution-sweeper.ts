import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { publicFailure } from '../contracts/failures.js';
import { executionWorkflowId } from '../contracts/ids.js';
import type { Database } from '../db/client.js';
import { deleteExpiredExecutions, forgetOldDays, listOpenExecutions, promiseRound, trimLogs } from '../db/queries/executions.js';
import { recordExecutionChange } from '../db/queries/record.js';
import type { OutboxRelay } from './outbox.js';
import { Periodic } from './periodic.js';
import { workflowState } from './temporal.js';

// As often as builds are compared with Temporal.
const EVERY_MS = 30_000;
// One statement's worth; a round goes on until nothing is left.
const BATCH = 200;
// Younger ones are on their way through the outbox, or have just said something.
const MIN_AGE_SECONDS = 30;

type Open = Awaited<ReturnType<typeof listOpenExecutions>>[number];

/** Compares open executions with Temporal, and removes those past their time. Any number may run at once. */
export class ExecutionSweeper {
  #periodic: Periodic;

  constructor(private readonly options: { database: Database; temporal: Client; outbox: OutboxRelay; log: Logger }) {
    this.#periodic = new Periodic(
      EVERY_MS,
      async () => void (await this.runOnce()),
      (error) => options.log.warn({ err: error }, 'executions could not be swept; trying again'),
    );
  }

  start(): void {
    this.#periodic.start();
  }

  stop(): Promise<void> {
    return this.#periodic.stop();
  }

  /** One round: how many were removed and repaired. Throws when PostgreSQL or Temporal is away. */
  async runOnce(minAgeSeconds = MIN_AGE_SECONDS): Promise<{ expired: number; ended: number; restarted: number }> {
    const { orm } = this.options.database;
    const report = { expired: 0, ended: 0, restarted: 0 };
    for (let gone = BATCH; gone === BATCH; report.expired += gone) gone = await deleteExpiredExecutions(orm, BATCH);
    await trimLogs(orm);
    await forgetOldDays(orm);
    for (const open of await listOpenExecutions(orm, minAgeSeconds, BATCH)) {
      if (open.promise === 'open') continue;
      const state = await workflowState(this.options.temporal, executionWorkflowId(open.id, open.round));
      if (state === 'running') continue;
      // A round of which Temporal knows nothing is begun again: its attempts are rows, and no answer is bought twice.
      if (state === 'missing') report.restarted += await this.#restart(open);
      else report.ended += await this.#end(open);
    }
    return report;
  }

  async #restart(open: Open): Promise<number> {
    await promiseRound(this.options.database.orm, open);
    this.options.outbox.nudge();
    return 1;
  }

  async #end({ id, round, attempt }: Open): Promise<number> {
    const failure = publicFailure('INTERNAL', 'The workflow of this execution was closed from outside without recording its end. Retry it to go on.');
    const { seq } = await this.options.database.orm.transaction((tx) =>
      recordExecutionChange(tx, {
        executionId: id,
        key: `ended/${round}`,
        event: { kind: 'execution.ended', round, status: 'failed', attempt, failure },
        patch: { status: 'failed', failure, endedAt: new Date() },
        audit: { actor: 'reconciler', action: 'execution.end', detail: { status: 'failed' } },
      }),
    );
    return seq === null ? 0 : 1;
  }
}
