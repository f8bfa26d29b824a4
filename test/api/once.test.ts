import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { digestOf } from '../../db/canonical-json.js';
import { eventually } from '../embedded/workshop.js';
import { Api, Engines } from './stack.js';
import { startStubWorker } from './stub-worker.js';

const DIGEST = 'a'.repeat(64);
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

const post = (id: string, action: string, body: unknown, key?: string) =>
  api.ask('POST', `/api/coding_agent/${id}/${action}`, { body, headers: key === undefined ? {} : { 'idempotency-key': key } });
const makeProject = (name: string, key: string) => api.ask('POST', '/projects', { body: { name }, headers: { 'idempotency-key': key } });
const projectsNamed = (name: string) => engines.sql<{ id: string }>('select id from projects where name = $1', [name]);

/** Turns the kept answer of a key into the claim of a process that died right before it kept it, `seconds` ago. */
async function forgetAnswer(key: string, seconds: number): Promise<void> {
  const claim = `jsonb_build_object('holder', 'dead', 'attempt', 'dead-attempt', 'first', created_at)`;
  await engines.sql(`update idempotency_keys set status = 0, response = ${claim}, created_at = now() - make_interval(secs => $2) where key = $1`, [
    key,
    seconds,
  ]);
}

/** Where a project serves, and what it could return to. */
async function serve(id: string, active: string, previous: string, generation: number): Promise<void> {
  await engines.sql(
    `insert into environments (project_id, name, active_deployment_id, previous_deployment_id, generation) values ($1, 'staging', $2, $3, $4)
      on conflict (project_id, name) do update set active_deployment_id = $2, previous_deployment_id = $3, generation = $4`,
    [id.replace('int-code-', 'proj-'), active, previous, generation],
  );
}

async function deploymentRow(id: string, deployment: string, status: string): Promise<void> {
  await engines.sql(
    `insert into deployments (id, build_id, project_id, environment, generation, status) values ($1, $2, $3, 'staging', 1, $4)
      on conflict (id) do update set status = $4`,
    [deployment, id, id.replace('int-code-', 'proj-'), status],
  );
}

const promises = (id: string) =>
  engines.sql<{ kind: string; payload: object }>(`select kind, payload from outbox where build_id = $1 and kind like 'rollback:%' order by id`, [id]);

describe('requests under one Idempotency-Key', () => {
  it('make one project when twenty arrive at once, and all get its answer', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => makeProject('Twenty', 'twenty')));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    expect(await projectsNamed('Twenty')).toHaveLength(1);
  });

  it('are refused with another body, also while the first is under way', async () => {
    const first = makeProject('One', 'two-bodies');
    const second = makeProject('Two', 'two-bodies');
    expect([(await first).status, (await second).status].sort()).toEqual([201, 422]);
  });

  it('wait for one that still says it is at it, and take over from one that no longer does', async () => {
    const first = await makeProject('Slow', 'slow');
    await forgetAnswer('slow', 0);
    expect(await makeProject('Slow', 'slow')).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
    await forgetAnswer('slow', 11);
    expect(await makeProject('Other', 'slow')).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_MISMATCH' } });
    expect((await makeProject('Slow', 'slow')).status).toBe(201);
    expect(first.status).toBe(201);
  });

  it('make nothing twice when the process died between doing and answering', async () => {
    const key = 'died';
    const body = digestOf({ project: { name: 'Died' } });
    const claim = { holder: 'dead', attempt: 'one-attempt', first: new Date().toISOString() };
    await engines.sql(`insert into idempotency_keys values ('local', $1, $2, 0, $3, now() - interval '11 seconds')`, [key, body, JSON.stringify(claim)]);
    const first = await makeProject('Died', key);
    await engines.sql(`update idempotency_keys set status = 0, response = $2, created_at = now() - interval '11 seconds' where key = $1`, [
      key,
      JSON.stringify(claim),
    ]);
    const second = await makeProject('Died', key);
    expect(second).toMatchObject({ status: 201, body: first.body });
    expect(await projectsNamed('Died')).toHaveLength(1);
  });

  it('may be used anew after a refusal', async () => {
    const id = await api.create();
    expect((await post(id, 'rollback', { environment: 'staging' }, 'refused')).status).toBe(409);
    expect((await post(id, 'rollback', { environment: 'production' }, 'refused')).status).toBe(409);
  });
});

describe('a deployment asked for again', () => {
  async function readyBuild(since: string): Promise<string> {
    const id = await api.create();
    await eventually(() =>
      api.app.deps.temporal.workflow
        .getHandle(id)
        .describe()
        .catch(() => null),
    );
    await setReady(id, since);
    return id;
  }
  async function setReady(id: string, since: string | null): Promise<void> {
    const waiting = since && { kind: 'deploy', gate: 'G8', subject_digest: DIGEST, summary: '', since, actions: ['deploy'] };
    await engines.sql('update builds set waiting_for = $2, status = $3 where id = $1', [id, waiting && JSON.stringify(waiting), since ? 'ready' : 'deploying']);
  }

  it('is the one under way, with and without a key, and only for its environment', async () => {
    const id = await readyBuild('2026-01-01T00:00:00Z');
    expect((await post(id, 'deploy', { environment: 'staging' }, `d-${id}`)).status).toBe(202);
    await setReady(id, null);
    expect(await post(id, 'deploy', { environment: 'staging' })).toMatchObject({ status: 409, body: { code: 'NOT_READY' } });
    await deploymentRow(id, `${id}-staging-1`, 'testing');
    await forgetAnswer(`d-${id}`, 11);
    const expected = { status: 202, body: { deployment_id: `${id}-staging-1`, environment: 'staging' } };
    expect(await post(id, 'deploy', { environment: 'staging' }, `d-${id}`)).toMatchObject(expected);
    expect(await post(id, 'deploy', { environment: 'staging' })).toMatchObject(expected);
    expect(await post(id, 'deploy', { environment: 'production' })).toMatchObject({ status: 409, body: { code: 'NOT_READY' } });
  });

  it('is not made twice when it was done before the answer could be kept', async () => {
    const id = await readyBuild('2026-01-01T00:00:00Z');
    const key = `done-${id}`;
    expect((await post(id, 'deploy', { environment: 'staging' }, key)).status).toBe(202);
    await forgetAnswer(key, 11);
    await deploymentRow(id, `${id}-staging-1`, 'live');
    await setReady(id, '2026-02-02T00:00:00Z');
    expect(await post(id, 'deploy', { environment: 'staging' }, key)).toMatchObject({ status: 202, body: { deployment_id: `${id}-staging-1` } });
    await api.app.deps.temporal.workflow.getHandle(id).signal('finish');
    expect(await api.app.deps.temporal.workflow.getHandle(id).result()).toHaveLength(1);
  });

  it('waits a moment between the decision and its beginning', async () => {
    const id = await readyBuild('2026-01-01T00:00:00Z');
    await setReady(id, null);
    await engines.sql(
      `insert into approvals (id, build_id, decision, gate, generation, subject_digest, user_id, result) values ($1, $2, 'deploy', 'G8', 1, $3, 'local', '{}')`,
      [`${id}-d`, id, DIGEST],
    );
    const early = await post(id, 'deploy', { environment: 'staging' });
    expect(early).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
    expect(early.headers.get('retry-after')).toBe('1');
  });
});

describe('a return to the deployment before', () => {
  it('is started once for a double click, from whichever build of the project', async () => {
    const id = await api.create();
    expect(await post(id, 'rollback', { environment: 'staging' })).toMatchObject({ status: 409, body: { code: 'ACTION_NOT_ALLOWED' } });
    const other = await api.create({ description: 'more of it', project_id: id.replace('int-code-', 'proj-') });
    await serve(id, 'd-2', 'd-1', 2);
    // Not started yet: the stub's workflow would be over at once and count as lost.
    await api.app.deps.outbox.stop();
    const answers = await Promise.all([id, id, id, other].map((build) => post(build, 'rollback', { environment: 'staging' })));
    for (const answer of answers) expect(answer).toMatchObject({ status: 202, body: { deployment_id: 'd-1', environment: 'staging', status: 'requested' } });
    const made = [...(await promises(id)), ...(await promises(other))];
    expect(made).toMatchObject([{ kind: 'rollback:1', payload: { environment: 'staging', deploymentId: 'd-1', generation: 2 } }]);
    api.app.deps.outbox.start();
  });

  it('is refused while a deployment to that environment is under way', async () => {
    const id = await api.create();
    await serve(id, 'd-2', 'd-1', 2);
    for (const status of ['requested', 'building', 'testing', 'starting', 'switching']) {
      await deploymentRow(id, `${id}-staging-3`, status);
      const refused = await post(id, 'rollback', { environment: 'staging' });
      expect(refused).toMatchObject({ status: 409, body: { code: 'ACTION_NOT_ALLOWED', detail: expect.stringContaining('under way') } });
    }
    await deploymentRow(id, `${id}-staging-3`, 'failed');
    expect((await post(id, 'rollback', { environment: 'staging' })).status).toBe(202);
  });

  it('is started with what it needs, and again once it has failed or its workflow is gone', async () => {
    const id = await api.create();
    await deploymentRow(id, `${id}-staging-1`, 'superseded');
    await serve(id, `${id}-staging-2`, `${id}-staging-1`, 2);
    const roll = () => post(id, 'rollback', { environment: 'staging' });
    const handle = (number: number) => api.app.deps.temporal.workflow.getHandle(`${id}/deploy/rollback-${number}`);
    expect((await roll()).status).toBe(202);
    const input = await eventually(() =>
      handle(1)
        .result()
        .catch(() => null),
    );
    expect(input).toMatchObject({ buildId: id, deploymentId: `${id}-staging-1`, environment: 'staging', action: 'rollback' });
    // The stub's workflow closed and recorded nothing, like one that was terminated.
    await eventually(
      async () => (await engines.sql(`select 1 from outbox where build_id = $1 and kind = 'rollback:1' and done_at is not null`, [id])).length > 0,
    );
    expect((await roll()).status).toBe(202);
    expect(await promises(id)).toMatchObject([{ kind: 'rollback:1' }, { kind: 'rollback:2' }]);
    const ended = `insert into events (build_id, seq, key, kind, data) values ($1, $2, $3, 'deploy.ended', '{}')`;
    for (const number of [1, 2]) await engines.sql(ended, [id, 100 + number, `${id}/deploy/rollback-${number}/end`]);
    expect((await roll()).status).toBe(202);
    expect(await promises(id)).toHaveLength(3);
  });

  it('goes nowhere else when its request is repeated after it was done', async () => {
    const id = await api.create();
    await serve(id, 'd-2', 'd-1', 2);
    const first = await post(id, 'rollback', { environment: 'staging' }, `r-${id}`);
    const [promise] = await promises(id);
    const claim = { holder: 'dead', attempt: (promise?.payload as { attempt: string } | undefined)?.attempt, first: new Date().toISOString() };
    await engines.sql(`update idempotency_keys set status = 0, response = $2, created_at = now() - interval '11 seconds' where key = $1`, [
      `r-${id}`,
      JSON.stringify(claim),
    ]);
    await serve(id, 'd-1', 'd-2', 3);
    expect(await post(id, 'rollback', { environment: 'staging' }, `r-${id}`)).toMatchObject({ status: 202, text: first.text });
    expect(await promises(id)).toHaveLength(1);
  });
});
