import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Activities, BuildFacts } from '../../activities/index.js';
import { MillwrightError } from '../../contracts/failures.js';
import { testEngines } from '../harness/engines.js';
import { Stage, type Play } from './stage.js';
import { COMMIT, hex, TEAM } from './stubs.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open((await testEngines()).temporalAddress);
});
afterAll(() => stage.close());

const OPTIONS = { tests: true, docs: false, deployment: false, review: false };
const QUIET: Partial<BuildFacts> = { options: OPTIONS };
const REVIEWED: Partial<BuildFacts> = { ...QUIET, team: { ...TEAM, roles: [...TEAM.roles, 'code-reviewer'] } };
const ONE_TASK: Partial<Activities> = { planTasks: () => Promise.resolve({ tasks: [{ id: 't1', role: 'dev', title: 'write' }], language: 'python' }) };

type Inspection = Awaited<ReturnType<Activities['inspectTask']>>;
const inspections = (...verdicts: Inspection['verdict'][]): Partial<Activities> => {
  let calls = 0;
  const findings = [{ kind: 'test-skipped', path: 'tests/test_a.py', line: 7, detail: 'skipped since this change' }];
  return { ...ONE_TASK, inspectTask: () => Promise.resolve({ verdict: verdicts[Math.min((calls += 1), verdicts.length) - 1] ?? 'clean', findings }) };
};
const reviews = (...verdicts: ('approve' | 'changes' | 'skipped')[]): Partial<Activities> => {
  let calls = 0;
  const findings = [{ file: 'app.py', line: 3, rule: 'major', message: 'the input is not checked' }];
  return {
    ...ONE_TASK,
    reviewTask: () => Promise.resolve({ verdict: verdicts[Math.min((calls += 1), verdicts.length) - 1] ?? 'approve', summary: 'read', findings }),
  };
};

async function run(overrides: Partial<Activities>, facts: Partial<BuildFacts> = QUIET): Promise<Play> {
  const play = await stage.start(() => overrides, facts);
  await play.approve('plan');
  return play;
}
const closed = (play: Play) => play.calls.filter(({ name }) => name === 'closeSession').map(({ input }) => input);

describe('a change that the engine inspected', () => {
  it('is merged when it is clean or only remarked upon', async () => {
    for (const verdict of ['clean', 'warn'] as const) {
      const play = await run(inspections(verdict));
      expect(await play.end()).toMatchObject({ status: 'completed' });
      expect([play.count('openSession'), play.count('mergeTask')]).toEqual([1, 1]);
    }
  });

  it('counts as a failed try when it is not honest, and the next try is told why by name', async () => {
    const play = await run(inspections('deny', 'clean'));
    expect(await play.end()).toMatchObject({ status: 'completed' });
    expect(closed(play).map(({ outcome }) => outcome)).toEqual(['SOFT_FAIL', 'SUCCESS']);
    expect(closed(play)[0]).toMatchObject({
      summary: 'the engine remarks on the change: test-skipped in tests/test_a.py',
      objection: { by: 'inspection', findings: [{ file: 'tests/test_a.py', line: 7, rule: 'test-skipped' }] },
    });
  });

  it('that is never honest goes to a person after three tries', async () => {
    const play = await run(inspections('deny'));
    expect(await play.waits('question')).toMatchObject({ gate: 'G5', summary: 'failed: t1/1.3', subject_digest: hex('9') });
    expect(play.count('mergeTask')).toBe(0);
  });

  it('waits for a person where policy asks, who may take it as it is', async () => {
    const play = await run(inspections('ask'));
    const { subject_digest: subjectDigest, summary } = await play.waits('question');
    expect(summary).toBe('findings: t1/1.1');
    await play.decide('approve', { subjectDigest });
    expect(await play.end()).toMatchObject({ status: 'completed' });
    expect(play.calls.find(({ name }) => name === 'acceptTry')?.input).toEqual({ sessionId: `${play.id}/task/t1/1.1`, by: 'local' });
    expect([play.count('openSession'), play.count('mergeTask')]).toEqual([1, 1]);
    // The row of a gate is its visit: the end of the phase does not write over what the person decided.
    const visits = play.records.flatMap(({ gate }) => (gate?.gate === 'G5' && gate.state !== 'open' ? [gate] : []));
    expect(visits.map(({ state, decidedBy }) => [state, decidedBy])).toEqual([
      ['approved', 'local'],
      ['passed', 'policy'],
    ]);
    expect(new Set(visits.map(({ generation }) => generation)).size).toBe(2);
  });

  it('waits for a person who wants it otherwise, or not at all', async () => {
    const otherwise = await run(inspections('ask', 'clean'));
    const { subject_digest: first } = await otherwise.waits('question');
    await otherwise.decide('answer', { subjectDigest: first, answer: 'put the test back' });
    expect(await otherwise.end()).toMatchObject({ status: 'completed' });
    expect([otherwise.count('openSession'), otherwise.count('acceptTry')]).toEqual([2, 0]);
    const never = await run(inspections('ask'));
    const { subject_digest: subjectDigest } = await never.waits('question');
    await never.decide('reject', { subjectDigest, reason: 'no' });
    expect(await never.end()).toMatchObject({ status: 'stopped', code: 'GATE_REJECTED', detail: 'no' });
  });
});

describe('a reviewer', () => {
  it('is asked only where one takes part', async () => {
    const [without, withOne] = await Promise.all([run(reviews('approve')), run(reviews('approve'), REVIEWED)]);
    expect([await without.end(), await withOne.end()]).toMatchObject([{ status: 'completed' }, { status: 'completed' }]);
    expect([without.count('reviewTask'), withOne.count('reviewTask')]).toEqual([0, 1]);
  });

  it('sends a change back twice with findings, and then asks a person', async () => {
    const play = await run(reviews('changes'), REVIEWED);
    const { summary, subject_digest: subjectDigest } = await play.waits('question');
    expect([summary, play.count('openSession'), play.count('reviewTask')]).toEqual(['findings: t1/1.3', 3, 3]);
    expect(closed(play)[0]).toMatchObject({ outcome: 'SOFT_FAIL', objection: { by: 'review', findings: [{ file: 'app.py', rule: 'major' }] } });
    await play.decide('approve', { subjectDigest });
    expect(await play.end()).toMatchObject({ status: 'completed' });
  });

  it('who is satisfied by the next session costs no try', async () => {
    const play = await run(reviews('changes', 'approve'), REVIEWED);
    expect(await play.end()).toMatchObject({ status: 'completed' });
    expect([play.count('openSession'), play.count('mergeTask')]).toEqual([2, 1]);
  });

  it('without money for it waits until there is some', async () => {
    let asked = 0;
    const play = await run(
      {
        ...ONE_TASK,
        reviewTask: () =>
          (asked += 1) === 1
            ? Promise.reject(new MillwrightError('BUDGET_EXHAUSTED', 'spent'))
            : Promise.resolve({ verdict: 'approve', summary: 'fine', findings: [] }),
      },
      REVIEWED,
    );
    await play.waits('budget');
    await play.decide('raiseBudget', { budgetUsd: 20 });
    expect(await play.end()).toMatchObject({ status: 'completed' });
    expect(play.count('work')).toBe(1);
  });
});

describe('failed tries', () => {
  const soft = { outcome: 'SOFT_FAIL' as const, summary: 'the checks fail' };

  it('are followed by a stronger model, then by candidates, before a person is asked', async () => {
    const rescue = { stronger: true, candidates: 2 };
    const play = await stage.start(
      (_play, calm) => ({
        ...ONE_TASK,
        openSession: async (input) => ({ ...(await calm.openSession(input)), rescue }),
        work: ({ turn }) => Promise.resolve({ turn, ended: soft }),
      }),
      QUIET,
    );
    await play.approve('plan');
    await play.waits('question');
    const opened = play.calls.filter(({ name }) => name === 'openSession').map(({ input }) => [input['attempt'], input['escalate'], input['candidate']]);
    expect(opened).toEqual([
      [1, 0, undefined],
      [2, 0, undefined],
      [3, 0, undefined],
      [4, 1, undefined],
      [5, 1, { number: 1, of: 2 }],
      [5, 1, { number: 2, of: 2 }],
    ]);
  });
});

describe('a session that went in circles', () => {
  it('is followed by a stronger model at once', async () => {
    let tries = 0;
    const play = await stage.start(
      (_play, calm) => ({
        ...ONE_TASK,
        openSession: async (input) => ({ ...(await calm.openSession(input)), rescue: { stronger: true, candidates: 1 } }),
        work: ({ turn }) =>
          Promise.resolve({
            turn,
            ended: (tries += 1) === 1 ? { outcome: 'SOFT_FAIL', summary: 'stuck', stuck: true } : { outcome: 'SUCCESS', summary: 'done' },
          }),
      }),
      QUIET,
    );
    await play.approve('plan');
    expect(await play.end()).toMatchObject({ status: 'completed' });
    expect(play.calls.filter(({ name }) => name === 'openSession').map(({ input }) => input['escalate'])).toEqual([0, 1]);
  });
});

describe('one role by itself', () => {
  it('does its one task without a plan, and the build ends', async () => {
    const play = await stage.start(undefined, { ...QUIET, agent: 'analyst' });
    expect(await play.end()).toMatchObject({ status: 'completed', temporal: 'COMPLETED' });
    expect(play.calls.map(({ name }) => name)).toEqual([
      'readBuild',
      'planAgentRun',
      'openSession',
      'work',
      'inspectTask',
      'closeSession',
      'mergeTask',
      'writeRetrospective',
      'cleanUp',
    ]);
    expect(play.records.find(({ patch }) => patch?.status === 'coding')?.patch?.phase).toBe('code');
  });
});

describe('a small team', () => {
  it('leaves out the design, and the developer does what the others would', async () => {
    const play = await stage.start(
      () => ({
        ...ONE_TASK,
        verifyMain: ({ round }) => Promise.resolve({ passed: round > 1, commit: COMMIT, summary: '1 failed', reportDigest: hex('f') }) as never,
      }),
      {
        options: { ...OPTIONS, docs: true },
        projectType: 'website',
        team: { ...TEAM, roles: ['backend-developer', 'product-manager'] },
      },
    );
    await play.approve('plan');
    expect(await play.end()).toMatchObject({ status: 'completed' });
    expect([play.count('designArchitecture'), play.count('designUx')]).toEqual([0, 0]);
    expect(play.calls.filter(({ name }) => name === 'addTask').map(({ input }) => input['role'])).toEqual(['backend-developer', 'backend-developer']);
  });
});
