import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../config.js';
import { keepArtifact } from '../../activities/build/artifacts.js';
import { digestOf } from '../../db/canonical-json.js';
import { planSchema } from '../../schemas/plan.js';
import { rawZip } from '../harness/raw-zip.js';
import { projectRows } from './project-rows.js';
import { chatRows } from '../chat/bad-rows.js';
import { workspaceRows } from '../workspaces/bad-rows.js';
import { eventually } from '../embedded/workshop.js';
import { Browser } from './browser.js';
import { Api, Engines, type Answer } from './stack.js';
import { startStubWorker } from './stub-worker.js';

const CREATE = '/api/coding_agent/create';
const DIGEST = 'a'.repeat(64);
const INTENT = { description: 'a REST API for tasks' };
const TASK = { id: 't1', goal: 'write it' };

let engines: Engines;
let api: Api;
let stopWorker: () => Promise<void>;
let build: string;
let ended: string;
let foreign: string;

beforeAll(async () => {
  engines = await Engines.start({ temporal: true });
  api = await Api.start(engines);
  stopWorker = await startStubWorker(engines.address, api.queues.core);
  build = await api.create();
  ended = await api.create();
  await engines.sql(`update builds set status = 'stopped', ended_at = now() where id = $1`, [ended]);
  await addUser('eve', 'admin', 'eve-token');
  await addUser('victor', 'viewer', 'viewer-token');
  await addUser('dora', 'developer', 'developer-token');
  await addUser('anna', 'approver', 'approver-token');
  foreign = String((await api.ask('POST', CREATE, { body: INTENT, token: 'eve-token' })).body['id']);
});
afterAll(async () => {
  await stopWorker();
  await api.stop();
  await engines.stop();
});

async function addUser(id: string, role: string, token: string, more = ''): Promise<void> {
  await engines.sql('insert into users (id, name, role) values ($1, $1, $2) on conflict do nothing', [id, role]);
  const sha256 = createHash('sha256').update(token).digest('hex');
  await engines.sql(
    `insert into tokens (id, user_id, sha256 ${more ? `, ${more.split('=')[0]}` : ''}) values ($1, $2, $3 ${more ? `, ${more.split('=')[1]}` : ''})`,
    [token, id, sha256],
  );
}

async function waitFor(id: string, kind: string): Promise<void> {
  const waiting = { kind, gate: 'G2', subject_digest: DIGEST, summary: 'the plan', since: new Date().toISOString(), actions: [] };
  await engines.sql(`update builds set waiting_for = $2, status = 'awaiting_review' where id = $1`, [id, JSON.stringify(waiting)]);
}

/** A build of its own, for the rest of the rows has no plan. */
async function editBegun(): Promise<Answer> {
  const id = await api.create();
  const plan = planSchema.parse({ title: 'x', tasks: [TASK] });
  await engines.sql(`insert into plan_versions (build_id, version, digest, plan, author, key) values ($1, 1, $2, $3, 'me', 'plan')`, [
    id,
    DIGEST,
    JSON.stringify(plan),
  ]);
  await engines.sql(
    `insert into tasks (build_id, task_id, ordinal, goal, role, files, depends_on, status) values ($1, 't1', 0, 'g', 'r', '[]', '[]', 'done')`,
    [id],
  );
  await engines.sql(`update builds set plan_version = 1, plan_digest = $2 where id = $1`, [id, DIGEST]);
  return api.ask('PUT', `/api/coding_agent/${id}/plan`, { body: { ...plan, tasks: [{ ...plan.tasks[0], goal: 'write another' }] } });
}

const UPLOAD = '/api/artifacts/upload';
const EDGE = '--edge';
const part = (content: Buffer | string) =>
  `${EDGE}\r\ncontent-disposition: form-data; name="file"; filename="notes.md"\r\n\r\n${Buffer.from(content).toString('latin1')}\r\n`;
const sendForm = (form: string, token?: string) =>
  api.ask('POST', UPLOAD, { raw: Buffer.from(form, 'latin1'), headers: { 'content-type': 'multipart/form-data; boundary=edge' }, ...(token ? { token } : {}) });
const upload = (content: Buffer | string, token?: string) => sendForm(`${part(content)}${EDGE}--\r\n`, token);
const uploaded = async (content: string, token: string) => String((await upload(content, token)).body['id']);

/** A build that waits for `kind`, row and workflow alike. */
async function waiting(kind: string): Promise<string> {
  const id = await api.create();
  await eventually(() =>
    api.app.deps.temporal.workflow
      .getHandle(id)
      .signal('nowWaits', DIGEST)
      .then(
        () => true,
        () => false,
      ),
  );
  await waitFor(id, kind);
  return id;
}

const create = (body: unknown, headers?: Record<string, string>) => api.ask('POST', CREATE, { body, ...(headers ? { headers } : {}) });
const raw = (text: string | Buffer, headers?: Record<string, string>) => api.ask('POST', CREATE, { raw: text, ...(headers ? { headers } : {}) });
const get = (path: string, token?: string | null) => api.ask('GET', path, token === undefined ? {} : { token });
const act = (id: string, action: string, body: unknown = {}) => api.ask('POST', `/api/coding_agent/${id}/${action}`, { body });

const run = (body: object, token?: string) => api.ask('POST', '/api/execute', { body: { prompt: 'add, in Python', ...body }, ...(token ? { token } : {}) });
const runId = async (token?: string) => String((await run({ confirm_language: true }, token)).body['execution_id']);
async function runOverQuota(): Promise<Answer> {
  await engines.sql(`insert into execution_days (user_id, day, used) values ('dora', $1, 100)`, [new Date().toISOString().slice(0, 10)]);
  return run({}, 'developer-token');
}
async function stopEnded(): Promise<Answer> {
  const stop = `/api/execute/${await runId()}/stop`;
  await api.ask('POST', stop, { body: {} });
  return api.ask('POST', stop, { body: {} });
}

/** Sends a path as it stands: fetch would tidy it up. */
function getRaw(path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const url = new URL(api.url);
    const request = httpRequest({ host: url.hostname, port: url.port, path, headers: { authorization: `Bearer local-token-of-the-tests` } }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk)));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: new Headers(), text, body: JSON.parse(text) as Answer['body'] }));
    });
    request.on('error', reject);
    request.end();
  });
}

const ROWS: Record<string, () => Promise<Answer>> = {
  'body-malformed': () => raw('{"description": '),
  'body-not-utf8': () => raw(Buffer.from([0x22, 0xff, 0xfe, 0x22])),
  'body-two-values': () => raw('{} {}'),
  'body-missing': () => api.ask('POST', CREATE),
  'body-array': () => create([]),
  'body-string': () => create('text'),
  'body-deep': () => raw(`{"description": "x", "constraints": ${'['.repeat(1000)}${']'.repeat(1000)}}`),
  'body-unknown-field': () => create({ ...INTENT, speed: 'fast' }),
  'body-unknown-nested': () => create({ ...INTENT, options: { speed: 1 } }),
  'body-proto': () => raw('{"description": "x", "__proto__": {"admin": true}}'),
  'body-wrong-type': () => create({ description: 42 }),
  'body-empty-description': () => create({ description: '  \n ' }),
  'body-long-description': () => create({ description: 'x'.repeat(20_001) }),
  'body-1mb': () => create({ description: 'x'.repeat(1024 * 1024) }),
  'body-1mb-chunked': async () => {
    const stream = new ReadableStream({
      start: (controller) => {
        for (let kilobytes = 0; kilobytes < 1024; kilobytes += 64) controller.enqueue(new Uint8Array(64 * 1024).fill(32));
        controller.close();
      },
    });
    const response = await fetch(api.url + CREATE, {
      method: 'POST',
      body: stream,
      duplex: 'half',
      headers: { authorization: 'Bearer local-token-of-the-tests', 'content-type': 'application/json' },
    } as RequestInit);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: JSON.parse(text) as Answer['body'] };
  },
  'body-nul': () => create({ description: 'a\u0000b' }),
  'body-surrogate': () => raw('{"description": "a\\ud800b"}'),
  'body-infinite': () => raw('{"description": "x", "budget_usd": 1e400}'),
  'body-negative-budget': () => create({ ...INTENT, budget_usd: -1 }),
  'body-enum': () => create({ ...INTENT, project_type: 'spaceship' }),
  'language-unsupported': () => create({ ...INTENT, constraints: { stack: ['rust'] } }),
  'artifacts-repo': () => create({ ...INTENT, artifacts: { repo: 'git@example.org:shop.git' } }),
  'artifacts-datasets': () => create({ ...INTENT, artifacts: { datasets: ['sales'] } }),
  'artifacts-ids': () => create({ ...INTENT, artifacts: { artifact_ids: ['art-00000000'] } }),
  'artifact-foreign': async () => create({ ...INTENT, artifacts: { artifact_ids: [await uploaded('x', 'eve-token')] } }),
  'upload-json': () => api.ask('POST', UPLOAD, { body: { file: 'x' } }),
  'upload-program': () => upload('\u007fELF\u0002\u0001'),
  'upload-tar': () => upload(`${'a'.padEnd(257, '\0')}ustar\0`),
  'upload-empty': () => upload(''),
  'upload-no-file': () => sendForm(`${EDGE}\r\ncontent-disposition: form-data; name="a"\r\n\r\nx\r\n${EDGE}--\r\n`),
  'upload-two-files': () => sendForm(`${part('x')}${part('y')}${EDGE}--\r\n`),
  'upload-cut': () => sendForm(part('x').slice(0, -8)),
  'upload-large': () => upload('x'.repeat(2 * 1024 * 1024 + 1)),
  'upload-zip-slip': () => upload(rawZip([{ name: '../evil', content: 'x' }])),
  'upload-zip-link': () => upload(rawZip([{ name: 'a', content: '/etc/passwd', mode: 0o120777 }])),
  'upload-zip-bomb': () => upload(rawZip([{ name: 'a', content: Buffer.alloc(9_000_000), deflate: true }])),
  'upload-zip-nested': () => upload(rawZip([{ name: 'a', content: rawZip([{ name: 'b', content: 'x' }]) }])),
  'upload-viewer': () => upload('x', 'viewer-token'),
  'artifact-unknown-id': () => get('/api/artifacts/art-00000000'),
  'artifact-of-another': async () => get(`/api/artifacts/${await uploaded('x', 'eve-token')}/download`),
  'artifact-proof': async () => {
    const { id } = await keepArtifact(api.database.orm, { buildId: build, gate: 'G6', name: 'checks.json', mediaType: 'application/json', content: '{}' });
    return api.ask('DELETE', `/api/artifacts/${id}`);
  },
  'result-none': () => get(`/api/coding_agent/${build}/download`),
  'body-form': () => raw('description=x', { 'content-type': 'application/x-www-form-urlencoded' }),
  'body-no-type': () => raw('{"description": "x"}', { 'content-type': 'text/plain' }),
  'body-gzip': () => raw('{"description": "x"}', { 'content-encoding': 'gzip' }),
  'body-charset': () => raw('{"description": "x"}', { 'content-type': 'application/json; charset=latin1' }),
  'project-unknown': () => create({ ...INTENT, project_id: 'proj-none' }),
  'key-reused': async () => {
    await create(INTENT, { 'idempotency-key': 'row-key' });
    return create({ description: 'another' }, { 'idempotency-key': 'row-key' });
  },
  'key-reused-decision': async () => {
    const headers = { 'idempotency-key': 'row-decision' };
    await api.ask('POST', `/api/coding_agent/${build}/guidance`, { body: { text: 'one' }, headers });
    return api.ask('POST', `/api/coding_agent/${build}/guidance`, { body: { text: 'two' }, headers });
  },
  'key-too-long': () => create(INTENT, { 'idempotency-key': 'k'.repeat(201) }),
  'key-blank': () => create(INTENT, { 'idempotency-key': 'a b' }),
  'key-busy': async () => {
    // The first request is still at it (it says so, hence the time in the future), as far as anybody can tell.
    const sha256 = digestOf({ project: { name: 'Busy' } });
    await engines.sql(`insert into idempotency_keys values ('local', 'row-busy', $1, 0, '{"holder": "h", "attempt": "h"}', now() + interval '1 hour')`, [
      sha256,
    ]);
    return api.ask('POST', '/projects', { body: { name: 'Busy' }, headers: { 'idempotency-key': 'row-busy' } });
  },
  'token-missing': () => get('/api/coding_agent/active', null),
  'token-wrong': () => get('/api/coding_agent/active', 'wrong'),
  'token-scheme': () => api.ask('GET', '/api/coding_agent/active', { token: null, headers: { authorization: 'Basic abc' } }),
  'token-expired': async () => {
    await addUser('eve', 'admin', 'expired-token', `expires_at=now() - interval '1 second'`);
    return get('/api/coding_agent/active', 'expired-token');
  },
  'token-revoked': async () => {
    await addUser('eve', 'admin', 'revoked-token', 'revoked_at=now()');
    return get('/api/coding_agent/active', 'revoked-token');
  },
  'token-before-path': () => get('/api/nowhere', null),
  'role-viewer-creates': () => api.ask('POST', CREATE, { body: INTENT, token: 'viewer-token' }),
  'role-developer-approves': () => api.ask('POST', `/api/coding_agent/${build}/approve`, { body: {}, token: 'developer-token' }),
  'role-approver-stats': () => get('/stats', 'approver-token'),
  'id-unknown': () => get('/api/coding_agent/status/int-code-zzzzzz'),
  'id-foreign': () => get(`/api/coding_agent/status/${foreign}`),
  'id-impossible': () => getRaw('/api/coding_agent/status/..%2f..%2fetc%2fpasswd'),
  'id-nul': () => get('/api/coding_agent/status/int-code-%00'),
  'id-bad-percent': () => getRaw('/api/coding_agent/status/%E0%A4%A'),
  'path-unknown': () => get('/api/nowhere'),
  'artifact-unknown': () => get(`/api/coding_agent/${build}/artifacts/%00`),
  'method-wrong': () => get(CREATE),
  'method-delete': () => api.ask('DELETE', `/api/coding_agent/status/${build}`),
  'method-open': () => api.ask('POST', '/livez', { token: null }),
  'query-limit-zero': () => get('/api/coding_agent/active?limit=0'),
  'query-limit-huge': () => get('/api/coding_agent/active?limit=201'),
  'query-page-text': () => get(`/api/coding_agent/${build}/tasks?page=two`),
  'query-unknown': () => get('/api/coding_agent/active?sort=id'),
  'query-twice': () => get('/api/coding_agent/active?limit=1&limit=2'),
  'query-sql': () => get(`/api/coding_agent/${build}/gates?status=${encodeURIComponent("'; drop table builds")}`),
  'events-last-id': () => api.ask('GET', `/api/coding_agent/${build}/events`, { headers: { 'last-event-id': 'x' } }),
  'approve-nothing': () => act(build, 'approve'),
  'approve-twice': async () => {
    const id = await waiting('plan');
    expect((await act(id, 'approve')).status).toBe(200);
    await engines.sql('update builds set waiting_for = null where id = $1', [id]);
    return act(id, 'approve');
  },
  'approve-twice-digest': async () => {
    const id = await waiting('plan');
    const first = await act(id, 'approve', { subject_digest: DIGEST });
    const second = await act(id, 'approve', { subject_digest: DIGEST });
    expect(second.text).toBe(first.text);
    return second;
  },
  'approve-stale': async () => act(await waiting('plan'), 'approve', { subject_digest: 'b'.repeat(64) }),
  'approve-bad-plan': () =>
    act(build, 'approve', {
      plan: {
        title: 'x',
        tasks: [
          { ...TASK, depends_on: ['t2'] },
          { ...TASK, id: 't2', depends_on: ['t1'] },
        ],
      },
    }),
  'approve-plan-unknown-key': () => act(build, 'approve', { plan: { title: 'x', tasks: [{ ...TASK, owner: 'me' }] } }),
  'approve-plan-not-plan': async () => act(await waiting('question'), 'approve', { plan: { title: 'x', tasks: [TASK] } }),
  'reject-no-reason': () => act(build, 'approve', { decision: 'reject' }),
  'deploy-early': () => act(build, 'deploy', { environment: 'staging' }),
  'deploy-nowhere': () => act(build, 'deploy', { environment: 'moon' }),
  'budget-lower': () => act(build, 'raise_budget', { budget_usd: 0.5 }),
  'stop-after-end': () => act(ended, 'stop'),
  'approve-after-end': () => act(ended, 'approve'),
  'guidance-after-end': () => act(ended, 'guidance', { text: 'x' }),
  'guidance-lost': async () => {
    const id = await api.create();
    await engines.sql(`insert into builds select (jsonb_populate_record(b, '{"id": "int-code-lost01", "event_seq": 5}')).* from builds b where id = $1`, [id]);
    await engines.sql(`insert into outbox (build_id, kind, payload, done_at) values ('int-code-lost01', 'start', '{}', now())`);
    return act('int-code-lost01', 'guidance', { text: 'x' });
  },
  'plan-edit-bad': () => api.ask('PUT', `/api/coding_agent/${build}/plan`, { body: { plan: { title: 'x', tasks: [{ ...TASK, id: '-' }] } } }),
  'plan-edit-nothing': () => api.ask('PUT', `/api/coding_agent/${build}/plan`, { body: { plan: { title: 'x', tasks: [TASK] } } }),
  'plan-edit-begun': () => editBegun(),
  'fork-no-point': () => act(build, 'fork', { at: { step: 7 } }),
  'fork-two-points': () => act(build, 'fork', { at: { step: 7, task: 't1' } }),
  'model-nameless': () => act(build, 'model', { model: '' }),
  'replay-early': () => act(build, 'replay', {}),
  'replay-none': () => get(`/api/coding_agent/${build}/replay`),
  'compare-foreign': () => get(`/api/coding_agent/${build}/compare?with=${foreign}`),
  'rollback-nothing': () => act(build, 'rollback', { environment: 'staging' }),
  'rollback-deploying': async () => {
    const id = await api.create();
    await engines.sql(
      `insert into deployments (id, build_id, project_id, environment, generation, status) select 'd-row', id, project_id, 'staging', 1, 'testing' from builds where id = $1`,
      [id],
    );
    return act(id, 'rollback', { environment: 'staging' });
  },
  'diff-early': () => get(`/api/coding_agent/${build}/diff`),
  ...projectRows(
    () => api,
    () => engines,
  ),
  ...chatRows(
    () => api,
    () => engines,
  ),
  ...workspaceRows(
    () => api,
    () => engines,
  ),
  'execute-blank': () => run({ prompt: ' ' }),
  'execute-language': () => run({ language: 'cobol' }),
  'execute-repository': () => run({ github_repo: 'https://10.0.0.1/shop.git' }),
  'execute-artifact': () => run({ context_artifacts: ['art-0000'] }),
  'execute-quota': runOverQuota,
  'execute-unknown': () => get('/api/execute/exec-nobody'),
  'execute-foreign': async () => get(`/api/execute/${await runId('eve-token')}`),
  'execute-retry-early': async () => api.ask('POST', `/api/execute/${await runId()}/retry`, { body: {} }),
  'execute-stop-after-end': stopEnded,
  'link-elsewhere': () => api.ask('POST', '/api/auth/links', { body: { to: 'https://example.org' } }),
  'link-unknown': () => api.ask('GET', `/auth/link/${'x'.repeat(43)}`, { token: null }),
  'sign-in-wrong-token': () => api.ask('POST', '/api/auth/session', { token: null, body: { token: 'wrong' } }),
  'sign-in-foreign-page': () => api.ask('POST', '/api/auth/session', { token: null, body: { token: 'x' }, headers: { origin: 'https://example.org' } }),
  'sign-out-token': () => api.ask('DELETE', '/api/auth/session'),
  'cookie-foreign-page': async () => (await Browser.signedIn(api)).send('POST', CREATE, { body: INTENT, headers: { origin: 'https://example.org' } }),
  'preview-unknown': () => api.ask('POST', '/api/artifacts/art-00000000/preview'),
};

const documented = [...readFileSync(join(projectRoot, 'docs/errors.md'), 'utf8').matchAll(/^\| ([a-z0-9-]+) +\| .* \| (\d{3}) +\| (.+?) +\|$/gm)].map(
  ([, row = '', status, code = '']) => ({ row, status: Number(status), code }),
);

describe('the table of bad input in docs/errors.md', () => {
  it('has a test for every row and a row for every test', () => {
    expect(documented.map(({ row }) => row).sort()).toEqual(Object.keys(ROWS).sort());
  });

  it.each(documented)('$row is answered with $status $code', async ({ row, status, code }) => {
    const answer = await ROWS[row]!();
    expect({ status: answer.status, code: answer.body['code'] ?? '(the first result)' }).toEqual({ status, code });
    if (status < 400) return;
    expect(answer.body).toEqual(
      expect.objectContaining({
        type: expect.any(String),
        title: expect.any(String),
        status,
        detail: expect.any(String),
        request_id: expect.stringMatching(/^req-/),
      }),
    );
    expect(answer.text).not.toMatch(/node_modules|at .*\.[jt]s:\d|select |insert /i);
  });

  it('says the same of somebody else’s build as of one that is not there', async () => {
    const withoutId = async (id: string, action: string) =>
      JSON.stringify({ ...(await act(id, action, action === 'approve' ? {} : { text: 'x' })).body, request_id: '' });
    for (const action of ['approve', 'guidance']) expect(await withoutId(foreign, action)).toBe(await withoutId('int-code-zzzzzz', action));
  });

  it('takes an intent that names nothing to work from', async () => {
    expect((await create({ ...INTENT, artifacts: { datasets: [], artifact_ids: [] } })).status).toBe(202);
    expect((await create({ ...INTENT, project_type: 'bug_fix', artifacts: {} })).status).toBe(202);
  });

  it('names the place inside an edited plan, in both of its forms', async () => {
    const put = async (body: unknown) => (await api.ask('PUT', `/api/coding_agent/${build}/plan`, { body })).body['errors'];
    const plan = { title: 'x', tasks: [{ ...TASK, id: '-' }] };
    expect(await put({ plan })).toMatchObject([{ pointer: '/plan/tasks/0/id' }]);
    expect(await put(plan)).toMatchObject([{ pointer: '/tasks/0/id' }]);
    expect(await put({})).toMatchObject([{ pointer: '', detail: expect.stringContaining('must be a plan') }]);
  });

  it('left everything as it was', async () => {
    expect(await engines.sql('select count(*)::int as n from builds')).toEqual([{ n: expect.any(Number) }]);
    expect((await get(`/api/coding_agent/status/${build}`)).status).toBe(200);
  });
});
