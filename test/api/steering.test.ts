import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { digestOf } from '../../db/canonical-json.js';
import { planSchema, type Plan } from '../../schemas/plan.js';
import { eventually } from '../embedded/workshop.js';
import { Api, Engines } from './stack.js';
import { startStubWorker } from './stub-worker.js';

let engines: Engines;
let api: Api;
let stopWorker: () => Promise<void>;
beforeAll(async () => {
  engines = await Engines.start({ temporal: true });
  api = await Api.start(engines);
  stopWorker = await startStubWorker(engines.address, api.queues.core);
});
afterAll(async () => {
  await stopWorker();
  await api.stop();
  await engines.stop();
});

const PLAN = planSchema.parse({
  title: 'Tasks',
  language: 'python',
  tasks: [
    { id: 'model', goal: 'the model' },
    { id: 'api', goal: 'the api', depends_on: ['model'] },
    { id: 'docs', goal: 'the documents', depends_on: ['api'] },
  ],
});
const DIGEST = digestOf(PLAN);

/** A build whose first task is done and whose second is at work, as rows. */
async function codingBuild(created?: string): Promise<string> {
  const id = created ?? (await api.create());
  await engines.sql(`insert into plan_versions (build_id, version, digest, plan, author, key) values ($1, 1, $2, $3, 'template', 'plan')`, [
    id,
    DIGEST,
    JSON.stringify(PLAN),
  ]);
  for (const [ordinal, [task, status]] of [
    ['model', 'done'],
    ['api', 'running'],
    ['docs', 'pending'],
  ].entries())
    await engines.sql(
      `insert into tasks (build_id, task_id, ordinal, goal, role, files, depends_on, status) values ($1, $2, $3, 'g', 'backend-developer', '[]', '[]', $4)`,
      [id, task, ordinal, status],
    );
  await engines.sql(`update builds set status = 'coding', phase = 'code', plan_version = 1, plan_digest = $2 where id = $1`, [id, DIGEST]);
  const handle = api.app.deps.temporal.workflow.getHandle(id);
  await eventually(() =>
    handle.signal('nowWaits', DIGEST).then(
      () => true,
      () => false,
    ),
  );
  return id;
}

const withGoal = (id: string, goal: string): Plan => ({ ...PLAN, tasks: PLAN.tasks.map((task) => (task.id === id ? { ...task, goal } : task)) });
const put = (id: string, body: unknown, headers: Record<string, string> = {}) => api.ask('PUT', `/api/coding_agent/${id}/plan`, { body, headers });
const post = (id: string, action: string, body: unknown = {}, headers: Record<string, string> = {}) =>
  api.ask('POST', `/api/coding_agent/${id}/${action}`, { body, headers });

describe('editing the rest of a plan', () => {
  it('sends what changed, and the tasks in their new order', async () => {
    const id = await codingBuild();
    const plan = {
      ...withGoal('docs', 'short documents'),
      tasks: [...withGoal('docs', 'short documents').tasks, { ...PLAN.tasks[2]!, id: 'more', goal: 'more of it\nand more', depends_on: ['api'] }],
    };
    const answer = await put(id, { plan, base_digest: DIGEST });
    expect(answer).toMatchObject({ status: 200, body: { version: 2, digest: digestOf(plan) } });
    expect(answer.body['message']).toMatchObject({
      baseDigest: DIGEST,
      touched: ['docs'],
      rerun: [],
      tasks: [{ id: 'model' }, { id: 'api' }, { id: 'docs', title: 'short documents' }, { id: 'more', title: 'more of it' }],
    });
  });

  it('names the tasks that have begun, each with its place', async () => {
    const id = await codingBuild();
    expect(await put(id, { plan: withGoal('model', 'another') })).toMatchObject({
      status: 409,
      body: { code: 'TASK_STARTED', errors: [{ pointer: '/plan/tasks/0', detail: 'task model is done; "redo": true has it done again' }] },
    });
    expect(await put(id, { plan: withGoal('api', 'another'), redo: true })).toMatchObject({
      status: 409,
      body: { errors: [{ pointer: '/plan/tasks/1', detail: 'task api is at work' }] },
    });
    const without = { ...PLAN, tasks: [{ ...PLAN.tasks[1]!, depends_on: [] }, PLAN.tasks[2]!] };
    expect(await put(id, { plan: without })).toMatchObject({ status: 409, body: { code: 'TASK_STARTED' } });
    expect(await engines.sql('select count(*)::int as n from plan_versions where build_id = $1', [id])).toEqual([{ n: 1 }]);
  });

  it('runs what depends on a changed task again only when it is asked to', async () => {
    const id = await codingBuild();
    await engines.sql(`update tasks set status = 'done' where build_id = $1 and task_id = 'api'`, [id]);
    const answer = await put(id, { plan: withGoal('model', 'another'), redo: true });
    expect(answer.body['message']).toMatchObject({ touched: ['model'], rerun: ['model', 'api', 'docs'] });
  });

  it('refuses broken dependencies, another language and an older plan, and a plan that is the same changes nothing', async () => {
    const id = await codingBuild();
    expect(await put(id, { plan: { ...PLAN, tasks: PLAN.tasks.slice(1) } })).toMatchObject({ status: 422, body: { code: 'INVALID_INPUT' } });
    expect(await put(id, { plan: { ...PLAN, language: 'typescript' } })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/plan/language' }] } });
    expect(await put(id, { plan: withGoal('docs', 'x'), base_digest: 'f'.repeat(64) })).toMatchObject({ status: 409, body: { code: 'APPROVAL_STALE' } });
    expect(await put(id, { plan: PLAN })).toMatchObject({ status: 200, body: { version: 1, digest: DIGEST, again: [] } });
  });
});

describe('who may not approve', () => {
  it('edits a plan that waits, not one at work, and forks with the plan as it was only', async () => {
    const token = 'developer-token';
    await engines.sql(`insert into users (id, name, role) values ('dora', 'dora', 'developer')`);
    await engines.sql(`insert into tokens (id, user_id, sha256) values ('t', 'dora', $1)`, [createHash('sha256').update(token).digest('hex')]);
    const created = await api.ask('POST', '/api/coding_agent/create', { body: { description: 'a REST API' }, token });
    const id = await workedBuild(String(created.body['id']));
    const ask = (method: string, path: string, body: unknown) => api.ask(method, `/api/coding_agent/${id}/${path}`, { body, token });
    expect(await ask('PUT', 'plan', { plan: withGoal('docs', 'short') })).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    expect(await ask('POST', 'fork', { at: { step: 2 }, plan: withGoal('docs', 'short') })).toMatchObject({ status: 403 });
    expect(await ask('POST', 'model', { model: 'x' })).toMatchObject({ status: 403 });
    expect(await ask('POST', 'fork', { at: { step: 2 }, hint: 'shorter' })).toMatchObject({ status: 202 });
    // At the plan it waits for somebody who may.
    expect(await ask('POST', 'fork', { plan: withGoal('docs', 'short') })).toMatchObject({ status: 202, body: { status: 'planning' } });
  });
});

describe('the model of a running build', () => {
  it('is changed, given back to the routing, and refused when it has no name', async () => {
    const id = await codingBuild();
    expect((await post(id, 'model', { model: 'groq/fast', llm_preference: 'fast' })).body['message']).toMatchObject({
      model: 'groq/fast',
      llmPreference: 'fast',
    });
    expect((await post(id, 'model', { model: null })).body['message']).toMatchObject({ model: null, llmPreference: null });
    for (const body of [{}, { model: '' }, { model: 'two words' }, { model: 7 }]) expect(await post(id, 'model', body)).toMatchObject({ status: 422 });
  });
});

/** Rows of a session with three steps, as a worker leaves them. */
async function workedBuild(created?: string): Promise<string> {
  const id = await codingBuild(created);
  const session = `${id}/task/api/1.1`;
  await engines.sql(
    `insert into sessions (id, build_id, task_id, role, generation, attempt, branch, base_commit, head, language) values ($1, $2, 'api', 'backend-developer', 1, 1, 'b', $3, $3, 'python')`,
    [session, id, 'a'.repeat(40)],
  );
  for (const turn of [1, 2, 3]) {
    await engines.sql(
      `insert into steps (session_id, turn, call, build_id, tool_call_id, tool, ok, result, summary, head_after, duration_ms) values ($1, $2, 0, $3, 'c', 'note', true, 'r', 's', $4, 1)`,
      [session, turn, id, 'a'.repeat(40)],
    );
    await engines.sql(
      `insert into llm_calls (key, build_id, session_id, turn, purpose, request_digest, request_bytes, model, state, lease, answer, usd) values ($1, $2, $3, $4, 'turn', 'd', 1, 'm', 'answered', 'l', '{"toolCalls": []}', 0.5)`,
      [`${session}/turn/${turn}`, id, session, turn],
    );
  }
  const event = (seq: number, key: string, kind: string, data: object) =>
    engines.sql('insert into events (build_id, seq, key, kind, data) values ($1, $2, $3, $4, $5)', [id, seq, key, kind, JSON.stringify(data)]);
  await event(2, 'phase', 'phase.started', { phase: 'code' });
  await event(3, 'm', 'merged', { task: 'model', commit: 'a'.repeat(40) });
  await event(4, `${session}/started`, 'task.started', { task: 'api' });
  await engines.sql('update builds set event_seq = 4, cost_usd = 1.5 where id = $1', [id]);
  return id;
}

describe('forking at a step', () => {
  it('is accepted with the rows of before, at no cost, and once per key', async () => {
    const id = await workedBuild();
    const body = { at: { step: 'api/3.0' }, model: 'other/model', hint: 'shorter', budget_usd: 2 };
    const key = { 'idempotency-key': `fork-${id}` };
    const forked = await post(id, 'fork', body, key);
    expect(forked).toMatchObject({ status: 202, body: { status: 'coding' } });
    expect(await post(id, 'fork', body, key)).toMatchObject({ status: 202, body: forked.body });
    expect(await post(id, 'fork', { ...body, hint: 'longer' }, key)).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_MISMATCH' } });
    const child = String(forked.body['id']);
    expect((await api.ask('GET', `/api/coding_agent/status/${child}`)).body).toMatchObject({
      parent_build_id: id,
      cost_usd: 0,
      budget_usd: 2,
      plan: { version: 1, digest: DIGEST },
      tasks: [
        { id: 'model', status: 'done' },
        { id: 'api', status: 'pending' },
        { id: 'docs', status: 'pending' },
      ],
    });
    expect((await api.ask('GET', `/api/coding_agent/${child}/steps`)).body['items']).toHaveLength(2);
    expect(await engines.sql('select count(*)::int as n, sum(usd)::float8 as usd from llm_calls where build_id = $1', [child])).toEqual([{ n: 2, usd: 0 }]);
    const compared = await api.ask('GET', `/api/coding_agent/${id}/compare?with=${child}`);
    expect(compared).toMatchObject({
      status: 200,
      body: {
        same_plan: true,
        builds: [
          { model_calls: 3, cost_usd: 1.5 },
          { id: child, model_calls: 0, model_calls_inherited: 2, cost_usd: 0, forked_at: 'api/3.0' },
        ],
      },
    });
  });

  it('takes an edited plan as approved, as long as what it takes over stands in it', async () => {
    const id = await workedBuild();
    const refused = await post(id, 'fork', { at: { step: 2 }, plan: withGoal('model', 'another') });
    expect(refused).toMatchObject({ status: 409, body: { code: 'TASK_STARTED', errors: [{ detail: expect.stringContaining('model') }] } });
    const forked = await post(id, 'fork', { at: { step: 2 }, plan: withGoal('docs', 'short') });
    const child = String(forked.body['id']);
    expect((await api.ask('GET', `/api/coding_agent/${child}/plan`)).body).toMatchObject({
      version: 2,
      author: 'local',
      plan: { tasks: [{}, {}, { goal: 'short' }] },
    });
  });

  it('refuses points that are none', async () => {
    const id = await workedBuild();
    for (const at of [{ step: 9 }, { step: 'api/7.0' }, { task: 'docs' }, { phase: 'test' }])
      expect(await post(id, 'fork', { at })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/at' }] } });
    for (const at of [{}, { step: 'x' }, { step: 1, task: 'api' }, { phase: 'deploy' }, { step: 0 }])
      expect(await post(id, 'fork', { at })).toMatchObject({ status: 422 });
  });
});

describe('a replay', () => {
  it('is promised once while it runs, for a build that has ended only', async () => {
    const id = await codingBuild();
    expect(await post(id, 'replay')).toMatchObject({ status: 409, body: { code: 'NOT_READY' } });
    expect(await api.ask('GET', `/api/coding_agent/${id}/replay`)).toMatchObject({ status: 404 });
    await engines.sql(`update builds set ended_at = now(), status = 'completed' where id = $1`, [id]);
    const [first, second] = await Promise.all([post(id, 'replay'), post(id, 'replay')]);
    expect([first, second]).toMatchObject([
      { status: 202, body: { number: 1, state: 'running' } },
      { status: 202, body: { number: 1 } },
    ]);
    const handle = api.app.deps.temporal.workflow.getHandle(`${id}/replay/1`);
    await eventually(() =>
      handle.describe().then(
        ({ type }) => type === 'replay',
        () => false,
      ),
    );
    await engines.sql(`update replays set state = 'failed', result = '{"detail": "no"}' where build_id = $1`, [id]);
    expect((await api.ask('GET', `/api/coding_agent/${id}/replay?number=1`)).body).toMatchObject({ state: 'failed', detail: 'no', result: null });
    expect((await post(id, 'replay')).body).toMatchObject({ number: 2 });
  });
});
