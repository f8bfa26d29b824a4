import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api, Engines } from './stack.js';

let engines: Engines;
let api: Api;
let projectId: string;
beforeAll(async () => {
  engines = await Engines.start({ temporal: false });
  api = await Api.start(engines, { background: false });
  projectId = String((await api.ask('POST', '/projects', { body: { name: 'Tasks' } })).body['id']);
});
afterAll(async () => {
  await api.stop();
  await engines.stop();
});

const run = (over: object = {}, headers: Record<string, string> = {}) =>
  api.ask('POST', '/api/agents/execute', { body: { projectId, agentType: 'analyst', userPrompt: 'what does it do?', ...over }, headers });

describe('the roles', () => {
  it('are listed with tools and limits', async () => {
    const { status, body } = await api.ask('GET', '/api/agents');
    expect([status, body['total']]).toEqual([200, 14]);
    expect(body['agents']).toContainEqual({
      name: 'analyst',
      summary: expect.any(String),
      tools: expect.arrayContaining(['read_file', 'finish']),
      tier: 'medium',
      limits: { turns: 25, minutes: 30, usd: 2 },
    });
  });
});

describe('one role by itself', () => {
  it('is accepted as a build of that project, whose status can be read at once', async () => {
    const answer = await run({ agentType: 'QA Engineer', userPrompt: 'find out why it is slow\nand say so' });
    const id = String(answer.body['id']);
    expect(answer).toMatchObject({ status: 202, body: { id: expect.stringMatching(/^int-code-/), status_url: `/api/coding_agent/status/${id}` } });
    const status = await api.ask('GET', `/coding_agent/status/${id}`);
    expect(status.body).toMatchObject({
      title: 'qa-engineer: find out why it is slow',
      description: 'find out why it is slow\nand say so',
      project_id: projectId,
      options: { docs: false, deployment: false, agent: 'qa-engineer' },
    });
    expect(await engines.sql('select kind from outbox where build_id = $1', [id])).toEqual([{ kind: 'start' }]);
  });

  it('is started once for one Idempotency-Key', async () => {
    const [first, again] = [await run({}, { 'idempotency-key': 'look' }), await run({}, { 'idempotency-key': 'look' })];
    expect(again).toMatchObject({ status: 202, body: first.body });
    expect(await run({ userPrompt: 'something else' }, { 'idempotency-key': 'look' })).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_MISMATCH' } });
  });

  it('is refused with what is wrong: a role, a project, a prompt, a key nobody knows', async () => {
    expect(await run({ agentType: 'wizard' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/agentType', detail: expect.stringContaining('analyst, architect') }] },
    });
    expect(await run({ projectId: 'proj-nobody' })).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect(await run({ agentType: 'wizard', projectId: 'proj-nobody' })).toMatchObject({ status: 422 });
    for (const over of [{ userPrompt: ' ' }, { userPrompt: 7 }, { projectId: undefined }, { secret: true }])
      expect(await run(over)).toMatchObject({ status: 422 });
    expect((await api.ask('POST', '/agents/execute', { body: {}, token: null })).status).toBe(401);
  });
});

describe('the team of a build', () => {
  const create = (options: object) => api.ask('POST', '/coding_agent/create', { body: { description: 'a REST API for tasks', options } });

  it('is kept as it was asked for', async () => {
    const { body } = await create({ roles: ['qa-engineer', 'code-reviewer'], candidates: 3 });
    const status = await api.ask('GET', `/coding_agent/status/${String(body['id'])}`);
    expect(status.body['options']).toEqual({
      tests: true,
      docs: true,
      deployment: true,
      review: false,
      roles: ['qa-engineer', 'code-reviewer'],
      candidates: 3,
    });
  });

  it('holds only roles that exist and as many candidates as make sense', async () => {
    expect(await create({ roles: ['qa-engineer', 'wizard'] })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/options/roles/1' }] } });
    for (const options of [{ candidates: 0 }, { candidates: 6 }, { candidates: 1.5 }, { roles: 'all' }, { agent: 'analyst' }])
      expect((await create(options)).status).toBe(422);
  });
});
