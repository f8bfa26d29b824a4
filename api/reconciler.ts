import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { publicFailure } from '../contracts/failures.js';
import type { Database } from '../db/client.js';
import { deleteExpiredAnswers } from '../db/queries/idempotency.js';
import { listOpenBuilds, lockIfOpen, type OpenBuild } from '../db/queries/open-builds.js';
import { reopenStart } from '../db/queries/outbox.js';
import { recordChange } from '../db/queries/record.js';
import type { OutboxRelay } from './outbox.js';
import { Periodic } from './periodic.js';
import { workflowState } from './temporal.js';

const EVERY_MS = 30_000;
// 200 describes are about a second of the server's time; the next round goes on behind them.
const BATCH = 200;
const PARALLEL = 4;
// Younger builds are still on their way through the outbox.
const MIN_AGE_SECONDS = 15;

export interface ReconcilerReport {
  last_run_at: string | null;
  checked: number;
  /** Builds whose start was promised again. */
  restarted: number;
  /** Builds recorded as failed because their workflow had closed without saying so. */
  ended: number;
  /** Builds at work of which Temporal knows nothing: another server, or lost data. A person must look; stopping one records its end. */
  lost: string[];
  error: string | null;
}

/** Compares open build rows with Temporal and closes every gap it can close safely; the rest it reports. */
export class Reconciler {
  readonly report: ReconcilerReport = { last_run_at: null, checked: 0, restarted: 0, ended: 0, lost: [], error: null };
  #after = '';
  #periodic: Periodic;

  constructor(private readonly options: { database: Database; temporal: Client; outbox: OutboxRelay; log: Logger }) {
    this.#periodic = new Periodic(
      EVERY_MS,
      () => this.runOnce(),
      (error) => {
        this.report.error = error instanceof Error ? error.message : String(error);
        options.log.warn({ err: error }, 'the reconciler will try again');
      },
    );
  }

  start(): void {
    this.#periodic.start();
  }

  stop(): Promise<void> {
    return this.#periodic.stop();
  }

  /** One round over the next open builds. Throws when Temporal or PostgreSQL is away. */
  async runOnce(minAgeSeconds = MIN_AGE_SECONDS): Promise<void> {
    const { orm } = this.options.database;
    if (this.#after === '') {
      await deleteExpiredAnswers(orm);
      this.report.lost = [];
    }
    const builds = await listOpenBuilds(orm, this.#after, BATCH, minAgeSeconds);
    const waiting = [...builds];
    const work = async () => {
      for (let build = waiting.shift(); build; build = waiting.shift()) await this.check(build);
    };
    await Promise.all(Array.from({ length: PARALLEL }, work));
    this.#after = builds.length === BATCH ? (builds.at(-1)?.id ?? '') : '';
    Object.assign(this.report, { last_run_at: new Date().toISOString(), error: null });
  }

  /** Repairs one build if its row and its workflow differ. */
  async check(build: OpenBuild): Promise<void> {
    this.report.checked += 1;
    if (build.start === 'open') return;
    const state = await workflowState(this.options.temporal, build.id);
    if (state === 'running') return;
    if (state === 'closed') return this.#recordEnd(build.id);
    // Its first event is the submission: nothing of it ever ran, so starting is safe.
    if (build.eventSeq <= 1) return this.#restart(build);
    this.report.lost.push(build.id);
    this.options.log.error({ build: build.id }, 'Temporal does not know this build that is at work: another server, or lost data?');
  }

  async #restart(build: OpenBuild): Promise<void> {
    const reopened = await this.options.database.orm.transaction(async (tx) => {
      // A person may have stopped it meanwhile: what has ended is not started again.
      if (!(await lockIfOpen(tx, build.id))) return false;
      await reopenStart(tx, build);
      return true;
    });
    if (!reopened) return;
    this.report.restarted += 1;
    this.options.outbox.nudge();
  }

  async #recordEnd(buildId: string): Promise<void> {
    const failure = publicFailure(
      'INTERNAL',
      'The workflow of this build was closed from outside (terminated, or failed beyond repair) without recording its end. The Temporal Web UI shows why; fork the build to go on from its plan.',
    );
    await this.options.database.orm.transaction(async (tx) => {
      if (!(await lockIfOpen(tx, buildId))) return;
      await recordChange(tx, {
        buildId,
        key: 'reconciled-end',
        event: { kind: 'build.ended', status: 'failed', failure },
        patch: { status: 'failed', failure, waitingFor: null, endedAt: new Date() },
        audit: { actor: 'reconciler', action: 'build.end', detail: { status: 'failed' } },
      });
      this.report.ended += 1;
    });
  }
}
