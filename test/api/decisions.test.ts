import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { digestOf } from '../../db/canonical-json.js';
import { NOT_BUILT_RISK } from '../../contracts/not-built.js';
import { planSchema, type Plan } from '../../schemas/plan.js';
import { eventually } from '../embedded/workshop.js';
import { Api, Engines } from './stack.js';
import { startStubWorker } from './stub-worker.js';

const DIGEST = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);
const PLAN = { title: 'Tasks', tasks: [{ id: 't1', goal: 'write it' }] };

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

/** A build whose workflow and row wait for the same thing. */
async function waitingBuild(kind = 'plan', digest = DIGEST): Promise<string> {
  const id = await api.create();
  const handle = api.app.deps.temporal.workflow.getHandle(id);
  await eventually(() =>
    handle.signal('nowWaits', digest).then(
      () => true,
      () => false,
    ),
  );
  await setWaiting(id, kind, digest);
  return id;
}

async function setWaiting(id: string, kind: string | null, digest = DIGEST, since = '2026-01-01T00:00:00.000Z'): Promise<void> {
  const waiting =
    kind === null ? null : { kind, gate: 'G2', subject_digest: digest, summary: 'the plan', since, actions: ['approve', 'reject', 'requestChanges'] };
  await engines.sql('update builds set waiting_for = $2, status = $3, plan_digest = $4, plan_version = 1 where id = $1', [
    id,
    waiting === null ? null : JSON.stringify(waiting),
    kind === 'deploy' ? 'ready' : 'awaiting_review',
    digest,
  ]);
}

const post = (id: string, action: string, body: unknown = {}, headers: Record<string, string> = {}) =>
  api.ask('POST', `/api/coding_agent/${id}/${action}`, { body, headers });

describe('approving', () => {
  it('approves what waits with an empty body, and with no body at all', async () => {
    const first = await waitingBuild();
    expect(await post(first, 'approve')).toMatchObject({ status: 200, body: { id: first, decision: 'approve', gate: 'G2', subject_digest: DIGEST } });
    const second = await waitingBuild();
    expect((await api.ask('POST', `/coding_agent/${second}/approve`)).status).toBe(200);
  });

  it('gives one hundred approvals of the same thing the same first result, and takes one', async () => {
    const id = await waitingBuild();
    const answers = await Promise.all(Array.from({ length: 100 }, () => post(id, 'approve', { subject_digest: DIGEST })));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(200);
    await api.app.deps.temporal.workflow.getHandle(id).signal('finish');
    expect(await api.app.deps.temporal.workflow.getHandle(id).result()).toHaveLength(1);
  });

  it('refuses a digest that is not the current one, and takes its first eight characters', async () => {
    const id = await waitingBuild();
    expect(await post(id, 'approve', { subject_digest: OTHER })).toMatchObject({ status: 409, body: { code: 'APPROVAL_STALE' } });
    expect(await post(id, 'approve', { subject_digest: DIGEST.slice(0, 8) })).toMatchObject({ status: 200 });
  });

  it('lets the workflow refuse what the row still shows', async () => {
    const id = await waitingBuild();
    await api.app.deps.temporal.workflow.getHandle(id).signal('nowWaits', OTHER);
    expect(await post(id, 'approve')).toMatchObject({ status: 409, body: { code: 'APPROVAL_STALE' } });
    await api.app.deps.temporal.workflow.getHandle(id).signal('nowWaits', null);
    expect(await post(id, 'reject', { reason: 'no' })).toMatchObject({ status: 409, body: { code: 'NOTHING_TO_APPROVE' } });
  });

  it('answers an approval that was taken before from its row, whatever the build does now', async () => {
    const id = await waitingBuild();
    await setWaiting(id, null);
    const result = JSON.stringify({ decision: 'approve', gate: 'G2', subject_digest: DIGEST });
    await engines.sql(
      `insert into approvals (id, build_id, decision, gate, generation, subject_digest, user_id, result) values ($1, $2, 'approve', 'G2', 1, $3, 'local', $4)`,
      [`${id}-a`, id, DIGEST, result],
    );
    expect(await post(id, 'approve', { subject_digest: DIGEST })).toMatchObject({ status: 200, body: { id, decision: 'approve', subject_digest: DIGEST } });
    expect(await post(id, 'approve')).toMatchObject({ status: 409, body: { code: 'NOTHING_TO_APPROVE' } });
    // The same thing waits anew: an old approval does not count for it.
    await setWaiting(id, 'plan', DIGEST, '2026-02-02T00:00:00.000Z');
    const again = await post(id, 'approve', { subject_digest: DIGEST });
    expect(again.body['message']).toBeDefined();
  });

  it('stores an edited plan as the next version and names it in the decision', async () => {
    const id = await waitingBuild();
    const answer = await post(id, 'approve', { subject_digest: DIGEST, plan: PLAN });
    expect(answer.status).toBe(200);
    const [row] = await engines.sql<{ version: number; digest: string; plan: object; author: string }>('select * from plan_versions where build_id = $1', [id]);
    expect(row).toMatchObject({ version: 1, author: 'local' });
    expect(row?.digest).toBe(digestOf(row?.plan));
    expect(answer.body['message']).toMatchObject({ planVersion: 1, planDigest: row?.digest });
    expect(await post(id, 'approve', { subject_digest: DIGEST, plan: PLAN })).toMatchObject({ status: 200, text: answer.text });
  });

  it('edits the plan that waits, and refuses an edit of an old one', async () => {
    const id = await waitingBuild();
    const put = (body: unknown) => api.ask('PUT', `/api/coding_agent/${id}/plan`, { body });
    expect(await put({ plan: PLAN, base_digest: OTHER })).toMatchObject({ status: 409, body: { code: 'APPROVAL_STALE' } });
    const edited = await put({ plan: PLAN, base_digest: DIGEST });
    expect(edited).toMatchObject({ status: 200, body: { version: 1 } });
    const read = await api.ask('GET', `/api/coding_agent/${id}/plan?version=1`);
    expect(read).toMatchObject({ status: 200, body: { version: 1, digest: edited.body['digest'], author: 'local', plan: { title: 'Tasks' } } });
  });

  it('takes edited requirements, a line each, and says which line is none', async () => {
    const id = await waitingBuild();
    const put = (requirements: unknown) => api.ask('PUT', `/api/coding_agent/${id}/plan`, { body: { plan: { ...PLAN, requirements }, base_digest: DIGEST } });
    for (const bad of ['x'.repeat(2_001), 'nul \u0000'])
      expect(await put(['fast', bad])).toMatchObject({ status: 422, body: { errors: [{ pointer: '/plan/requirements/1' }] } });
    const { body } = await put(['it is fast', 'it is free']);
    const read = await api.ask('GET', `/api/coding_agent/${id}/plan?version=${String(body['version'])}`);
    expect(read).toMatchObject({ status: 200, body: { plan: { requirements: ['it is fast', 'it is free'] } } });
  });

  it('does not answer an edit, or an approval with one, like another edit that was taken', async () => {
    const id = await waitingBuild();
    const put = (title: string) => api.ask('PUT', `/api/coding_agent/${id}/plan`, { body: { ...PLAN, title } });
    // The plan a build waits with is the one its row names.
    await engines.sql('update builds set plan_digest = $2 where id = $1', [id, DIGEST]);
    const first = await put('mine');
    expect(first.status).toBe(200);
    await engines.sql(
      `insert into approvals (id, build_id, decision, gate, generation, subject_digest, user_id, result) values ($1, $2, $3, 'G2', 1, $4, 'local', '{}')`,
      ['another', id, 'editPlan', DIGEST],
    );
    await engines.sql(
      `insert into approvals (id, build_id, decision, gate, generation, subject_digest, user_id, result) values ($1, $2, $3, 'G2', 1, $4, 'local', '{}')`,
      ['yet-another', id, 'approve', DIGEST],
    );
    expect(await put('yours')).toMatchObject({ status: 409, body: { code: 'NOTHING_TO_APPROVE' } });
    expect(await post(id, 'approve', { plan: { ...PLAN, title: 'yours' } })).toMatchObject({ status: 409, body: { code: 'NOTHING_TO_APPROVE' } });
    expect(await put('mine')).toMatchObject({ status: 200, text: first.text });
    expect(await post(id, 'approve')).toMatchObject({ status: 200 });
  });

  it('takes the plan it gave back with a changed goal, wrapped and bare', async () => {
    const id = await waitingBuild();
    const stored = planSchema.parse({ ...PLAN, language: 'python', risks: 'none', made_by: 'template' });
    await engines.sql(`insert into plan_versions (build_id, version, digest, plan, author, key) values ($1, 1, $2, $3, 'template', 'plan')`, [
      id,
      DIGEST,
      JSON.stringify(stored),
    ]);
    const given = (await api.ask('GET', `/api/coding_agent/${id}/plan`)).body['plan'] as unknown as Plan;
    const wrapped = { ...given, tasks: given.tasks.map((task) => ({ ...task, goal: 'write it well' })) };
    const first = await api.ask('PUT', `/api/coding_agent/${id}/plan`, { body: { plan: wrapped, base_digest: DIGEST } });
    expect(first).toMatchObject({ status: 200, body: { version: 2, digest: digestOf(wrapped) } });
    // What the record of the first edit does in the real workflow, and the next wait.
    await engines.sql('update builds set plan_digest = $2, plan_version = 2 where id = $1', [id, first.body['digest']]);
    await api.app.deps.temporal.workflow.getHandle(id).signal('nowWaits', first.body['digest']);
    const bare = { ...given, title: 'Tasks, well done' };
    const second = await api.ask('PUT', `/api/coding_agent/${id}/plan`, { body: bare });
    expect(second).toMatchObject({ status: 200, body: { version: 3, digest: digestOf(bare) } });
    const read = (await api.ask('GET', `/api/coding_agent/${id}/plan?version=3`)).body;
    expect(read).toMatchObject({ author: 'local', plan: { title: 'Tasks, well done', made_by: 'template', risks: ['none'], language: 'python' } });
  });
});

describe('an edit of a plan that the template model builds', () => {
  const LINE = 'Send a postcard for each entry';
  const UNBUILT = `a line of the plan: "${LINE}"`;

  /** A build whose plan is of that model, and the plan with a line more. */
  async function edited() {
    const id = await waitingBuild();
    const plan = planSchema.parse({ ...PLAN, requirements: ['Each task has: title (text, required)'], tasks: [{ id: 'api', goal: 'the whole service' }] });
    await engines.sql(`insert into plan_versions (build_id, version, digest, plan, author, key) values ($1, 1, $2, $3, 'template', 'plan')`, [
      id,
      DIGEST,
      JSON.stringify(plan),
    ]);
    await engines.sql(`update builds set model = 'template', description = 'a REST API for tasks with title' where id = $1`, [id]);
    return { id, plan: { ...plan, requirements: [...plan.requirements, LINE] } };
  }

  it('is stored, shown and approved with what will not be built of it', async () => {
    const { id, plan } = await edited();
    const answer = await api.ask('PUT', `/api/coding_agent/${id}/plan`, { body: { plan, base_digest: DIGEST } });
    expect(answer).toMatchObject({ status: 200, body: { version: 2, not_built: [UNBUILT] } });
    const shown = (await api.ask('GET', `/api/coding_agent/${id}/plan?version=2`)).body;
    expect(shown['plan']).toEqual({ ...plan, risks: [`${NOT_BUILT_RISK}${UNBUILT}`] });
    expect(shown['digest']).toBe(digestOf(shown['plan']));
    expect(answer.body['message']).toMatchObject({ planVersion: 2, planDigest: shown['digest'] });
  });

  it('that takes a told line out again is one version, however often it is sent', async () => {
    const { id, plan } = await edited();
    const put = (given: unknown) => api.ask('PUT', `/api/coding_agent/${id}/plan`, { body: { plan: given } });
    // What the record of an edit does in the real workflow, and the next wait.
    const waitsAgain = async ({ digest, version }: Record<string, unknown>) => {
      await engines.sql('update builds set plan_digest = $2, plan_version = $3, waiting_for = waiting_for || $4::jsonb where id = $1', [
        id,
        digest,
        version,
        JSON.stringify({ subject_digest: digest, since: `2026-01-0${String(version)}T00:00:00.000Z` }),
      ]);
      await api.app.deps.temporal.workflow.getHandle(id).signal('nowWaits', digest);
    };
    await waitsAgain((await put(plan)).body);
    const told = (await api.ask('GET', `/api/coding_agent/${id}/plan`)).body['plan'] as unknown as Plan;
    const without = { ...told, requirements: plan.requirements.slice(0, -1) };
    const first = await put(without);
    expect(first).toMatchObject({ status: 200, body: { version: 3, not_built: [] } });
    await waitsAgain(first.body);
    const again = await put(without);
    expect(again).toMatchObject({ status: 200, body: { decision: 'editPlan', gate: 'G2', version: 3, digest: first.body['digest'], not_built: [] } });
    const versions = await engines.sql<{ version: number; plan: Plan }>('select version, plan from plan_versions where build_id = $1 order by version', [id]);
    expect(versions.map(({ version, plan: { risks } }) => [version, risks])).toEqual([
      [1, []],
      [2, [`${NOT_BUILT_RISK}${UNBUILT}`]],
      [3, []],
    ]);
  });

  it('back to the plan of before is no repeat while the build takes a newer one in', async () => {
    const { id, plan } = await edited();
    const { plan: before } = (await api.ask('GET', `/api/coding_agent/${id}/plan`)).body as unknown as { plan: Plan };
    const put = (body: Record<string, unknown>) => api.ask('PUT', `/api/coding_agent/${id}/plan`, { body });
    const { digest } = (await put({ plan })).body;
    // The row names the plan of before still: taken for a repeat, the wish to have it back would be lost.
    expect(await put({ plan: before, base_digest: digest })).toMatchObject({ status: 409, body: { code: 'APPROVAL_STALE' } });
  });

  it('is one version also while the build has not recorded it yet', async () => {
    const { id, plan } = await edited();
    const put = () => api.ask('PUT', `/api/coding_agent/${id}/plan`, { body: { plan } });
    const first = await put();
    expect(first).toMatchObject({ status: 200, body: { version: 2 } });
    // Between two waits for the plan the row says another time, and still the digest of before.
    await setWaiting(id, 'plan', DIGEST, '2026-03-03T00:00:00.000Z');
    await put();
    expect(await engines.sql('select version from plan_versions where build_id = $1 and version > 1', [id])).toEqual([{ version: 2 }]);
  });

  it('is approved as it was sent, and the answer says what will not be built', async () => {
    const { id, plan } = await edited();
    const answer = await post(id, 'approve', { subject_digest: DIGEST, plan });
    expect(answer).toMatchObject({ status: 200, body: { not_built: [UNBUILT] } });
    const { plan: stored } = (await api.ask('GET', `/api/coding_agent/${id}/plan?version=2`)).body;
    expect(stored).toEqual(plan);
  });

  it('goes into a fork in the same words', async () => {
    const { id, plan } = await edited();
    const fork = await post(id, 'fork', { at: { phase: 'plan' }, plan });
    expect(fork.status).toBe(202);
    const { plan: kept } = (await api.ask('GET', `/api/coding_agent/${String(fork.body['id'])}/plan`)).body as unknown as { plan: Plan };
    expect(kept.risks).toEqual([`${NOT_BUILT_RISK}${UNBUILT}`]);
  });
});

describe('other decisions', () => {
  it('hands a deployment over when the build is ready, once per wait and environment', async () => {
    const id = await waitingBuild('deploy');
    const first = await post(id, 'deploy', { environment: 'staging' });
    expect(first).toMatchObject({ status: 202, body: { deployment_id: 'd-1', environment: 'staging', status: 'requested' } });
    await post(id, 'deploy', { environment: 'staging' });
    await api.app.deps.temporal.workflow.getHandle(id).signal('finish');
    expect(await api.app.deps.temporal.workflow.getHandle(id).result()).toHaveLength(1);
  });

  it('passes texts on as they were said', async () => {
    const id = await waitingBuild('question');
    const [guidance, review, budget] = await Promise.all([
      post(id, 'guidance', { text: 'mind the dates' }),
      post(id, 'request_review', { question: 'is it good?' }),
      post(id, 'raise_budget', { budget_usd: 9 }),
    ]);
    expect([guidance, review, budget].map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(guidance?.body['message']).toMatchObject({ text: 'mind the dates', userId: 'local' });
    expect(review?.body['message']).toMatchObject({ question: 'is it good?' });
    expect(budget?.body['message']).toMatchObject({ budgetUsd: 9 });
    expect((await post(id, 'answer', { answer: 'yes' })).body['message']).toMatchObject({ answer: 'yes', subjectDigest: DIGEST });
  });

  it('lets a user spend more this month, and wakes each of their builds that waits for money', async () => {
    const [one, two] = [await waitingBuild('budget'), await waitingBuild('budget')];
    expect(await post(one, 'raise_budget', { budget_usd: 300, scope: 'year' })).toMatchObject({ status: 422 });
    expect(await post(one, 'raise_budget', { budget_usd: 300, scope: 'month' })).toMatchObject({ status: 200, body: { id: one, decision: 'raiseBudget' } });
    expect(await engines.sql(`select scope, limit_usd::float8 as usd from spending where owner = 'local' and limit_usd is not null`)).toEqual([
      { scope: 'month', usd: 300 },
    ]);
    for (const id of [one, two]) {
      const handle = api.app.deps.temporal.workflow.getHandle(id);
      await handle.signal('finish');
      // The build's own budget stays what it was.
      expect(await handle.result()).toMatchObject([{ budgetUsd: 5, userId: 'local' }]);
      await setWaiting(id, null);
    }
  });

  it('answers the same Idempotency-Key the same, and refuses it with another body', async () => {
    const id = await waitingBuild();
    const key = { 'idempotency-key': `g-${id}` };
    const first = await post(id, 'guidance', { text: 'one' }, key);
    expect(await post(id, 'guidance', { text: 'one' }, key)).toMatchObject({ status: 200, body: first.body });
    expect(await post(id, 'guidance', { text: 'two' }, key)).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_MISMATCH' } });
  });

  it('stops a build, also one whose workflow was not started yet', async () => {
    const id = await waitingBuild();
    expect(await post(id, 'stop')).toMatchObject({ status: 202, body: { id } });
    await api.app.deps.outbox.stop();
    const waiting = await api.create();
    expect(await post(waiting, 'approve')).toMatchObject({ status: 409 });
    expect(await post(waiting, 'guidance', { text: 'x' })).toMatchObject({ status: 409, body: { code: 'ACTION_NOT_ALLOWED' } });
    expect(await post(waiting, 'stop', { reason: 'changed my mind' })).toMatchObject({ status: 202 });
    expect(await api.app.deps.temporal.workflow.getHandle(waiting).result()).toMatchObject([{ reason: 'changed my mind' }]);
    api.app.deps.outbox.start();
  });

  it('forks a build with its intent and its plan', async () => {
    const id = await api.create({ description: 'a REST API for books', options: { deployment: false } });
    await engines.sql(`insert into plan_versions (build_id, version, digest, plan, author, key) values ($1, 1, 'd', $2, 'template', 'plan')`, [
      id,
      JSON.stringify(PLAN),
    ]);
    const forked = await post(id, 'fork', { budget_usd: 2 });
    expect(forked.status).toBe(202);
    const status = await api.ask('GET', `/api/coding_agent/status/${String(forked.body['id'])}`);
    expect(status.body).toMatchObject({ parent_build_id: id, description: 'a REST API for books', budget_usd: 2, options: { deployment: false, tests: true } });
    expect(await api.ask('GET', `/api/coding_agent/${String(forked.body['id'])}/plan`)).toMatchObject({ status: 200, body: { version: 1, plan: PLAN } });
  });
});

describe('when something is away', () => {
  it('refuses a decision that no worker takes with 503, and takes its repeat once a worker is back', async () => {
    const id = await waitingBuild();
    await stopWorker();
    const refused = await post(id, 'approve', { subject_digest: DIGEST });
    expect(refused).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await api.ask('GET', '/health')).toMatchObject({ status: 200 });
    stopWorker = await startStubWorker(engines.address, api.queues.core);
    expect(await post(id, 'approve', { subject_digest: DIGEST })).toMatchObject({ status: 200 });
  });
});
