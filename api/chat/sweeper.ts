import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { chatWorkflowId } from '../../contracts/chat.js';
import { publicFailure } from '../../contracts/failures.js';
import type { Database } from '../../db/client.js';
import { endMessage, listUnanswered } from '../../db/queries/chat.js';
import { Periodic } from '../periodic.js';
import { workflowState } from '../temporal.js';

const EVERY_MS = 30_000;
const BATCH = 200;
// Longer than a workflow tries (workflows/chat.ts), so only what nobody carries on is found.
const MIN_AGE_SECONDS = 360;

/** Ends answers that nobody writes any more: their workflow was closed from outside, or Temporal lost it. Any number may run. */
export class AnswerSweeper {
  #periodic: Periodic;

  constructor(private readonly options: { database: Database; temporal: Client; log: Logger }) {
    this.#periodic = new Periodic(
      EVERY_MS,
      async () => void (await this.runOnce()),
      (error) => options.log.warn({ err: error }, 'answers could not be swept; trying again'),
    );
  }

  start(): void {
    this.#periodic.start();
  }

  stop(): Promise<void> {
    return this.#periodic.stop();
  }

  /** One round: how many were ended. Throws when PostgreSQL or Temporal is away. */
  async runOnce(minAgeSeconds = MIN_AGE_SECONDS): Promise<number> {
    const { orm } = this.options.database;
    let ended = 0;
    for (const { id, sessionId, promised } of await listUnanswered(orm, minAgeSeconds, BATCH)) {
      if (promised || (await workflowState(this.options.temporal, chatWorkflowId(sessionId, id))) === 'running') continue;
      const failure = publicFailure('INTERNAL', 'The workflow that wrote this answer is lost. Ask again.');
      await orm.transaction((tx) => endMessage(tx, { sessionId, messageId: id }, { state: 'failed', text: failure.detail, answeredBy: 'rules', failure }));
      ended += 1;
    }
    return ended;
  }
}
