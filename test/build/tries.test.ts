import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { planAgentRun } from '../../activities/build/agent-run.js';
import { dropCandidate, spreadOf } from '../../activities/build/candidates.js';
import { explainTask } from '../../activities/build/explain.js';
import { mergeTask, planTasks } from '../../activities/build/tasks.js';
import { acceptTry, closeSession, openSession } from '../../activities/build/tries.js';
import { readBuildFacts } from '../../activities/record.js';
import { oneModel } from '../../activities/llm/one-model.js';
import type { ModelRouter } from '../../activities/llm/port.js';
import { digestOf } from '../../db/canonical-json.js';
import { AgentStage, oneFails, report, type Session } from '../agent/stage.js';
import { newBuild } from '../harness/builds.js';
import { call, CountingProvider, uses } from '../harness/provider.js';

let stage: AgentStage;
beforeAll(async () => {
  stage = await AgentStage.open();
});
afterAll(() => stage.close());

const FAILING = oneFails({ file: 'tests/test_a.py', line: 12, message: 'test_a: expected 1' });
const write = (path: string, content = 'x = 1\n') => call('write_file', { path, content });
const open = (session: Session, over: object = {}) => openSession(stage.deps(), { buildId: session.buildId, taskId: 't1', generation: 1, attempt: 1, ...over });
const row = async (id: string) => (await stage.database.sql<Record<string, unknown>>('select * from sessions where id = $1', [id]))[0]!;
const task = async (session: Session) =>
  (
    await stage.database.sql<{ status: string; attempts: number; result: Record<string, unknown> }>(
      'select status, attempts, result from tasks where build_id = $1',
      [session.buildId],
    )
  )[0]!;

/** A first try whose checks failed. */
async function failedTry(): Promise<Session> {
  const session = await stage.session({ budgetUsd: 100 });
  stage.verdict = () => FAILING;
  await stage.work(stage.deps([uses(write('half.py'), call('run_checks'))]), session, { turnsMax: 1 });
  stage.verdict = () => report();
  return session;
}

describe('a try that failed', () => {
  it('is kept with what its checks said by name, for people and for the next try', async () => {
    const session = await failedTry();
    const failure = { file: 'tests/test_a.py', line: 12, rule: 'test-failed', message: 'test_a: expected 1' };
    for (let time = 0; time < 2; time += 1)
      expect(await closeSession(stage.deps(), { sessionId: session.sessionId, outcome: 'SOFT_FAIL', summary: 'gave up', progress: 0 })).toMatchObject({
        outcome: 'SOFT_FAIL',
      });
    expect(await task(session)).toMatchObject({ status: 'failed', result: { outcome: 'SOFT_FAIL', summary: 'gave up', failures: [failure], objection: null } });
    const { sessionId } = await open(session, { attempt: 2 });
    expect(await row(sessionId)).toMatchObject({
      base_commit: (await row(session.sessionId))['head'],
      task_base: (await row(session.sessionId))['task_base'],
      brief: null,
    });
    const deps = stage.deps([uses(call('finish'))]);
    await stage.work(deps, { ...session, sessionId }, { turnsMax: 1 });
    expect(JSON.stringify(deps.provider.requests[0]?.messages)).toContain('test_a: expected 1');
  });

  it('that wrote nothing is a hard failure', async () => {
    const session = await stage.session();
    expect((await closeSession(stage.deps(), { sessionId: session.sessionId, outcome: 'SOFT_FAIL', summary: 'lost', progress: 0 })).outcome).toBe('HARD_FAIL');
    expect(await task(session)).toMatchObject({ status: 'failed', result: { outcome: 'HARD_FAIL' } });
  });

  it('is explained to a person: what was tried, what fails, where the work is, what to do', async () => {
    const session = await failedTry();
    await closeSession(stage.deps(), { sessionId: session.sessionId, outcome: 'SOFT_FAIL', summary: 'gave up', progress: 0 });
    const first = await explainTask(stage.deps(), { sessionId: session.sessionId, why: 'failed' });
    expect(await explainTask(stage.deps(), { sessionId: session.sessionId, why: 'failed' })).toEqual(first);
    for (const part of [
      /Task t1 was tried 1 time and is not done: write the service/,
      /1\. not finished \(1 turn, \$0\.00\): gave up/,
      /- tests\/test_a\.py:12 test-failed: test_a: expected 1/,
      /partial-t1\.diff: half\.py/,
      /Suggestion: /,
    ])
      expect(first.summary).toMatch(part);
    const [artifact] = await stage.database.sql<{ content: string }>(`select content from artifacts where build_id = $1 and name = 'partial-t1.diff'`, [
      session.buildId,
    ]);
    expect(artifact?.content).toContain('+x = 1');
    expect(await stage.database.sql(`select kind from journal where build_id = $1 and kind = 'escalation'`, [session.buildId])).toHaveLength(1);
  });
});

describe('a change that is not accepted', () => {
  const findings = [{ file: 'tests/test_a.py', line: 3, rule: 'test-skipped', message: 'skipped ```now' }];

  it('is told to the next try by name, and never merged', async () => {
    const session = await stage.session();
    await stage.work(stage.deps([uses(write('a.py'), call('finish'))]), session);
    await closeSession(stage.deps(), {
      sessionId: session.sessionId,
      outcome: 'SOFT_FAIL',
      summary: 'skips a test',
      progress: 0,
      objection: { by: 'inspection', findings },
    });
    await expect(mergeTask(stage.deps(), session.sessionId)).rejects.toMatchObject({ code: 'CHECKS_FAILED' });
    const { sessionId } = await open(session, { attempt: 2 });
    const deps = stage.deps([uses(call('finish'))]);
    await stage.work(deps, { ...session, sessionId }, { turnsMax: 1 });
    const opening = deps.provider.requests[0]?.messages[1]?.content ?? '';
    expect(opening).toContain('the engine does not accept the change');
    expect(opening).toContain('````findings\n- tests/test_a.py:3 test-skipped: skipped ```now\n````');
  });

  it('stays accepted, and its task done, when attempts that were paused come back', async () => {
    const session = await stage.session();
    await stage.work(stage.deps([uses(write('a.py'), call('finish'))]), session);
    const { sessionId } = session;
    const close = () =>
      closeSession(stage.deps(), { sessionId, outcome: 'SOFT_FAIL', summary: 'look', progress: 0, objection: { by: 'inspection', findings } });
    await close();
    await acceptTry(stage.deps(), { sessionId, by: 'anna' });
    await close();
    await open(session);
    expect(await task(session)).toMatchObject({ status: 'done', result: { outcome: 'SUCCESS', accepted_by: 'anna' } });
    await expect(mergeTask(stage.deps(), sessionId)).resolves.toMatchObject({ commit: expect.any(String) });
  });

  it('is merged when a person accepts it', async () => {
    const session = await stage.session();
    await stage.work(stage.deps([uses(write('a.py'), call('finish'))]), session);
    await closeSession(stage.deps(), {
      sessionId: session.sessionId,
      outcome: 'SOFT_FAIL',
      summary: 'look',
      progress: 0,
      objection: { by: 'inspection', findings },
    });
    expect((await explainTask(stage.deps(), { sessionId: session.sessionId, why: 'findings' })).summary).toMatch(
      /its checks pass.*\n- tests\/test_a\.py:3 test-skipped/,
    );
    for (let time = 0; time < 2; time += 1) await acceptTry(stage.deps(), { sessionId: session.sessionId, by: 'anna' });
    expect(await task(session)).toMatchObject({ status: 'done', result: { outcome: 'SUCCESS', accepted_by: 'anna' } });
    const { commit } = await mergeTask(stage.deps(), session.sessionId);
    expect(await stage.git.store.head(session.projectId, 'main')).toBe(commit);
  });
});

describe('candidates', () => {
  it('have a branch, a brief and a temperature each, and leave nothing when they lose', async () => {
    const session = await stage.session();
    const ids = [];
    for (const number of [1, 2, 3]) ids.push((await open(session, { attempt: 2, candidate: { number, of: 3 } })).sessionId);
    expect(ids.map((id) => id.split('/').at(-1))).toEqual(['1.2c1', '1.2c2', '1.2c3']);
    const rows = await Promise.all(ids.map(row));
    expect(rows.map(({ temperature, candidate }) => [candidate, temperature])).toEqual([
      [1, null],
      [2, 0.3],
      [3, 1],
    ]);
    expect(rows[0]?.['brief']).toBeNull();
    expect(new Set(rows.map(({ brief }) => brief)).size).toBe(3);
    const asked = stage.deps([uses(write('b.py'))]);
    await stage.work(asked, { ...session, sessionId: ids[2]! }, { turnsMax: 1 });
    expect(asked.provider.requests[0]).toMatchObject({ temperature: 1 });
    for (let time = 0; time < 2; time += 1) await dropCandidate(stage.deps(), { sessionId: ids[2]!, winner: 1, summary: 'stopped' });
    expect(await row(ids[2]!)).toMatchObject({ state: 'ended', outcome: { outcome: 'LOST' } });
    expect((await stage.git.store.branches(session.projectId, `agt/${session.buildId}/`)).map(({ branch }) => branch.split('-').at(-1))).toEqual([
      '1.1',
      '1.2c1',
      '1.2c2',
    ]);
  });

  it('that all failed hand on the work of the one that came furthest', async () => {
    const session = await stage.session({ budgetUsd: 100 });
    const ids = [];
    for (const number of [1, 2]) ids.push((await open(session, { attempt: 2, candidate: { number, of: 2 } })).sessionId);
    stage.verdict = () => FAILING;
    for (const id of ids.slice(1)) await stage.work(stage.deps([uses(write('c.py'), call('run_checks'))]), { ...session, sessionId: id }, { turnsMax: 1 });
    stage.verdict = () => report();
    for (const id of ids) await closeSession(stage.deps(), { sessionId: id, outcome: 'SOFT_FAIL', summary: 's', progress: 0 });
    const next = await row((await open(session, { attempt: 3 })).sessionId);
    expect(next['head']).toBe((await row(ids[1]!))['head']);
  });

  it('differ by a stronger model where there is one', async () => {
    expect([1, 2, 3, 4].map((number) => spreadOf(number, true, 0).escalate)).toEqual([0, 1, 0, 1]);
    expect([1, 2].map((number) => spreadOf(number, true, 1).escalate)).toEqual([1, 1]);
    const session = await stage.session();
    const models: ModelRouter = { ...oneModel(new CountingProvider(null, [])), nameOf: ({ escalate = 0 }) => `model-${escalate}` };
    const ask = (over: object = {}) =>
      openSession(stage.deps([], { models, team: { roles: null, rescueCandidates: 3 }, ...over }), {
        buildId: session.buildId,
        taskId: 't1',
        generation: 1,
        attempt: 1,
      });
    expect((await ask()).rescue).toEqual({ stronger: true, candidates: 3 });
    await stage.database.sql(`update builds set model_override = 'mine' where id = $1`, [session.buildId]);
    expect((await ask()).rescue).toEqual({ stronger: false, candidates: 3 });
  });
});

describe('the tasks of a plan', () => {
  it('go to roles that exist and take part, with a note where that is not what the plan says', async () => {
    const plan = {
      title: 'Tasks',
      tasks: [
        { id: 'page', goal: 'a page', role: 'UI wizard' },
        { id: 'tests', goal: 'tests', role: 'qa-engineer' },
      ],
    };
    const options = { tests: true, docs: true, deployment: true, review: false, roles: ['frontend-developer'] };
    const { buildId } = await newBuild(stage.database.db, { options, plan: { digest: digestOf(plan), plan, author: 'me' } });
    for (let time = 0; time < 2; time += 1)
      expect((await planTasks(stage.deps(), buildId, 1)).tasks.map(({ id, role }) => [id, role])).toEqual([
        ['page', 'frontend-developer'],
        ['tests', 'backend-developer'],
      ]);
    expect(await stage.database.sql('select kind, text from journal where build_id = $1', [buildId])).toEqual([
      { kind: 'note', text: expect.stringMatching(/UI wizard[\s\S]*takes no part/) },
    ]);
    expect((await readBuildFacts(stage.deps(), buildId)).team.roles).toEqual(['backend-developer', 'frontend-developer', 'product-manager']);
  });
});

describe('one role by itself', () => {
  it('is one task in the language of the project; what only reads may finish whatever the checks say', async () => {
    const { projectId } = await stage.session();
    await stage.database.sql(`update builds set language = 'node' where project_id = $1`, [projectId]);
    const options = { tests: true, docs: false, deployment: false, review: false, agent: 'analyst' };
    const { buildId } = await newBuild(stage.database.db, { projectId, options, description: 'what does it do?' });
    for (let time = 0; time < 2; time += 1) expect((await planAgentRun(stage.deps(), buildId)).tasks).toMatchObject([{ id: 'agent', role: 'analyst' }]);
    const { sessionId } = await openSession(stage.deps(), { buildId, taskId: 'agent', generation: 1, attempt: 1 });
    expect(await row(sessionId)).toMatchObject({ role: 'analyst', language: 'node' });
    stage.verdict = () => FAILING;
    const done = await stage.work(stage.deps([uses(call('note', { text: 'it keeps tasks' }), call('finish', { summary: 'told' }))]), {
      buildId,
      projectId,
      sessionId,
      branch: '',
    });
    stage.verdict = () => report();
    expect(done.ended).toEqual({ outcome: 'SUCCESS', summary: 'told' });
    await closeSession(stage.deps(), { sessionId, outcome: 'SUCCESS', summary: 'told', progress: 94 });
    expect(await mergeTask(stage.deps(), sessionId)).toEqual({ commit: await stage.git.store.head(projectId, 'main') });
  });
});
