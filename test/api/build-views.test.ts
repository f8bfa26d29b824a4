import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { builds, llmCalls, sessions, spending, steps } from '../../db/schema/index.js';
import { Api, Engines } from './stack.js';

/** What the pages of the web app read beside what other clients did before it. */
let engines: Engines;
let api: Api;
let id: string;
beforeAll(async () => {
  engines = await Engines.start({ temporal: false });
  api = await Api.start(engines, { background: false, temporalUiUrl: 'http://127.0.0.1:8233/' });
  id = await api.create({ description: 'a REST API for books' });
});
afterAll(async () => {
  await api.stop();
  await engines.stop();
});

const list = async (query: string) =>
  (await api.ask('GET', `/api/coding_agent/active${query}`)).body['items'] as unknown as { id: string; cost_usd: number; ended_at: string | null }[];

describe('the list of builds', () => {
  it('can be asked for those that wait, those that ended and all, with cost and end', async () => {
    const [waits, ended] = [await api.create(), await api.create()];
    const orm = api.database.orm;
    const waitingFor = { kind: 'plan', gate: 'G2', subject_digest: 'd', summary: 's', since: new Date().toISOString(), actions: ['approve'] } as const;
    await orm
      .update(builds)
      .set({ waitingFor: { ...waitingFor, actions: ['approve'] } })
      .where(eq(builds.id, waits));
    await orm.update(builds).set({ endedAt: new Date(), status: 'stopped', costUsd: 0.25 }).where(eq(builds.id, ended));
    const ids = async (query: string) => (await list(query)).map((build) => build.id);
    expect(await ids('?status=waiting')).toEqual([waits]);
    expect(await ids('?status=ended')).toEqual([ended]);
    expect(await ids('')).toEqual([waits, id]);
    expect(await ids('?status=any')).toEqual([ended, waits, id]);
    expect(await ids('?status=constructor')).toEqual([]);
    expect((await list('?status=ended'))[0]).toMatchObject({
      cost_usd: 0.25,
      project_type: 'api',
      budget_usd: expect.any(Number),
      ended_at: expect.stringMatching(/Z$/),
    });
  });
});

describe('one build', () => {
  it('says what each phase cost and where its workflow is shown', async () => {
    await api.database.orm.insert(spending).values({ scope: 'phase', owner: id, period: 'code', costUsd: 0.125 });
    const { body } = await api.ask('GET', `/api/coding_agent/status/${id}`);
    expect(body).toMatchObject({ phase_costs: [{ phase: 'code', usd: 0.125 }], temporal_url: `http://127.0.0.1:8233/namespaces/default/workflows/${id}` });
  });
});

describe('one step', () => {
  beforeAll(async () => {
    const orm = api.database.orm;
    const sessionId = `${id}/task/t1/1.1`;
    const session = {
      id: sessionId,
      buildId: id,
      taskId: 't1',
      role: 'developer',
      generation: 1,
      attempt: 1,
      branch: 'b',
      baseCommit: 'c0',
      head: 'c1',
      language: 'python',
    };
    await orm.insert(sessions).values(session);
    await orm.insert(llmCalls).values({
      key: `${sessionId}/1`,
      buildId: id,
      sessionId,
      turn: 1,
      purpose: 'turn',
      requestDigest: 'd',
      requestBytes: 1,
      model: 'm',
      state: 'answered',
      lease: 'l',
      answer: { content: 'I write it.', toolCalls: [{ id: 'call-1', name: 'write_file', arguments: '{"path":"a.py"}' }] },
    });
    const step = {
      sessionId,
      turn: 1,
      call: 0,
      buildId: id,
      toolCallId: 'call-1',
      tool: 'write_file',
      ok: true,
      result: 'wrote a.py',
      summary: 'a.py',
      headAfter: 'c1',
      durationMs: 12,
    };
    await orm.insert(steps).values(step);
  });

  it('is shown in whole, by its number or its name', async () => {
    const whole = { ordinal: 1, at: 't1/1.0', tool: 'write_file', text: 'I write it.', arguments: '{"path":"a.py"}', result: 'wrote a.py', duration_ms: 12 };
    for (const name of ['1', 't1/1.0', 't1#1.1/1.0']) {
      const answer = await api.ask('GET', `/api/coding_agent/${id}/steps/${encodeURIComponent(name)}`);
      expect([name, answer.status]).toEqual([name, 200]);
      expect(answer.body).toMatchObject(whole);
    }
  });

  it('is not there when nothing has that name, or the build is another', async () => {
    for (const name of ['2', 't1/1.1', 't2/1.0', 'x', "'", '%00', '999999999'])
      expect([name, (await api.ask('GET', `/api/coding_agent/${id}/steps/${encodeURIComponent(name)}`)).status]).toEqual([name, 404]);
    expect((await api.ask('GET', `/api/coding_agent/${await api.create()}/steps/1`)).status).toBe(404);
  });
});
