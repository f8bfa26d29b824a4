import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { Logger } from 'pino';
import { deployWorkflowId, executionWorkflowId, replayWorkflowId } from '../contracts/ids.js';
import { escapeMarkdown } from '../contracts/markdown.js';
import {
  WORKFLOW,
  type BuildInput,
  type DeployInput,
  type Environment,
  type Queues,
  type RemoveProjectInput,
  type ReplayInput,
} from '../contracts/messages.js';
import { chatWorkflowId, type ChatTurnInput } from '../contracts/chat.js';
import type { ExecutionInput } from '../contracts/execution.js';
import type { WorkspaceJobInput, WorkspaceJobKind } from '../contracts/workspaces.js';
import type { Database, Transaction } from '../db/client.js';
import { claimOutbox, finishOutbox, noteOutboxError, type OutboxRow } from '../db/queries/outbox.js';
import { CALL_MS, ensureSearchAttributes, temporalIsAway } from './temporal.js';

// Another API process that died leaves its promises to this poll; our own submissions nudge.
const POLL_MS = 1_000;
// A batch and its pauses give 200 starts a second, ten times what is asked of us, and leave the CPU to submissions.
const BATCH = 20;
const BATCH_PAUSE_MS = 100;
const PARALLEL_STARTS = 5;
// While Temporal is away: soon again at first, then every few seconds.
const BACKOFF_MS = { first: 250, most: 3_000 };
// Temporal refuses longer summaries (200 bytes).
const SUMMARY_BYTES_MAX = 200;

const KEYS = {
  project: defineSearchAttributeKey('BuildProject', SearchAttributeType.KEYWORD),
  status: defineSearchAttributeKey('BuildStatus', SearchAttributeType.KEYWORD),
  user: defineSearchAttributeKey('BuildUser', SearchAttributeType.KEYWORD),
};

export interface RelayOptions {
  database: Database;
  temporal: Client;
  queues: Queues;
  log: Logger;
}

/** Keeps the promises of the outbox: starts the workflows that submissions were answered for. Any number may run. */
export class OutboxRelay {
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #stopped = true;
  #nudged = false;
  #backoffMs = 0;
  #attributesKnown = false;

  constructor(private readonly options: RelayOptions) {}

  start(): void {
    this.#stopped = false;
    this.#schedule(0);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#running;
  }

  /** Something was promised just now. */
  nudge(): void {
    if (this.#stopped || this.#backoffMs > 0) return;
    if (this.#running) this.#nudged = true;
    else this.#schedule(0);
  }

  /** Keeps the promises of one build at once. Throws when Temporal is away. */
  async relayBuild(buildId: string): Promise<void> {
    await this.#relay(buildId);
  }

  #schedule(delayMs: number): void {
    if (this.#stopped) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#running = this.#turn().then((nextMs) => {
        this.#running = null;
        this.#schedule(nextMs);
      });
    }, delayMs);
  }

  /** One batch; gives the milliseconds until the next. */
  async #turn(): Promise<number> {
    this.#nudged = false;
    try {
      const kept = await this.#relay();
      this.#backoffMs = 0;
      if (kept === BATCH) return BATCH_PAUSE_MS;
      return this.#nudged ? 0 : POLL_MS;
    } catch (error) {
      this.#backoffMs = Math.min(Math.max(BACKOFF_MS.first, this.#backoffMs * 2), BACKOFF_MS.most);
      this.options.log.warn({ err: error, retry_ms: this.#backoffMs }, 'promises wait: database or Temporal is away');
      return this.#backoffMs;
    }
  }

  async #relay(buildId?: string): Promise<number> {
    let away: unknown = null;
    const claimed = await this.options.database.orm.transaction(async (tx) => {
      const rows = await claimOutbox(tx, BATCH, buildId);
      if (rows.length > 0) away = await this.#keep(tx, rows);
      return rows.length;
    });
    if (away !== null) throw away;
    return claimed;
  }

  /** Keeps what it can; gives the error when Temporal turned out to be away (the rest then stays untouched). */
  async #keep(tx: Transaction, rows: OutboxRow[]): Promise<unknown> {
    const waiting = [...rows];
    const done: number[] = [];
    const failed: { id: number; error: unknown }[] = [];
    let away: unknown = null;
    const work = async () => {
      for (let row = waiting.shift(); row && away === null; row = waiting.shift()) {
        try {
          await this.#keepOne(row);
          done.push(row.id);
        } catch (error) {
          if (temporalIsAway(error)) away = error;
          else failed.push({ id: row.id, error });
        }
      }
    };
    await Promise.all(Array.from({ length: PARALLEL_STARTS }, work));
    await finishOutbox(tx, done);
    for (const { id, error } of failed) {
      this.options.log.error({ err: error, outbox: id }, 'a promise could not be kept; it stays open');
      await noteOutboxError(tx, id, error instanceof Error ? error.message : String(error));
    }
    return away;
  }

  async #keepOne(row: OutboxRow): Promise<void> {
    const { temporal } = this.options;
    if (!this.#attributesKnown) {
      await ensureSearchAttributes(temporal);
      this.#attributesKnown = true;
    }
    try {
      await temporal.withDeadline(Date.now() + CALL_MS, () => this.#start(row));
    } catch (error) {
      // It ran and ended already: the promise was kept before its row could be marked.
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }

  #start(row: OutboxRow): Promise<unknown> {
    if (row.kind === 'start') return this.#startBuild(row);
    if (row.kind.startsWith('execute:')) return this.#startExecution(row);
    if (row.kind.startsWith('chat:')) return this.#startAnswer(row);
    if (row.kind.startsWith('workspace:')) return this.#startWorkspaceJob(row);
    if (row.kind.startsWith('project:')) return this.#startRemoval(row);
    return row.kind.startsWith('replay:') ? this.#startReplay(row) : this.#startRollback(row);
  }

  #startExecution(row: OutboxRow): Promise<unknown> {
    const { round, user, title } = row.payload as { round: number; user: string; title: string };
    const input: ExecutionInput = { v: 1, executionId: row.buildId, round, title, queues: this.options.queues };
    return this.options.temporal.workflow.start(WORKFLOW.execution, {
      ...this.#common(executionWorkflowId(row.buildId, round), `execute: ${title}`, user),
      args: [input],
      typedSearchAttributes: [{ key: KEYS.user, value: user }],
    });
  }

  #startAnswer(row: OutboxRow): Promise<unknown> {
    const { user, title } = row.payload as { user: string; title: string };
    const messageId = row.kind.slice('chat:'.length);
    const input: ChatTurnInput = { v: 1, sessionId: row.buildId, messageId, title, queues: this.options.queues };
    return this.options.temporal.workflow.start(WORKFLOW.chat, {
      ...this.#common(chatWorkflowId(row.buildId, messageId), `answer: ${title}`, user),
      args: [input],
    });
  }

  #startWorkspaceJob(row: OutboxRow): Promise<unknown> {
    const { job: kind, user } = row.payload as { job: WorkspaceJobKind; user: string };
    const jobId = row.kind.slice('workspace:'.length);
    const input: WorkspaceJobInput = { v: 1, jobId, workspaceId: row.buildId, kind, queues: this.options.queues };
    return this.options.temporal.workflow.start(WORKFLOW.workspaceJob, { ...this.#common(jobId, `${kind} in ${row.buildId}`, user), args: [input] });
  }

  #startRemoval(row: OutboxRow): Promise<unknown> {
    const { user, name } = row.payload as { user: string; name: string };
    const input: RemoveProjectInput = { v: 1, projectId: row.buildId, queues: this.options.queues };
    const id = `${row.buildId}/remove/${row.kind.slice('project:'.length)}`;
    return this.options.temporal.workflow.start(WORKFLOW.removeProject, { ...this.#common(id, `remove the project ${name}`, user), args: [input] });
  }

  #startReplay(row: OutboxRow): Promise<unknown> {
    const { number, user } = row.payload as { number: number; user: string };
    const input: ReplayInput = { v: 1, buildId: row.buildId, number, queues: this.options.queues };
    return this.options.temporal.workflow.start(WORKFLOW.replay, {
      ...this.#common(replayWorkflowId(row.buildId, number), `replay of ${row.buildId}`, user),
      args: [input],
    });
  }

  #startBuild(row: OutboxRow): Promise<unknown> {
    const { title, user, project, description } = row.payload as { title: string; user: string; project: string; description?: string };
    const input: BuildInput = { v: 1, buildId: row.buildId, title, queues: this.options.queues };
    return this.options.temporal.workflow.start(WORKFLOW.build, {
      ...this.#common(row.buildId, title, user),
      ...(description ? { staticDetails: escapeMarkdown(description) } : {}),
      args: [input],
      typedSearchAttributes: [
        { key: KEYS.project, value: project },
        { key: KEYS.status, value: 'planning' },
        { key: KEYS.user, value: user },
      ],
    });
  }

  #startRollback(row: OutboxRow): Promise<unknown> {
    const { title, user, environment, deploymentId } = row.payload as { title: string; user: string; environment: Environment; deploymentId: string };
    const input: DeployInput & { action: 'rollback' } = {
      v: 1,
      buildId: row.buildId,
      deploymentId,
      environment,
      title,
      queues: this.options.queues,
      action: 'rollback',
    };
    const id = rollbackWorkflowId(row.buildId, row.kind);
    return this.options.temporal.workflow.start(WORKFLOW.deploy, { ...this.#common(id, `roll back ${environment}: ${title}`, user), args: [input] });
  }

  #common(workflowId: string, summary: string, user: string) {
    return {
      workflowId,
      taskQueue: this.options.queues.core,
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      staticSummary: cutBytes(summary, SUMMARY_BYTES_MAX),
      // A user with many builds does not keep the others waiting; 64 bytes is the server's limit.
      priority: { fairnessKey: cutBytes(user, 64) },
    } as const;
  }
}

/** The workflow that keeps the promise `rollback:<number>` of a build. */
export function rollbackWorkflowId(buildId: string, kind: string): string {
  return deployWorkflowId(buildId, kind.replace(':', '-'));
}

function cutBytes(text: string, max: number): string {
  const bytes = Buffer.from(text);
  return bytes.length <= max
    ? text
    : bytes
        .subarray(0, max)
        .toString()
        .replace(/\ufffd+$/, '');
}
