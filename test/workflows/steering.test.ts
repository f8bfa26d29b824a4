import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testEngines } from '../harness/engines.js';
import { later } from '../harness/provider.js';
import { largePayloadsOf } from './payloads.js';
import { Stage, type Play } from './stage.js';
import { COMMIT, hex } from './stubs.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open((await testEngines()).temporalAddress);
});
afterAll(async () => {
  const large = [];
  for (const play of stage.plays) large.push(...(await largePayloadsOf(play)));
  await stage.close();
  expect(large).toEqual([]);
});

const NO_DEPLOYMENT = { options: { tests: true, docs: false, deployment: false, review: false } };
const ref = (id: string) => ({ id, role: 'backend-developer', title: `write ${id}` });
const rest = (ids: string[], over: object = {}) => ({
  planVersion: 2,
  planDigest: hex('b'),
  baseDigest: hex('0'),
  tasks: ids.map(ref),
  touched: [],
  rerun: [],
  ...over,
});
const opened = (play: Play) =>
  play.calls.filter(({ name }) => name === 'openSession').map(({ input }) => `${String(input['taskId'])} ${String(input['generation'])}`);

/** A build that stands in the session of its first task until the hand is raised. */
async function atWork() {
  const hand = later<void>();
  const play = await stage.start(
    (made, calm) => ({
      work: async (input) => {
        if (made.count('work') === 1) await hand.promise;
        return calm.work(input);
      },
    }),
    NO_DEPLOYMENT,
  );
  await play.approve('plan');
  await play.begins('work');
  return { play, goOn: () => hand.resolve() };
}

describe('the rest of a plan', () => {
  it('is replaced while a task is at work: others run, in their new order, and nothing runs twice', async () => {
    const { play, goOn } = await atWork();
    expect(await play.decide('editPlan', rest(['t1', 'new', 't3'], { touched: ['t2'] }))).toMatchObject({
      decision: 'editPlan',
      subject_digest: hex('b'),
      again: [],
    });
    goOn();
    expect(await play.end()).toMatchObject({ status: 'completed' });
    expect(opened(play)).toEqual(['t1 1', 'new 1', 't3 1']);
    expect(play.calls.filter(({ name }) => name === 'applyPlanEdit').map(({ input }) => input)).toMatchObject([
      { planVersion: 2, planDigest: hex('b'), again: [] },
    ]);
  });

  it('is taken once however often the same decision comes, also at the same time', async () => {
    const { play, goOn } = await atWork();
    const id = 'ab'.repeat(16);
    const answers = await Promise.all([1, 2, 3].map(() => play.decide('editPlan', rest(['t1', 't2', 't3']), id)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    goOn();
    await play.end();
    expect(play.count('applyPlanEdit')).toBe(1);
    expect(opened(play)).toEqual(['t1 1', 't2 1', 't3 1']);
  });

  it('is in the rows before the next task begins', async () => {
    const [hand, order] = [later<void>(), [] as string[]];
    const play = await stage.start(
      (made, calm) => ({
        work: async (input) => {
          if (made.count('work') === 1) await hand.promise;
          return calm.work(input);
        },
        applyPlanEdit: (input) => {
          // The database is away for a moment, in which the task at work ends.
          if (made.count('applyPlanEdit') <= 2) return Promise.reject(new Error('the database is away'));
          order.push('written');
          return calm.applyPlanEdit(input);
        },
        openSession: (input) => {
          order.push(input.taskId);
          return calm.openSession(input);
        },
      }),
      NO_DEPLOYMENT,
    );
    await play.approve('plan');
    await play.begins('work');
    const deciding = play.decide('editPlan', rest(['t1', 'new'], { touched: ['t2'] }));
    await play.begins('applyPlanEdit');
    hand.resolve();
    await deciding;
    await play.end();
    expect(order).toEqual(['t1', 'written', 'new']);
  });

  it('that cannot be written ends the build with the reason instead of holding it up for ever', async () => {
    const hand = later<void>();
    const play = await stage.start(
      (_made, calm) => ({
        work: async (input) => {
          await hand.promise;
          return calm.work(input);
        },
        applyPlanEdit: () => Promise.reject(new TypeError('x is not a function')),
      }),
      NO_DEPLOYMENT,
    );
    await play.approve('plan');
    await play.begins('work');
    await play.decide('editPlan', rest(['t1', 'new'], { touched: ['t2'] }));
    await play.begins('applyPlanEdit');
    hand.resolve();
    expect(await play.end()).toMatchObject({ status: 'failed', code: 'INTERNAL', detail: expect.stringContaining('x is not a function'), temporal: 'FAILED' });
    expect(opened(play)).toEqual(['t1 1']);
  });

  it('cannot touch what is at work or done, nor follow an older plan', async () => {
    const { play, goOn } = await atWork();
    const refusal = (details: object) => play.decide('editPlan', details).then(null, (error: { cause?: { type?: string } }) => error.cause?.type);
    expect(await refusal(rest(['t1', 't2'], { touched: ['t1'] }))).toBe('TASK_STARTED');
    expect(await refusal(rest(['t2']))).toBe('TASK_STARTED');
    expect(await refusal(rest(['t1'], { baseDigest: hex('9') }))).toBe('APPROVAL_STALE');
    await play.decide('editPlan', rest(['t1']));
    expect(await refusal(rest(['t1', 't2']))).toBe('APPROVAL_STALE');
    goOn();
    await play.end();
    expect(opened(play)).toEqual(['t1 1']);
  });

  it('brings a done task and what depends on it back, in sessions of their own, while a question waits', async () => {
    const play = await stage.start(
      (made, calm) => ({
        work: (input) =>
          input.sessionId.includes('/t2/') && made.count('answerStep') === 0
            ? Promise.resolve({ turn: 1, ended: { outcome: 'QUESTION', summary: 'really?', call: 0 } })
            : calm.work(input),
      }),
      NO_DEPLOYMENT,
    );
    await play.approve('plan');
    await play.waits('question');
    expect(await play.decide('editPlan', rest(['t1', 't2', 't3'], { touched: ['t1'], rerun: ['t1', 't3'] }))).toMatchObject({ again: ['t1'] });
    await play.until(() => play.count('applyPlanEdit') || null);
    await play.decide('approve', { subjectDigest: null });
    expect(await play.end()).toMatchObject({ status: 'completed' });
    expect(opened(play)).toEqual(['t1 1', 't2 1', 't1 2', 't3 1']);
  });
});

describe('another model', () => {
  it('is written once with who wanted it, and by the signal too', async () => {
    const { play, goOn } = await atWork();
    await play.decide('changeModel', { model: 'groq/fast', llmPreference: 'fast' });
    await play.handle.signal('changeModel', 'auto');
    await play.until(() => (play.count('changeModel') >= 2 ? true : null));
    goOn();
    await play.end();
    expect(play.calls.filter(({ name }) => name === 'changeModel').map(({ input }) => [input['model'], input['llmPreference'], input['userId']])).toEqual([
      ['groq/fast', 'fast', 'local'],
      [null, null, 'temporal-ui'],
    ]);
  });
});

describe('a fork', () => {
  it('begins at its phase with the tasks that are not done: nothing before is planned, designed or asked', async () => {
    const play = await stage.start(() => ({}), { ...NO_DEPLOYMENT, forked: true });
    expect(await play.end()).toMatchObject({ status: 'completed' });
    expect(play.calls.map(({ name }) => name).slice(0, 3)).toEqual(['readBuild', 'takeOverFork', 'openSession']);
    expect(opened(play)).toEqual(['t2 1']);
    for (const name of ['draftPlan', 'planTasks', 'designArchitecture']) expect(play.count(name)).toBe(0);
  });

  it('in the middle of the mending goes on with the round it was in', async () => {
    const start = {
      phase: 'test' as const,
      planVersion: 1,
      planDigest: hex('0'),
      tasks: [ref('t1')],
      done: ['t1', 'mend-1'],
      commit: COMMIT,
      goesOn: 'mend-2',
    };
    const play = await stage.start(
      (made, calm) => ({
        takeOverFork: () => Promise.resolve(start),
        verifyMain: async (input) => ({ ...(await calm.verifyMain(input)), passed: made.count('verifyMain') > 1 }),
      }),
      { ...NO_DEPLOYMENT, forked: true },
    );
    expect(await play.end()).toMatchObject({ status: 'completed' });
    expect(opened(play)).toEqual(['mend-2 1']);
  });

  it('at the test phase begins with the verdict on main', async () => {
    const play = await stage.start(
      () => ({
        takeOverFork: () =>
          Promise.resolve({
            phase: 'test',
            planVersion: 1,
            planDigest: hex('0'),
            tasks: ['t1', 't2'].map(ref),
            done: ['t1', 't2'],
            commit: COMMIT,
            goesOn: null,
          }),
      }),
      { ...NO_DEPLOYMENT, forked: true },
    );
    expect(await play.end()).toMatchObject({ status: 'completed' });
    expect(play.calls.map(({ name }) => name).slice(0, 3)).toEqual(['readBuild', 'takeOverFork', 'verifyMain']);
  });
});
