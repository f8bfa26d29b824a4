import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Activities } from '../../activities/index.js';
import { MillwrightError } from '../../contracts/failures.js';
import { testEngines } from '../harness/engines.js';
import { Stage, type Play } from './stage.js';
import { COMMIT } from './stubs.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open((await testEngines()).temporalAddress);
});
afterAll(() => stage.close());

const QUIET = { options: { tests: true, docs: false, deployment: false, review: false } };
const STEPS: (keyof Activities)[] = [
  'readBuild',
  'record',
  'draftPlan',
  'planTasks',
  'designArchitecture',
  'openSession',
  'work',
  'inspectTask',
  'closeSession',
  'mergeTask',
  'verifyMain',
  'deliver',
  'writeRetrospective',
  'cleanUp',
];

/** The cast with one activity that throws the first time. */
function failsOnce(name: keyof Activities, calm: Activities, error: () => Error): Partial<Activities> {
  let calls = 0;
  const real = calm[name] as (input: never) => Promise<unknown>;
  return { [name]: (input: never) => ((calls += 1) === 1 ? Promise.reject(error()) : real(input)) };
}

/** The first session asks a person once. */
function asksOnce(made: Play, calm: Activities): Partial<Activities> {
  return {
    work: (input) =>
      made.count('work') === 1 ? Promise.resolve({ turn: input.turn, ended: { outcome: 'QUESTION', summary: 'really?', call: 0 } }) : calm.work(input),
  };
}

async function run(overrides: (calm: Activities) => Partial<Activities>) {
  const play = await stage.start((_play, calm) => overrides(calm), QUIET);
  void play.approve('plan').catch(() => undefined);
  return { play, ended: await play.end() };
}

describe('a fault that passes', () => {
  it('in any one step is tried again, and the build completes with each change recorded once', async () => {
    const ends = await Promise.all(
      STEPS.map(async (name) => ({ name, ...(await run((calm) => failsOnce(name, calm, () => new Error('the connection was lost')))) })),
    );
    for (const { name, play, ended } of ends) {
      expect([name, ended.status]).toEqual([name, 'completed']);
      expect(play.events.filter((kind) => kind === 'build.ended')).toHaveLength(1);
    }
  });

  it('in a step that only some builds take is tried again too', async () => {
    const website = { projectType: 'website', options: { ...QUIET.options, docs: true } };
    const names = ['designUx', 'renderUx', 'keepUxChoice', 'addTask', 'answerStep'] as const;
    const ends = await Promise.all(
      names.map(async (name) => {
        const play = await stage.start((made, calm) => ({ ...asksOnce(made, calm), ...failsOnce(name, calm, () => new Error('lost')) }), website);
        await play.approve('plan');
        await play.approve('ux_choice', { choice: 2 });
        await play.decide('answer', { subjectDigest: (await play.waits('question')).subject_digest, answer: 'yes' });
        const ended = await play.end();
        return { name, asked: play.count(name), ...ended };
      }),
    );
    for (const { name, asked, status } of ends) expect([name, status, asked >= 2]).toEqual([name, 'completed', true]);
  });

  it('with a time to wait is tried again', async () => {
    const { ended } = await run((calm) => failsOnce('draftPlan', calm, () => new MillwrightError('LLM_RATE_LIMITED', 'slow down', { retryAfterSeconds: 0.2 })));
    expect(ended.status).toBe('completed');
  });

  it('of a lost lease is tried again', async () => {
    const { ended } = await run((calm) => failsOnce('work', calm, () => new MillwrightError('LEASE_LOST', 'another attempt owns this step')));
    expect(ended.status).toBe('completed');
  });
});

describe('a fault that stays', () => {
  const HOPELESS: [string, keyof Activities, () => Error, string, RegExp][] = [
    ['a refused key', 'draftPlan', () => new MillwrightError('LLM_AUTH', 'the endpoint answered 401'), 'LLM_AUTH', /^the endpoint answered 401$/],
    ['an unusable plan', 'draftPlan', () => new MillwrightError('PLAN_UNUSABLE', 'no plan came'), 'PLAN_UNUSABLE', /no plan came/],
    [
      'an intent nobody understands',
      'draftPlan',
      () => new MillwrightError('INTENT_NOT_UNDERSTOOD', 'say it in other words'),
      'INTENT_NOT_UNDERSTOOD',
      /other words/,
    ],
    ['a failure within a session', 'work', () => new MillwrightError('LLM_REQUEST_REFUSED', 'too long'), 'LLM_REQUEST_REFUSED', /too long/],
    ['an image that cannot be built', 'verifyMain', () => new MillwrightError('IMAGE_BUILD_FAILED', 'no base image'), 'IMAGE_BUILD_FAILED', /no base image/],
    ['a conflict', 'mergeTask', () => new MillwrightError('CHECKS_FAILED', 'the work conflicts with main'), 'CHECKS_FAILED', /conflicts/],
    ['a mistake in our own code', 'planTasks', () => new TypeError('x is not a function'), 'INTERNAL', /planTasks: x is not a function/],
    ['a mistake within a session', 'work', () => new ReferenceError('y is not defined'), 'INTERNAL', /y is not defined/],
    ['a type nobody knows', 'deliver', () => ApplicationFailure.nonRetryable('what is this', 'SOMETHING_NEW'), 'INTERNAL', /what is this/],
    ['an error of 3 MB', 'deliver', () => new TypeError('x'.repeat(3_000_000)), 'INTERNAL', /^deliver: x{100,4000}$/],
    ['an error without a text', 'deliver', () => new TypeError(''), 'INTERNAL', /deliver/],
  ];

  it.each(HOPELESS)('ends the build with its code and a sentence: %s', async (_what, name, error, code, detail) => {
    const { play, ended } = await run(() => ({ [name]: () => Promise.reject(error()) }) as Partial<Activities>);
    expect(ended).toMatchObject({ status: 'failed', code, detail: expect.stringMatching(detail), temporal: 'FAILED' });
    expect([play.count('cleanUp'), play.events.filter((kind) => kind === 'build.ended').length]).toEqual([1, 1]);
    expect(ended.detail?.length).toBeLessThanOrEqual(4_000);
  });

  it('in a result that is too large for a history ends the build instead of blocking it', async () => {
    const { ended } = await run(() => ({ deliver: () => Promise.resolve({ commit: COMMIT, deployable: false, why: 'x'.repeat(3_000_000) }) }));
    expect(ended).toMatchObject({ status: 'failed', code: 'INTERNAL', detail: expect.stringContaining('large things travel by reference') });
  });

  it('of a result that is not what was promised does not block the build', async () => {
    const { ended } = await run(() => ({ planTasks: () => Promise.resolve(null as never) }));
    expect(ended).toMatchObject({ status: 'failed', code: 'INTERNAL', temporal: 'FAILED' });
  });

  it('in recording the end is left to the reconciler: the workflow is closed, not stuck', async () => {
    const play = await stage.start((_play, calm) => ({
      record: (input) => (input.event.kind === 'build.ended' ? Promise.reject(new TypeError('broken')) : calm.record(input)),
    }));
    const { subject_digest: subjectDigest } = await play.waits('plan');
    await play.decide('reject', { subjectDigest, reason: 'no' });
    expect(await play.end()).toMatchObject({ status: undefined, temporal: 'FAILED' });
  });
});
