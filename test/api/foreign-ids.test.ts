/** Two people of one installation, both admins: every route asked by the one with the other's ids. A new route is asked by itself. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Route } from '../../api/route.js';
import { ROUTES } from '../../api/routes/index.js';
import { planSchema } from '../../schemas/plan.js';
import type { TestDatabase } from '../harness/database.js';
import { apiAlone } from './alone.js';
import { type Api, TOKEN } from './stack.js';

const EVE = 'token-of-eve';
const DOCUMENT = `doc-${'a'.repeat(20)}`;

/** Everything of one person that has an id. */
interface Belongings {
  build: string;
  project: string;
  artifact: string;
  upload: string;
  document: string;
  deployment: string;
  execution: string;
  workspace: string;
  job: string;
  chat: string;
  card: string;
  webhook: string;
  browser: string;
  error: string;
  notification: number;
}

let database: TestDatabase;
let close: () => Promise<void>;
let api: Api;
let mine: Belongings;
let eves: Belongings;

beforeAll(async () => {
  ({ database, api, close } = await apiAlone());
  await database.sql(`insert into users (id, name, role) values ('eve', 'Eve', 'admin')`);
  await database.sql(`insert into tokens (id, user_id, sha256) values ('eve', 'eve', $1)`, [createHash('sha256').update(EVE).digest('hex')]);
  mine = await belongingsOf(TOKEN, 'local', DOCUMENT);
  eves = await belongingsOf(EVE, 'eve', `doc-${'e'.repeat(20)}`);
});
afterAll(() => close());

async function made(token: string, path: string, body: object, id = 'id'): Promise<string> {
  const answer = await api.ask('POST', path, { token, body });
  if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
  return String(answer.body[id]);
}

async function belongingsOf(token: string, user: string, document: string): Promise<Belongings> {
  const build = await made(token, '/coding_agent/create', { description: `a REST API for ${user}` });
  const project = build.replace('int-code-', 'proj-');
  const [artifact, upload] = [`art-${user}0build`, `art-${user}0upload`];
  const about = [`secret of ${user}`, 'text/plain', 6, 'a'.repeat(64), `secret of ${user}`];
  const columns = 'id, name, media_type, bytes, sha256, content';
  await database.sql(`insert into artifacts (${columns}, build_id, gate) values ($1, $2, $3, $4, $5, $6, $7, 'G6')`, [artifact, ...about, build]);
  await database.sql(`insert into artifacts (${columns}, user_id) values ($1, $2, $3, $4, $5, $6, $7)`, [upload, ...about, user]);
  await database.sql(
    `insert into documents (id, project_id, build_id, kind, name, title, version, key, author, media_type, bytes, sha256, content)
     values ($1, $2, $3, 'prd', 'prd.md', 'PRD', 1, 'k', 'millwright', 'text/markdown', 6, $4, $5)`,
    [document, project, build, 'a'.repeat(64), `secret of ${user}`],
  );
  const deployment = `${build}-staging-1`;
  await database.sql(`insert into deployments (id, build_id, project_id, environment, generation, status) values ($1, $2, $3, 'staging', 1, 'superseded')`, [
    deployment,
    build,
    project,
  ]);
  await database.sql(`insert into deployment_outputs (deployment_id, container_id, read_at, read_nth, last_seq) values ($1, 'c', '', 1, 1)`, [deployment]);
  await database.sql(`insert into deployment_output_lines (deployment_id, seq, at, source, text) values ($1, 1, now(), 'stdout', $2)`, [
    deployment,
    `secret of ${user}`,
  ]);
  const [error] = await database.sql<{ id: string }>(
    `insert into journal (build_id, key, kind, owner, text) values ($1, 'e', 'error', 'millwright', $2) returning id`,
    [build, `secret of ${user}`],
  );
  const [notification] = await database.sql<{ id: string }>(
    `insert into notifications (user_id, kind, title, text, data) values ($1, 'build_ended', 't', $2, '{}') returning id`,
    [user, `secret of ${user}`],
  );
  const execution = await made(token, '/execute', { prompt: `a function for ${user}`, language: 'python' }, 'execution_id');
  const workspace = `ws-${user}`;
  await database.sql(
    `insert into workspaces (id, user_id, project_id, name, template, language, head, status) values ($1, $2, $3, 'w', 'python', 'python', $4, 'ready')`,
    [workspace, user, project, 'a'.repeat(40)],
  );
  const job = `wsj-${user}`;
  await database.sql(`insert into workspace_jobs (id, workspace_id, kind, input, state, ended_at) values ($1, $2, 'write', '{}', 'done', now())`, [
    job,
    workspace,
  ]);
  const chat = await made(token, '/sessions', { title: `secret of ${user}` });
  const card = await cardOf(token, chat);
  const webhook = await made(token, '/webhooks', { url: 'https://example.org/hook' });
  const browser = await made(token, '/auth/session', { token });
  return {
    build,
    project,
    artifact,
    upload,
    document,
    deployment,
    execution,
    workspace,
    job,
    chat,
    card,
    webhook,
    browser,
    error: String(error?.id),
    notification: Number(notification?.id),
  };
}

async function cardOf(token: string, chat: string): Promise<string> {
  const said = await api.ask('POST', `/sessions/${chat}/messages`, { token, body: { text: 'build me a REST API for notes' } });
  return (said.body['card'] as unknown as { id: string }).id;
}

/** Whose id a path's parameter is, by the beginning of the path. */
const OWNERS: readonly [RegExp, (of: Belongings) => Record<string, string>][] = [
  [/^\/coding_agent\//, ({ build, artifact }) => ({ id: build, artifactId: artifact, step: '1' })],
  [/^\/artifacts\//, ({ upload }) => ({ id: upload })],
  [/^\/projects\//, ({ project, document }) => ({ id: project, documentId: document })],
  [/^\/deployments\//, ({ deployment }) => ({ id: deployment })],
  [/^\/execute\//, ({ execution }) => ({ id: execution })],
  [/^\/code-generation\/workspaces\//, ({ workspace, job }) => ({ id: workspace, job })],
  [/^\/sessions\//, ({ chat }) => ({ id: chat })],
  [/^\/webhooks\//, ({ webhook }) => ({ id: webhook })],
  [/^\/auth\/sessions\//, ({ browser }) => ({ id: browser })],
  [/^\/error-history\//, ({ error }) => ({ id: error })],
];

/** Bodies that fit, by the names of operations; `{}` fits the others. A refusal of the body would hide what is asked here. */
const BODIES: Record<string, () => object> = {
  rejectBuild: () => ({ reason: 'no' }),
  deployBuild: () => ({ environment: 'staging' }),
  rollBackBuild: () => ({ environment: 'staging' }),
  requestReview: () => ({ question: 'why?' }),
  answerBuild: () => ({ answer: 'yes' }),
  giveGuidance: () => ({ text: 'go' }),
  requestChanges: () => ({ text: 'other' }),
  raiseBudget: () => ({ budget_usd: 100 }),
  changeModel: () => ({ model: null }),
  editPlan: () => planSchema.parse({ title: 'T', summary: 's', tasks: [{ id: 't1', goal: 'write it' }] }),
  writeWorkspaceFiles: () => ({ files: [{ path: 'a.txt', content: 'x' }] }),
  putWorkspaceFiles: () => ({ files: [{ path: 'a.txt', content: 'x' }] }),
  commitWorkspace: () => ({ message: 'x' }),
  changeSession: () => ({ title: 'taken' }),
  postMessage: () => ({ text: 'help' }),
  changeWebhook: () => ({ active: false }),
  resolveError: () => ({ resolved: true }),
};

function addressOf(route: Route, of: Belongings): string {
  const ids = OWNERS.find(([path]) => path.test(route.path))?.[1](of) ?? {};
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(ids[name] ?? `no ${name}`));
  return route.operation === 'compareBuilds' ? `${path}?with=${eves.build}` : path;
}

const ask = (route: Route, token: string, of: Belongings) =>
  api.ask(route.method.toUpperCase(), addressOf(route, of), { token, ...(route.body ? { body: BODIES[route.operation]?.() ?? {} } : {}) });

const GUARDED = ROUTES.filter(({ path, access }) => path.includes('{') && access !== 'open');
const NO_STREAM = (route: Route) => !Object.values(route.responses).some(({ contentType }) => contentType === 'text/event-stream');
const TABLES = [
  'builds',
  'projects',
  'artifacts',
  'documents',
  'deployment_output_lines',
  'executions',
  'workspaces',
  'workspace_jobs',
  'chat_sessions',
  'chat_messages',
  'chat_cards',
  'webhooks',
  'webhook_deliveries',
  'web_sessions',
  'previews',
  'journal',
  'events',
  'outbox',
  'notifications',
  'audit_log',
  'plan_versions',
  'guidance',
];

/** Everything that is stored, as one line a table. */
async function everything(): Promise<Record<string, string>> {
  const lines: Record<string, string> = {};
  for (const table of TABLES) {
    const [row] = await database.sql<{ all: string | null }>(`select string_agg(md5(t::text), ' ' order by t::text) as all from ${table} t`);
    lines[table] = row?.all ?? '';
  }
  return lines;
}

describe("another person's ids", () => {
  it('are nothing that is there, on every route that takes one, and nothing changes', async () => {
    const before = await everything();
    const answers: [string, number, string][] = [];
    for (const route of GUARDED) {
      const { status, text } = await ask(route, EVE, mine);
      answers.push([`${route.method} ${route.path}`, status, text.includes('secret of local') ? 'told' : '']);
    }
    expect(answers).toEqual(GUARDED.map(({ method, path }) => [`${method} ${path}`, 404, '']));
    expect(await everything()).toEqual(before);
    // The same ids are there for their owner: it was not the address that was wrong.
    const reading = GUARDED.filter((route) => route.method === 'get' && NO_STREAM(route));
    const found = [];
    for (const route of reading) found.push([route.path, (await ask(route, TOKEN, mine)).status]);
    expect(found.filter(([, status]) => status === 200).length).toBeGreaterThan(20);
  });

  it("are none below one's own either", async () => {
    for (const path of [
      `/coding_agent/${eves.build}/artifacts/${mine.artifact}`,
      `/coding_agent/${eves.build}/compare?with=${mine.build}`,
      `/projects/${eves.project}/documents/${mine.document}`,
      `/projects/${eves.project}/documents/${mine.document}/download`,
      `/code-generation/workspaces/${eves.workspace}/jobs/${mine.job}`,
    ])
      expect([path, (await api.ask('GET', path, { token: EVE })).status]).toEqual([path, 404]);
    for (const body of [{ confirm: mine.card }, { dismiss: mine.card }])
      expect((await api.ask('POST', `/sessions/${eves.chat}/messages`, { token: EVE, body })).status).toBe(404);
  });

  it('are taken by no body', async () => {
    const before = await everything();
    const said: [string, object][] = [
      ['/coding_agent/create', { description: 'more', project_id: mine.project }],
      ['/coding_agent/create', { description: 'more', artifacts: { artifact_ids: [mine.upload] } }],
      ['/coding_agent/create', { description: 'more', artifacts: { datasets: [mine.artifact] } }],
      ['/agents/execute', { projectId: mine.project, agentType: 'qa-engineer', userPrompt: 'test it' }],
      ['/execute', { prompt: 'a function', context_artifacts: [mine.upload] }],
      ['/code-generation/workspaces', { template: 'python', project_id: mine.project }],
      ['/sessions', { build_id: mine.build }],
      ['/chat', { message: 'help', session_id: mine.chat }],
      ['/chat', { message: 'help', build_id: mine.build }],
      ['/chat', { message: 'help', artifact_ids: [mine.upload] }],
      [`/sessions/${eves.chat}/messages`, { text: 'help', build_id: mine.build }],
      [`/artifacts/${mine.upload}/preview`, {}],
    ];
    for (const [path, body] of said)
      expect([path, body, [404, 422].includes((await api.ask('POST', path, { token: EVE, body })).status)]).toEqual([path, body, true]);
    expect((await api.ask('PATCH', `/sessions/${eves.chat}`, { token: EVE, body: { build_id: mine.build } })).status).toBe(404);
    // A conversation that a message would have begun is there and empty; nothing of it is the other's.
    const { chat_sessions: _begun, ...after } = await everything();
    const { chat_sessions: _before, ...rest } = before;
    expect(after).toEqual(rest);
  });

  it('are marked by nobody else', async () => {
    await api.ask('POST', '/notifications/read', { token: EVE, body: { ids: [mine.notification] } });
    await api.ask('POST', '/notifications/read', { token: EVE, body: { up_to: Number.MAX_SAFE_INTEGER } });
    expect((await api.ask('GET', '/notifications?status=unread')).text).toContain('secret of local');
  });

  it('stand in no list, not even where one asks for them', async () => {
    const lists = ROUTES.filter((route) => route.method === 'get' && route.access !== 'open' && !route.path.includes('{') && NO_STREAM(route)).map(
      ({ path }) => path,
    );
    const asked = [
      `/artifacts?build_id=${mine.build}`,
      `/error-history?projectId=${mine.project}`,
      `/error-history?buildId=${mine.build}`,
      `/proof-artifacts?buildId=${mine.build}`,
      `/proof-artifacts?projectId=${mine.project}`,
      `/proof-artifacts?gateId=${mine.build}/G6`,
    ];
    const { error: _error, notification: _notification, ...ids } = mine;
    for (const path of [...lists, ...asked]) {
      const { status, text } = await api.ask('GET', path, { token: EVE });
      const told = [...Object.values(ids), 'secret of local'].filter((id) => text.includes(id));
      expect([path, status, told]).toEqual([path, 200, []]);
    }
    expect(lists.length).toBeGreaterThan(15);
  });

  it('of what a conversation could mean are not guessed at', async () => {
    for (const message of [
      `how far is ${mine.build}`,
      `deploy ${mine.build} to staging`,
      `stop ${mine.build}`,
      `tell ${mine.build} to use sqlite`,
      'list my builds',
    ]) {
      const answer = await api.ask('POST', `/sessions/${eves.chat}/messages`, { token: EVE, body: { text: message } });
      expect(answer.text).not.toContain('REST API for local');
      expect((answer.body['card'] as unknown as { build_id?: string } | null)?.build_id ?? null).not.toBe(mine.build);
    }
  });
});
