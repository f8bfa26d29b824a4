/** Executions as they really run: the outbox, the workflow, its activities and rows; a scripted model; checks that only look at the files. */
import { randomBytes } from 'node:crypto';
import type { Context } from '@temporalio/activity';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { eq } from 'drizzle-orm';
import { pino } from 'pino';
import { createActivities } from '../../activities/index.js';
import { ActivityGuard } from '../../activities/interceptor.js';
import { noFailpoint, type Failpoint } from '../../activities/failpoint.js';
import type { CheckReport } from '../../activities/checks/port.js';
import type { Checks, ChecksRequest } from '../../activities/checks/run-checks.js';
import { oneModel } from '../../activities/llm/one-model.js';
import { createOpenAiProvider } from '../../activities/llm/openai.js';
import { createTemplateModel } from '../../activities/llm/template/index.js';
import { limitedChecks } from '../../activities/queue/limited.js';
import { rememberedOwners } from '../../activities/queue/owners.js';
import type { ImageSpec } from '../../activities/sandbox/image-spec.js';
import type { Turnstile } from '../../activities/sandbox/turnstile.js';
import { OutboxRelay } from '../../api/outbox.js';
import { executionIdFrom, executionWorkflowId } from '../../contracts/ids.js';
import { insertExecution, promiseRound, readAttempts, type AttemptRow, type ExecutionRow, type NewExecution } from '../../db/queries/executions.js';
import { recordExecutionChange } from '../../db/queries/record.js';
import { readEvents, type EventRow } from '../../db/queries/events.js';
import { executions } from '../../db/schema/index.js';
import { AgentStage, report } from '../agent/stage.js';
import { noRepositories } from '../repos/no-fetcher.js';
import { testEngines } from '../harness/engines.js';
import { startScriptedLlm, type ScriptedLlm } from '../tools/scripted-llm/server.js';
import { bundleCode } from '../workflows/stage.js';

/** Dollars a million tokens: a call of the script costs something, so that money can be followed. */
const PRICE = { promptUsdPerMillion: 1, completionUsdPerMillion: 2 };

type Deps = Parameters<typeof createActivities>[0];

interface StageOptions {
  template?: boolean;
  deps?: Partial<Deps>;
  /** Of the worker, as Temporal counts them. */
  activitiesAtOnce?: number;
  /** Where checks wait for a sandbox; they do not otherwise. */
  turnstile?: Turnstile;
}

export class ExecutionStage {
  readonly agents!: AgentStage;
  readonly llm!: ScriptedLlm;
  readonly client!: Client;
  failpoint: Failpoint = noFailpoint;
  /** What the model was sent, in order. */
  readonly prompts: string[] = [];
  /** What the checks were asked, in order. */
  readonly checked: ChecksRequest[] = [];
  onChecks: (request: ChecksRequest) => Promise<void> = () => Promise.resolve();
  private relay!: OutboxRelay;
  private closing: (() => Promise<unknown>)[] = [];

  static async open(options: StageOptions = {}): Promise<ExecutionStage> {
    const stage = new ExecutionStage();
    const onRequest = ({ messages }: { messages: { content?: string | null }[] }) =>
      stage.prompts.push(messages.map(({ content }) => content ?? '').join('\n'));
    Object.assign(stage, { agents: await AgentStage.open(), llm: await startScriptedLlm({ script: 'execute', onRequest }) });
    const { temporalAddress } = await testEngines();
    const queue = `test-${randomBytes(6).toString('hex')}`;
    const queues = { core: queue, llm: queue, sandbox: queue, deploy: queue };
    installLogger();
    const [connection, native] = await Promise.all([Connection.connect({ address: temporalAddress }), NativeConnection.connect({ address: temporalAddress })]);
    Object.assign(stage, { client: new Client({ connection }) });
    stage.relay = new OutboxRelay({ database: stage.agents.database.db, temporal: stage.client, queues, log: pino({ level: 'silent' }) });
    const worker = await Worker.create({
      connection: native,
      taskQueue: queue,
      workflowBundle: { code: bundleCode() },
      activities: createActivities(stage.deps(options)),
      interceptors: {
        activity: [
          (context: Context) => ({
            inbound: new ActivityGuard(context, (name, at) => stage.failpoint(name, at), { failed: () => undefined, working: () => undefined }),
          }),
        ],
      },
      shutdownGraceTime: 0,
      maxHeartbeatThrottleInterval: '1s',
      maxConcurrentWorkflowTaskPolls: 10,
      maxConcurrentActivityTaskExecutions: options.activitiesAtOnce ?? 100,
    });
    const running = worker.run();
    stage.closing = [
      async () => worker.shutdown(),
      () => running,
      () => native.close(),
      () => connection.close(),
      () => stage.llm.stop(),
      () => stage.agents.close(),
    ];
    return stage;
  }

  private deps({ template, deps, turnstile }: StageOptions): Deps {
    const provider = template
      ? createTemplateModel()
      : createOpenAiProvider({ baseUrl: this.llm.baseUrl, model: 'scripted', firstByteTimeoutMs: 10_000, idleTimeoutMs: 10_000, price: PRICE });
    const images = new Map(['node', 'python'].map((language) => [language, imageOf(language)]));
    const looking: Checks = {
      run: async (request) => {
        this.checked.push(request);
        await this.onChecks(request);
        return judged(request);
      },
    };
    const checks = deps?.checks ?? looking;
    return {
      ...this.agents.deps(),
      models: oneModel(provider),
      // Crossed by the first call of a user.
      budgets: { monthlyUsd: 1_000, alertUsd: 0.000001 },
      repositories: { ...noRepositories, images },
      failpoint: ((name, at) => this.failpoint(name, at)) satisfies Failpoint,
      ...deps,
      checks: turnstile ? limitedChecks(checks, turnstile, rememberedOwners(this.db)) : checks,
    } as unknown as Deps;
  }

  get db() {
    return this.agents.database.db;
  }

  /** Stores and starts one, as the API does; answers its id. */
  async start(prompt: string, over: Partial<NewExecution> = {}): Promise<string> {
    const id = await this.store(prompt, over);
    await this.relay.relayBuild(id);
    return id;
  }

  /** Keeps the promises of all that were stored. */
  async relayAll(ids: string[]): Promise<void> {
    for (const id of ids) await this.relay.relayBuild(id);
  }

  /** Stores one and starts nothing. */
  async store(prompt: string, over: Partial<NewExecution> = {}): Promise<string> {
    const id = executionIdFrom(randomBytes(12));
    const draft: NewExecution = {
      id,
      userId: 'local',
      prompt,
      context: [],
      language: 'python',
      languageSource: 'words',
      outputPreference: 'snippet',
      llmPreference: 'balanced',
      maxAttempts: 5,
      timeoutSeconds: 60,
      askedSha256: id,
      budgetUsd: 1,
      ...over,
    };
    await this.db.orm.transaction((tx) => insertExecution(tx, draft));
    return id;
  }

  /** Begins another round of one that has ended, as the API does. */
  async retry(id: string, patch: Parameters<typeof recordExecutionChange>[1]['patch'] = {}): Promise<void> {
    const { row } = await this.look(id);
    const round = row.round + 1;
    await this.db.orm.transaction(async (tx) => {
      const event = { kind: 'execution.queued', round, language: row.language, output_preference: row.outputPreference } as const;
      await recordExecutionChange(tx, {
        executionId: id,
        key: `queued/${round}`,
        event,
        patch: { round, attempt: 0, status: 'pending', endedAt: null, ...patch },
      });
      await promiseRound(tx, { ...row, round });
    });
    await this.relay.relayBuild(id);
  }

  /** Until its workflow has ended. */
  async ended(id: string, round = 1): Promise<{ row: ExecutionRow; attempts: AttemptRow[]; events: EventRow[] }> {
    await this.client.workflow
      .getHandle(executionWorkflowId(id, round))
      .result()
      .catch(() => undefined);
    return this.look(id);
  }

  async look(id: string): Promise<{ row: ExecutionRow; attempts: AttemptRow[]; events: EventRow[] }> {
    const [row] = await this.db.orm.select().from(executions).where(eq(executions.id, id));
    if (!row) throw new Error(`there is no ${id}`);
    return { row, attempts: await readAttempts(this.db.orm, id), events: await readEvents(this.db.pool, id, 0, 500) };
  }

  async close(): Promise<void> {
    for (const close of this.closing) await close();
  }
}

function imageOf(language: string): ImageSpec {
  const test = { name: 'test', command: 'run the tests', required: true, report: { format: 'junit' as const }, timeoutSeconds: 60 };
  return { language, aliases: [], detect: [], checks: [test] } as unknown as ImageSpec;
}

/** What the tests of the scripted calculator say about its files. */
function judged({ files }: ChecksRequest): CheckReport {
  const code = files.find(({ path }) => /calculator\.(py|ts)$/.test(path) && !path.includes('test'))?.content.toString() ?? '';
  const check = { name: 'test', required: true, durationMs: 1, output: 'what pytest said' };
  const names = ['test_add', 'test_subtract'];
  if (!code.includes('subtract')) {
    const findings = [{ file: 'calculator.py', line: 1, rule: 'test-failed', message: 'SyntaxError: invalid syntax' }];
    return report({
      verdict: 'failed',
      summary: '1 of 1 tests failed',
      checks: [{ ...check, outcome: 'failed', findings }],
      tests: { total: 1, failed: 1, skipped: 0, names },
    });
  }
  if (!code.includes('a + b', code.indexOf('subtract')))
    return report({ summary: '2 tests passed', checks: [{ ...check, outcome: 'passed', findings: [] }], tests: { total: 2, failed: 0, skipped: 0, names } });
  const findings = [{ file: 'tests/test_calculator.py', line: 9, rule: 'test-failed', message: 'test_subtract: assert 8 == 2' }];
  return report({
    verdict: 'failed',
    summary: '1 of 2 tests failed',
    checks: [{ ...check, outcome: 'failed', findings }],
    tests: { total: 2, failed: 1, skipped: 0, names },
  });
}

let installed = false;
function installLogger(): void {
  if (!installed) Runtime.install({ logger: new DefaultLogger('ERROR') });
  installed = true;
}
