/** The real workflow code on a real server; only what has effects is a stub that counts its calls. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { noFailpoint } from '../../activities/failpoint.js';
import type { Activities, BuildFacts, RecordInput } from '../../activities/index.js';
import { ActivityGuard } from '../../activities/interceptor.js';
import { distFolder } from '../../config.js';
import type { DecisionName, DecisionResult, DeployInput, DeployResult, Queues, WaitingFor, WaitKind } from '../../contracts/messages.js';
import { calmActivities } from './stubs.js';

type Call = (input: never) => Promise<unknown>;
// Nothing in these tests takes longer than the retries of an activity.
const PATIENCE_MS = 30_000;

/** The bundle that the product itself runs; `node scripts/build.mjs` makes it. */
export const bundleCode = (): string => readFileSync(join(distFolder, 'workflow-bundle.js'), 'utf8');

/** One build on the stage. */
export class Play {
  readonly records: RecordInput[] = [];
  /** Names of all activities that began, `record` aside, with their inputs. */
  readonly calls: { name: string; input: Record<string, unknown> }[] = [];
  /** Ids of workflows that belong to the build and are no children of it. */
  readonly besides: string[] = [];
  private seen = 0;

  constructor(
    readonly id: string,
    readonly handle: WorkflowHandle,
    private readonly client: Client,
  ) {}

  count(name: string): number {
    return this.calls.filter((call) => call.name === name).length;
  }

  get events(): string[] {
    return this.records.map((record) => record.event.kind);
  }

  /** The next wait for a person of this kind; each is given once. */
  async waits(kind: WaitKind): Promise<WaitingFor> {
    const found = await this.until(() => {
      const at = this.records.findIndex((record, index) => index >= this.seen && record.patch?.waitingFor?.kind === kind);
      return at < 0 ? null : { at, waiting: this.records[at]?.patch?.waitingFor };
    });
    this.seen = found.at + 1;
    return found.waiting!;
  }

  /** Until the activity of this name has begun (for the n-th time). */
  async begins(name: string, times = 1): Promise<void> {
    await this.until(() => this.count(name) >= times || null);
  }

  async until<T>(look: () => T | null): Promise<T> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = look();
      if (found !== null) return found;
      if (Date.now() > deadline)
        throw new Error(`it never happened; calls: ${this.calls.map((call) => call.name).join(' ')}; events: ${this.events.join(' ')}`);
      await sleep(5);
    }
  }

  decide(name: DecisionName, details: object = {}, decisionId: string = randomBytes(16).toString('hex')): Promise<DecisionResult> {
    return this.handle.executeUpdate<DecisionResult, [object]>(name, { args: [{ decisionId, userId: 'local', ...details }], updateId: decisionId });
  }

  async approve(kind: WaitKind, details: object = {}): Promise<DecisionResult> {
    const { subject_digest: subjectDigest } = await this.waits(kind);
    return this.decide('approve', { subjectDigest, ...details });
  }

  /** Waits for the workflow's end: the recorded end of the build and Temporal's own word for it. */
  async end(): Promise<{ status: string | undefined; code: string | null; detail: string | null; temporal: string }> {
    await Promise.race([this.handle.result().catch(() => undefined), sleep(PATIENCE_MS, undefined, { ref: false })]);
    const { status: temporal } = await this.handle.describe();
    const last = this.records.find((record) => record.event.kind === 'build.ended');
    return { status: last?.patch?.status, code: last?.patch?.failure?.code ?? null, detail: last?.patch?.failure?.detail ?? null, temporal: temporal.name };
  }

  historyOf(workflowId: string, runId: string): ReturnType<WorkflowHandle['fetchHistory']> {
    return this.client.workflow.getHandle(workflowId, runId).fetchHistory();
  }

  /** Ids of this build's own and child workflows, one entry a run. */
  async executions(): Promise<{ workflowId: string; runId: string; type: string }[]> {
    const started = new Map<string, { workflowId: string; runId: string; type: string }>();
    const add = async (workflowId: string, type: string, runId?: string): Promise<void> => {
      const handle = this.client.workflow.getHandle(workflowId, runId);
      const id = runId ?? (await handle.describe()).runId;
      if (started.has(id)) return;
      started.set(id, { workflowId, runId: id, type });
      for (const event of (await handle.fetchHistory()).events ?? []) {
        const child = event.childWorkflowExecutionStartedEventAttributes;
        if (child) await add(child.workflowExecution?.workflowId ?? '', child.workflowType?.name ?? '', child.workflowExecution?.runId ?? '');
        const next = event.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
        if (next) await add(workflowId, type, next);
      }
    };
    await add(this.id, 'build');
    for (const workflowId of this.besides) await add(workflowId, 'deploy');
    return [...started.values()];
  }
}

export type Overrides = (play: Play, calm: Activities) => Partial<Activities>;

export class Stage {
  readonly plays: Play[] = [];
  private readonly casts = new Map<string, Activities>();

  private constructor(
    readonly client: Client,
    readonly queues: Queues,
    private readonly closing: (() => Promise<void>)[],
  ) {}

  static async open(temporalAddress: string): Promise<Stage> {
    installLogger();
    const queue = `test-${randomBytes(6).toString('hex')}`;
    const [connection, native] = await Promise.all([Connection.connect({ address: temporalAddress }), NativeConnection.connect({ address: temporalAddress })]);
    const stage = new Stage(new Client({ connection }), { core: queue, llm: queue, sandbox: queue, deploy: queue }, []);
    const worker = await Worker.create({
      connection: native,
      taskQueue: queue,
      workflowBundle: { code: bundleCode() },
      activities: stage.activities(),
      interceptors: {
        activity: [(context: Context) => ({ inbound: new ActivityGuard(context, noFailpoint, { failed: () => undefined, working: () => undefined }) })],
      },
      shutdownGraceTime: 0,
      stickyQueueScheduleToStartTimeout: '3s',
      maxHeartbeatThrottleInterval: '1s',
      maxConcurrentWorkflowTaskPolls: 10,
    });
    const running = worker.run();
    stage.closing.push(async () => {
      worker.shutdown();
      await running;
      await native.close();
      await connection.close();
    });
    return stage;
  }

  /** Starts a build; `overrides` replaces activities of the calm cast. */
  async start(overrides: Overrides = () => ({}), facts: Partial<BuildFacts> = {}): Promise<Play> {
    const id = `int-code-${randomBytes(5).toString('hex')}`;
    const play = new Play(id, this.client.workflow.getHandle(id), this.client);
    const calm = calmActivities(facts);
    this.casts.set(id, { ...calm, ...overrides(play, calm) });
    this.plays.push(play);
    await this.client.workflow.start('build', {
      workflowId: id,
      taskQueue: this.queues.core,
      args: [{ v: 1, buildId: id, title: 'Tasks & <b>more</b>', queues: this.queues }],
    });
    return play;
  }

  /** A person's rollback, as the outbox starts it. */
  rollBack(play: Play, deploymentId: string, number: number): Promise<DeployResult> {
    const input: DeployInput = { v: 1, buildId: play.id, deploymentId, environment: 'staging', title: 'Tasks', queues: this.queues, action: 'rollback' };
    const workflowId = `${play.id}/deploy/rollback-${number}`;
    play.besides.push(workflowId);
    return this.client.workflow.execute<(given: DeployInput) => Promise<DeployResult>>('deploy', { workflowId, taskQueue: this.queues.core, args: [input] });
  }

  async close(): Promise<void> {
    for (const { handle } of this.plays) await handle.terminate().catch(() => undefined);
    for (const close of this.closing) await close();
  }

  private activities(): Record<string, Call> {
    return Object.fromEntries(Object.keys(calmActivities()).map((name) => [name, (input) => this.perform(name, input)]));
  }

  private async perform(name: string, input: Record<string, unknown>): Promise<unknown> {
    const id = String(input['buildId'] ?? input['sessionId'] ?? input['deploymentId']).split(/\/|-(?:staging|production)-/)[0] ?? '';
    const play = this.plays.find((each) => each.id === id);
    const cast = this.casts.get(id);
    if (!play || !cast) throw new Error(`nobody plays ${id}`);
    if (name !== 'record') play.calls.push({ name, input });
    const result = await (cast[name as keyof Activities] as unknown as (given: unknown) => Promise<unknown>)(input);
    // Kept after the override had its chance to fail, as a row would be.
    if (name === 'record') keepOnce(play, input as unknown as RecordInput);
    return result;
  }
}

/** The database keeps one change a key. */
function keepOnce(play: Play, change: RecordInput): void {
  if (!play.records.some((record) => record.key === change.key)) play.records.push(change);
}

/** An activity that lasts until the build is cancelled. */
export function lastsUntilCancelled(): Promise<never> {
  return Context.current().cancelled;
}

let installed = false;
function installLogger(): void {
  if (!installed) Runtime.install({ logger: new DefaultLogger('ERROR') });
  installed = true;
}
