import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../embedded/workshop.js';
import { Api, Engines } from './stack.js';

const INTENT = { description: 'a REST API for tasks with title, done and due date' };
let engines: Engines;
let api: Api;
beforeAll(async () => {
  engines = await Engines.start({ temporal: false });
});
afterAll(async () => {
  await api.stop();
  await engines.stop();
});

describe('submitting while Temporal was never there', () => {
  beforeAll(async () => {
    api = await Api.start(engines);
  });
  afterAll(() => api.stop());

  it('answers 202 with everything written in one piece', async () => {
    const answer = await api.ask('POST', '/coding_agent/create', { body: { ...INTENT, options: { deployment: false }, constraints: { stack: 'python' } } });
    const id = String(answer.body['id']);
    expect(answer).toMatchObject({
      status: 202,
      body: {
        id: expect.stringMatching(/^int-code-[0-9a-z]{6}$/),
        status: 'planning',
        status_url: `/api/coding_agent/status/${id}`,
        events_url: `/api/coding_agent/${id}/events`,
      },
    });
    expect(await engines.sql('select kind, done_at from outbox where build_id = $1', [id])).toEqual([{ kind: 'start', done_at: null }]);
    expect(await engines.sql('select seq, key, kind from events where build_id = $1', [id])).toEqual([{ seq: 1, key: 'created', kind: 'build.created' }]);
    expect(await engines.sql('select actor, action from audit_log where subject = $1', [id])).toEqual([{ actor: 'local', action: 'build.create' }]);
    const status = await api.ask('GET', `/coding_agent/status/${id}`);
    expect(status.body).toMatchObject({
      title: INTENT.description,
      budget_usd: 5,
      options: { tests: true, docs: true, deployment: false, review: false },
      waiting_for: null,
      failure: null,
    });
  });

  it('makes one build of fifty requests with the same Idempotency-Key, and gives all of them its id', async () => {
    const request = () => api.ask('POST', '/api/coding_agent/create', { body: INTENT, headers: { 'idempotency-key': 'fifty' } });
    const answers = await Promise.all(Array.from({ length: 50 }, request));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(1);
    expect(await engines.sql(`select count(*)::int as n from idempotency_keys where key = 'fifty'`)).toEqual([{ n: 1 }]);
    // The same intent with its keys in another order is the same body.
    const { description } = INTENT;
    expect(
      (await api.ask('POST', '/api/coding_agent/create', { raw: JSON.stringify({ options: {}, description }), headers: { 'idempotency-key': 'fifty' } })).body[
        'id'
      ],
    ).toBe(answers[0]?.body['id']);
  });

  it('lets an Idempotency-Key count for 24 hours', async () => {
    const first = await api.create(INTENT, { 'idempotency-key': 'daily' });
    await engines.sql(`update idempotency_keys set created_at = now() - interval '25 hours' where key = 'daily'`);
    expect(await api.create({ description: 'something else' }, { 'idempotency-key': 'daily' })).not.toBe(first);
  });

  it('puts builds into a project of the user, and only there', async () => {
    const project = await api.ask('POST', '/projects', { body: { name: 'Shop' } });
    expect(project.status).toBe(201);
    const id = await api.create({ ...INTENT, project_id: project.body['id'] });
    expect(await api.ask('GET', `/api/projects/${String(project.body['id'])}`)).toMatchObject({ status: 200, body: { name: 'Shop', builds: [{ id }] } });
  });

  it('refuses decisions with 503, says what is missing, and goes on reading', async () => {
    const id = await api.create();
    const refused = await api.ask('POST', `/api/coding_agent/${id}/stop`, { body: {} });
    expect(refused).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await api.ask('GET', '/livez', { token: null })).status).toBe(200);
    expect(await api.ask('GET', '/readyz', { token: null })).toMatchObject({
      status: 503,
      body: { missing: [expect.stringContaining('temporal'), expect.stringContaining('worker')] },
    });
    expect(await api.ask('GET', '/health', { token: null })).toMatchObject({
      status: 200,
      body: { status: 'degraded', parts: { postgres: { ok: true }, temporal: { ok: false } } },
    });
    const list = await api.ask('GET', '/coding_agent/active?limit=2&status=planning');
    expect(list.body).toMatchObject({ page: 1, items: [{ id }, {}], builds: [{ id }, {}] });
    expect(Number(list.body['total'])).toBeGreaterThan(2);
  });
});

describe('once Temporal is there', () => {
  beforeAll(async () => {
    await engines.startTemporal();
    api = await Api.start(engines);
  });

  const describeWorkflow = (id: string) => api.app.deps.temporal.workflow.getHandle(id).describe();

  it('starts every build that was submitted before, once, with its title and attributes', async () => {
    await eventually(async () => (await engines.sql('select 1 from outbox where done_at is null')).length === 0);
    const [oldest] = await engines.sql<{ id: string }>('select id from builds order by created_at limit 1');
    const id = oldest?.id ?? '';
    const workflow = await describeWorkflow(id);
    expect(workflow).toMatchObject({ type: 'build', status: { name: 'RUNNING' }, taskQueue: api.queues.core });
    expect(await workflow.staticSummary()).toBe(INTENT.description);
    expect(workflow.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value])).toEqual(
      expect.arrayContaining([
        ['BuildUser', 'local'],
        ['BuildProject', id.replace('int-code-', 'proj-')],
      ]),
    );
    // A second API process, or a relay that died before it could mark the row, starts nothing twice.
    await engines.sql('update outbox set done_at = null where build_id = $1', [id]);
    await api.app.deps.outbox.relayBuild(id);
    expect((await describeWorkflow(id)).runId).toBe(workflow.runId);
    expect(await engines.sql('select 1 from outbox where done_at is null')).toEqual([]);
  });

  it('records the end of a build whose workflow was terminated, and tells watchers', async () => {
    const id = await api.create();
    await eventually(() => describeWorkflow(id).catch(() => null));
    await api.app.deps.temporal.workflow.getHandle(id).terminate('by an operator');
    await api.app.deps.reconciler.runOnce(0);
    await api.app.deps.reconciler.runOnce(0);
    expect(await api.ask('GET', `/coding_agent/status/${id}`)).toMatchObject({
      body: { status: 'failed', failure: { code: 'INTERNAL', detail: expect.stringContaining('closed from outside') } },
    });
    const events = await api.ask('GET', `/coding_agent/${id}/events`);
    expect(events.text.match(/^event: .*/gm)).toEqual(['event: build.created', 'event: build.ended']);
    expect(await api.ask('POST', `/coding_agent/${id}/stop`, { body: {} })).toMatchObject({ status: 409, body: { code: 'BUILD_ENDED' } });
  });

  it('promises the start of a build again whose promise was lost, and reports one that Temporal forgot', async () => {
    const [lost, forgotten] = [await api.create(), await api.create()];
    await eventually(async () => (await engines.sql('select 1 from outbox where done_at is null')).length === 0);
    for (const id of [lost, forgotten])
      await api.app.deps.temporal.connection.workflowService.deleteWorkflowExecution({ namespace: 'default', workflowExecution: { workflowId: id } });
    for (const id of [lost, forgotten])
      await eventually(() =>
        describeWorkflow(id).then(
          () => false,
          () => true,
        ),
      );
    await engines.sql('delete from outbox where build_id = $1', [lost]);
    await engines.sql('update builds set event_seq = 5 where id = $1', [forgotten]);
    await api.app.deps.reconciler.runOnce(0);
    await eventually(() => describeWorkflow(lost).catch(() => null));
    expect((await api.ask('GET', '/stats')).body).toMatchObject({ reconciler: { lost: [forgotten], error: null } });
    expect((await api.ask('GET', `/coding_agent/status/${forgotten}`)).body['status']).toBe('planning');

    // Nothing but a stop reaches it any more, and that ends it: with an event, an audit row and no deployment left under way.
    await engines.sql(`update builds set waiting_for = $2 where id = $1`, [
      forgotten,
      JSON.stringify({ kind: 'gate', gate: 'G5', subject_digest: 'd', summary: '', since: '2026-01-01T00:00:00Z', actions: [] }),
    ]);
    await engines.sql(
      `insert into deployments (id, build_id, project_id, environment, generation, status) select id || '-staging-1', id, project_id, 'staging', 1, 'building' from builds where id = $1`,
      [forgotten],
    );
    const act = (action: string, body: object) => api.ask('POST', `/coding_agent/${forgotten}/${action}`, { body });
    for (const [action, body] of Object.entries({ approve: {}, guidance: { text: 'x' } }))
      expect(await act(action, body)).toMatchObject({ status: 409, body: { code: 'ACTION_NOT_ALLOWED', detail: expect.stringContaining('Stop the build') } });
    expect(await act('stop', { reason: 'it is gone' })).toMatchObject({ status: 202, body: { id: forgotten, status: 'stopped' } });
    expect((await api.ask('GET', `/coding_agent/status/${forgotten}`)).body).toMatchObject({
      status: 'stopped',
      waiting_for: null,
      ended_at: expect.any(String),
      failure: { code: 'STOPPED', detail: expect.stringMatching(/it is gone.*lost/) },
      deployments: [{ status: 'failed' }],
    });
    expect((await api.ask('GET', `/coding_agent/${forgotten}/events`)).text.match(/^event: .*/gm)).toEqual(['event: build.created', 'event: build.ended']);
    expect(await engines.sql(`select actor from audit_log where subject = $1 and action = 'build.stopped'`, [forgotten])).toEqual([{ actor: 'local' }]);
    expect(await act('stop', {})).toMatchObject({ status: 409, body: { code: 'BUILD_ENDED' } });
    await api.app.deps.reconciler.runOnce(0);
    expect((await api.ask('GET', '/stats')).body).toMatchObject({ reconciler: { lost: [] } });
  });

  it('answers 503 with Retry-After while PostgreSQL is away, survives it, and goes on', async () => {
    const hold = join(engines.home.run, 'postgres.hold');
    writeFileSync(hold, '');
    process.kill(engines.supervisor.pids['postgres'] as number, 'SIGKILL');
    const refused = await eventually(async () => {
      const answer = await api.ask('POST', '/coding_agent/create', { body: INTENT });
      return answer.status === 503 ? answer : null;
    });
    expect(refused.body).toMatchObject({ code: 'UNAVAILABLE' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await api.ask('GET', '/health', { token: null })).toMatchObject({ status: 200, body: { parts: { postgres: { ok: false } } } });
    rmSync(hold);
    await eventually(async () => (await api.ask('POST', '/coding_agent/create', { body: INTENT })).status === 202);
    await eventually(async () => (await api.ask('GET', '/health', { token: null })).body['parts']);
  });
});
