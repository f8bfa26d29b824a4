/** Conversations as they really run: the API, the outbox, the workflow, its activity and rows; a scripted model. Decisions go to a workflow as small as can be. */
import { createHash, randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Context } from '@temporalio/activity';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createActivities } from '../../activities/index.js';
import { noFailpoint, type Failpoint } from '../../activities/failpoint.js';
import { ActivityGuard } from '../../activities/interceptor.js';
import { oneModel } from '../../activities/llm/one-model.js';
import { createOpenAiProvider } from '../../activities/llm/openai.js';
import { createTemplateModel } from '../../activities/llm/template/index.js';
import type { LlmProvider } from '../../activities/llm/port.js';
import { ensureLocalUser } from '../../db/local-user.js';
import { homeAt } from '../../embedded/home.js';
import { Api, TOKEN, type Answer } from '../api/stack.js';
import { newBuild } from '../harness/builds.js';
import { freshDatabase, type TestDatabase } from '../harness/database.js';
import { testEngines } from '../harness/engines.js';
import { startScriptedLlm, type ScriptedLlm } from '../tools/scripted-llm/server.js';

// Dollars a million tokens: an answer costs something, so that money can be followed.
const PRICE = { promptUsdPerMillion: 1, completionUsdPerMillion: 2 };
const OTHER_TOKEN = 'token-of-somebody-else';

export class ChatStage {
  failpoint: Failpoint = noFailpoint;
  /** What the model was sent, in order. */
  readonly prompts: string[] = [];
  private closing: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly api: Api,
    readonly llm: ScriptedLlm,
  ) {}

  static async open(options: { template?: boolean } = {}): Promise<ChatStage> {
    const database = await freshDatabase();
    await ensureLocalUser(database.url, TOKEN);
    const { temporalAddress } = await testEngines();
    const root = await mkdtemp(join(tmpdir(), 'mw-chat-'));
    const surroundings = { urls: database, address: temporalAddress, home: homeAt(root) };
    const prompts: string[] = [];
    const onRequest = ({ messages }: { messages: { content?: string | null }[] }) => prompts.push(messages.map(({ content }) => content ?? '').join('\n'));
    const llm = await startScriptedLlm({ script: 'chat', chunkDelayMs: 25, onRequest });
    const stage = new ChatStage(database, await Api.start(surroundings), llm);
    Object.assign(stage, { prompts });
    quiet();
    const native = await NativeConnection.connect({ address: temporalAddress });
    const worker = await Worker.create({
      connection: native,
      taskQueue: stage.api.queues.core,
      workflowsPath: fileURLToPath(new URL('./workflows.ts', import.meta.url)),
      activities: stage.activities(options),
      interceptors: {
        activity: [(context: Context) => ({ inbound: new ActivityGuard(context, noFailpoint, { failed: () => undefined, working: () => undefined }) })],
      },
      shutdownGraceTime: 0,
      maxConcurrentWorkflowTaskPolls: 10,
    });
    const running = worker.run();
    stage.closing = [
      async () => worker.shutdown(),
      () => running,
      () => native.close(),
      () => llm.stop(),
      () => stage.api.stop(),
      () => database.drop(),
      async () => rmSync(root, { recursive: true, force: true }),
    ];
    return stage;
  }

  private activities({ template }: { template?: boolean }) {
    const provider: LlmProvider = template
      ? createTemplateModel()
      : createOpenAiProvider({ baseUrl: this.llm.baseUrl, model: 'scripted', firstByteTimeoutMs: 10_000, idleTimeoutMs: 10_000, price: PRICE });
    const deps = { db: this.database.db, models: oneModel(provider), failpoint: ((name, at) => this.failpoint(name, at)) satisfies Failpoint };
    const { answerChat, failChatAnswer } = createActivities(deps as unknown as Parameters<typeof createActivities>[0]);
    return { answerChat, failChatAnswer };
  }

  ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}, token = TOKEN): Promise<Answer> {
    return this.api.ask(method, path, { ...(body === undefined ? {} : { body }), headers, token });
  }

  /** Says something and answers the reply, once it is there. */
  async say(message: string, more: object = {}): Promise<Record<string, unknown> & { session_id: string; reply: Said; card: Card | null }> {
    const answer = await this.ask('POST', '/api/chat', { message, ...more });
    if (answer.status !== 200) throw new Error(`chat answered ${answer.status}: ${answer.text}`);
    return answer.body as never;
  }

  confirm(sessionId: string, card: Card, more: object = {}): Promise<Answer> {
    return this.ask('POST', `/api/sessions/${sessionId}/messages`, { confirm: card.id, ...more });
  }

  /** A build in the database; with `waiting` it waits for that. */
  async build(title: string, waiting: object | null = null, more: { status?: string; userId?: string } = {}): Promise<string> {
    const id = `int-code-${randomBytes(3).toString('hex')}`;
    await newBuild(this.database.db, { id, title, userId: more.userId ?? 'local', newProjectId: id.replace('int-code-', 'proj-') });
    // It runs in no workflow of its own: these are about rows.
    await this.database.sql(`update outbox set done_at = now() where build_id = $1`, [id]);
    await this.wait(id, waiting, more.status ?? 'coding');
    return id;
  }

  async wait(id: string, waiting: object | null, status: string): Promise<void> {
    await this.database.sql('update builds set waiting_for = $2, status = $3, event_seq = greatest(event_seq, 2) where id = $1', [
      id,
      waiting === null ? null : JSON.stringify({ gate: 'G2', summary: 'the plan', since: '2026-01-01T00:00:00.000Z', ...waiting }),
      status,
    ]);
  }

  /** Somebody else, with a token of their own. */
  async stranger(): Promise<string> {
    const sha256 = createHash('sha256').update(OTHER_TOKEN).digest('hex');
    await this.database.sql(`insert into users (id, name, role) values ('other', 'Other', 'admin') on conflict do nothing`);
    await this.database.sql(`insert into tokens (id, user_id, sha256) values ('other', 'other', $1) on conflict do nothing`, [sha256]);
    return OTHER_TOKEN;
  }

  async close(): Promise<void> {
    for (const close of this.closing) await close();
  }
}

let isQuiet = false;

/** Once a process. */
function quiet(): void {
  if (!isQuiet) Runtime.install({ logger: new DefaultLogger('ERROR') });
  isQuiet = true;
}

export interface Card {
  id: string;
  action: string;
  digest: string;
  subject: string;
  state: string;
  params: Record<string, unknown>;
}
export interface Said {
  id: string;
  state: string;
  text: string;
  build_id: string | null;
  answered_by: string | null;
  suggestions: string[];
  citations: { label: string; href: string; page: string }[];
  card: Card | null;
  failure: { code: string } | null;
}

/** What a build that is ready to be deployed waits for. */
export const READY = { kind: 'deploy', gate: 'G8', subject_digest: 'd'.repeat(64), summary: 'Ready to be deployed', actions: ['deploy', 'complete'] };
export const PLAN = {
  kind: 'plan',
  gate: 'G2',
  subject_digest: 'a'.repeat(64),
  summary: 'The plan of 3 tasks',
  actions: ['approve', 'reject', 'requestChanges', 'editPlan'],
};
