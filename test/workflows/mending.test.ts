import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Activities } from '../../activities/index.js';
import { MillwrightError } from '../../contracts/failures.js';
import { testEngines } from '../harness/engines.js';
import { Stage } from './stage.js';
import { COMMIT, hex } from './stubs.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open((await testEngines()).temporalAddress);
});
afterAll(() => stage.close());

type Ended = Awaited<ReturnType<Activities['work']>>['ended'];
const QUIET = { options: { tests: true, docs: false, deployment: false, review: false } };
const ONE_TASK: Partial<Activities> = { planTasks: () => Promise.resolve({ tasks: [{ id: 't1', role: 'dev', title: 'write' }], language: 'python' }) };

/** Sessions that end as listed, one entry an activity; the last again and again. */
function sessions(...ends: Ended[]): Partial<Activities> {
  let calls = 0;
  return { ...ONE_TASK, work: ({ turn }) => Promise.resolve({ turn, ended: ends[Math.min((calls += 1), ends.length) - 1] ?? null }) };
}
const soft: Ended = { outcome: 'SOFT_FAIL', summary: 'the checks do not pass' };
const success: Ended = { outcome: 'SUCCESS', summary: 'done' };

describe('checks on main', () => {
  const verdict = (passed: boolean) => Promise.resolve({ passed, commit: COMMIT, summary: passed ? '12 passed' : '1 failed', reportDigest: hex('f') });

  it('that fail are mended by a QA session and run again', async () => {
    const play = await stage.start(() => ({ verifyMain: ({ round }) => verdict(round > 2) }), QUIET);
    await play.approve('plan');
    expect(await play.end()).toMatchObject({ status: 'completed' });
    expect(play.calls.filter(({ name }) => name === 'addTask').map(({ input }) => [input['taskId'], input['role']])).toEqual([
      ['mend-1', 'qa-engineer'],
      ['mend-2', 'qa-engineer'],
    ]);
    expect(play.count('verifyMain')).toBe(3);
  });

  it('that never pass end the build, with what they said', async () => {
    const play = await stage.start(() => ({ verifyMain: () => verdict(false) }), QUIET);
    await play.approve('plan');
    expect(await play.end()).toMatchObject({ status: 'failed', code: 'CHECKS_FAILED', detail: expect.stringContaining('1 failed'), temporal: 'FAILED' });
    expect([play.count('verifyMain'), play.count('cleanUp')]).toEqual([4, 1]);
  });

  it('never give a task of the engine the name of a task of the plan', async () => {
    const tasks = ['mend-1', 'docs'].map((id) => ({ id, role: 'dev', title: id }));
    const play = await stage.start(() => ({ planTasks: () => Promise.resolve({ tasks, language: 'python' }), verifyMain: ({ round }) => verdict(round > 1) }), {
      options: { tests: true, docs: true, deployment: false, review: false },
    });
    await play.approve('plan');
    await play.end();
    expect(play.calls.filter(({ name }) => name === 'addTask').map(({ input }) => input['taskId'])).toEqual(['mend-1-2', 'docs-2']);
  });
});

describe('a task', () => {
  it('is tried three times, then a person is asked, whose answer gives three more', async () => {
    const play = await stage.start(() => sessions(soft, soft, soft, soft, success), QUIET);
    await play.approve('plan');
    const question = await play.waits('question');
    expect(question).toMatchObject({ gate: 'G5', summary: 'failed: t1/1.3', actions: ['answer', 'approve', 'reject'] });
    await play.decide('answer', { subjectDigest: question.subject_digest, answer: 'use sqlite' });
    expect(await play.end()).toMatchObject({ status: 'completed' });
    expect(play.calls.filter(({ name }) => name === 'openSession').map(({ input }) => input['attempt'])).toEqual([1, 2, 3, 4, 5]);
    expect(play.records.find(({ guidance }) => guidance)?.guidance).toMatchObject({ text: 'use sqlite', userId: 'local' });
    expect(play.count('mergeTask')).toBe(1);
  });

  it('that a person gives up ends the build', async () => {
    const play = await stage.start(() => sessions(soft), QUIET);
    await play.approve('plan');
    const { subject_digest: subjectDigest } = await play.waits('question');
    await play.decide('reject', { subjectDigest, reason: 'enough' });
    expect(await play.end()).toMatchObject({ status: 'failed', code: 'TASK_FAILED', detail: expect.stringContaining('the checks do not pass') });
    expect(play.count('mergeTask')).toBe(0);
  });

  it('whose session asks a question goes on with the answer', async () => {
    const play = await stage.start(() => sessions({ outcome: 'QUESTION', summary: 'which port?', call: 2 }, success), QUIET);
    await play.approve('plan');
    const question = await play.waits('question');
    expect(question.summary).toBe('which port?');
    expect(play.records.at(-1)?.patch?.status).toBe('awaiting_review');
    await play.decide('answer', { subjectDigest: question.subject_digest, answer: '8080' });
    expect(await play.end()).toMatchObject({ status: 'completed' });
    expect(play.calls.find(({ name }) => name === 'answerStep')?.input).toMatchObject({ turn: 1, call: 2, answer: '8080' });
    expect(play.calls.filter(({ name }) => name === 'work').map(({ input }) => input['turn'])).toEqual([1, 2]);
  });
});

describe('the budget', () => {
  const exhausted = () => Promise.reject(new MillwrightError('BUDGET_EXHAUSTED', 'the next call may cost more than what is left'));

  it('that a session spent is raised by a person, and the same turn goes on', async () => {
    const play = await stage.start(() => sessions({ outcome: 'BUDGET', summary: 'spent' }, success), QUIET);
    await play.approve('plan');
    expect((await play.waits('budget')).actions).toEqual(['raiseBudget', 'reject']);
    await expect(play.decide('approve', { subjectDigest: null })).rejects.toMatchObject({ cause: { type: 'NOTHING_TO_APPROVE' } });
    await play.decide('raiseBudget', { budgetUsd: 20 });
    expect(await play.end()).toMatchObject({ status: 'completed' });
    expect(play.calls.filter(({ name }) => name === 'work').map(({ input }) => input['turn'])).toEqual([1, 1]);
    expect(play.records.filter(({ patch }) => patch?.budgetUsd === 20).length).toBeGreaterThan(0);
  });

  it('that is spent before there is a plan is asked for as well', async () => {
    let drafts = 0;
    const play = await stage.start((_play, calm) => ({ draftPlan: (input) => ((drafts += 1) === 1 ? exhausted() : calm.draftPlan(input)) }), QUIET);
    await play.waits('budget');
    await play.decide('raiseBudget', { budgetUsd: 9 });
    await play.approve('plan');
    expect(await play.end()).toMatchObject({ status: 'completed' });
  });

  it('that nobody raises ends the build', async () => {
    const play = await stage.start(() => ({ draftPlan: exhausted }));
    const { subject_digest: subjectDigest } = await play.waits('budget');
    await play.decide('reject', { subjectDigest, reason: 'no more money' });
    expect(await play.end()).toMatchObject({ status: 'failed', code: 'BUDGET_EXHAUSTED', detail: 'no more money' });
  });
});

describe('a deployment', () => {
  const DEPLOYING = { options: { tests: true, docs: false, deployment: true, review: false } };
  const deployed = async (overrides: Partial<Activities>) => {
    const play = await stage.start(() => ({ ...ONE_TASK, ...overrides }), DEPLOYING);
    await play.approve('plan');
    await play.waits('deploy');
    await play.decide('deploy', { environment: 'staging' });
    await play.waits('deploy');
    const ended = play.calls.find(({ name }) => name === 'deployEnd')?.input;
    await play.decide('complete');
    expect(await play.end()).toMatchObject({ status: 'completed' });
    return { play, ended };
  };

  it('whose new version is not healthy leaves the traffic alone, and the person decides anew', async () => {
    const { play, ended } = await deployed({ deployCandidate: () => Promise.resolve({ healthy: false, detail: 'it answers 500' }) });
    expect(ended).toMatchObject({ status: 'rolled_back', detail: expect.stringContaining('it answers 500') });
    expect([play.count('deploySwitch'), play.count('deployReturn')]).toEqual([0, 0]);
  });

  it('whose tests fail inside the image goes no further', async () => {
    const { play, ended } = await deployed({ deployTest: () => Promise.resolve({ passed: false, detail: '1 failed' }) });
    expect(ended).toMatchObject({ status: 'failed' });
    expect(play.count('deployCandidate')).toBe(0);
  });

  it('that was rolled back by its own switch says so', async () => {
    const { ended } = await deployed({ deploySwitch: () => Promise.resolve({ status: 'rolled_back', url: 'http://old', detail: 'not healthy on real data' }) });
    expect(ended).toMatchObject({ status: 'rolled_back', url: 'http://old', detail: 'not healthy on real data' });
  });

  it('whose switch breaks half-way is undone', async () => {
    const { play, ended } = await deployed({ deploySwitch: () => Promise.reject(ApplicationFailure.nonRetryable('the engine is gone', 'DEPLOY_FAILED')) });
    expect(ended).toMatchObject({ status: 'failed', detail: 'the engine is gone' });
    expect(play.count('deployReturn')).toBe(1);
  });

  it('is returned to by a person long after the build, in a workflow of its own that builds nothing', async () => {
    const play = await stage.start(() => ({ ...ONE_TASK }), QUIET);
    await play.approve('plan');
    await play.end();
    const rollBack = (number: number) => stage.rollBack(play, `${play.id}-staging-1`, number);
    expect(await rollBack(1)).toMatchObject({ status: 'live' });
    expect(await rollBack(2)).toMatchObject({ status: 'live' });
    const deploying = play.calls.filter(({ name }) => name.startsWith('deploy'));
    expect(deploying.map(({ name }) => name)).toEqual(['deployRollback', 'deployRolledBack', 'deployRollback', 'deployRolledBack']);
    expect(new Set(deploying.flatMap(({ input }) => (input['key'] ? [input['key']] : []))).size).toBe(2);
  });

  it('that cannot be returned to is said to have failed', async () => {
    const play = await stage.start(
      () => ({ deployRollback: () => Promise.reject(ApplicationFailure.nonRetryable('its image is gone', 'DEPLOY_FAILED')) }),
      QUIET,
    );
    expect(await stage.rollBack(play, `${play.id}-staging-1`, 1)).toMatchObject({ status: 'failed', detail: 'its image is gone' });
    expect(play.calls.find(({ name }) => name === 'deployRolledBack')?.input).toMatchObject({ status: 'failed', detail: 'its image is gone' });
  });

  it('whose undoing fails too still ends with its reason', async () => {
    const { ended } = await deployed({
      deploySwitch: () => Promise.reject(ApplicationFailure.nonRetryable('the engine is gone', 'DEPLOY_FAILED')),
      deployReturn: () => Promise.reject(ApplicationFailure.nonRetryable('still gone', 'DEPLOY_FAILED')),
    });
    expect(ended).toMatchObject({ status: 'failed', detail: 'the engine is gone' });
  });
});
