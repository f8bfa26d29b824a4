import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Activities, BuildFacts } from '../../activities/index.js';
import { MillwrightError } from '../../contracts/failures.js';
import { testEngines } from '../harness/engines.js';
import { lastsUntilCancelled, Stage, type Overrides, type Play } from './stage.js';
import { TEAM } from './stubs.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open((await testEngines()).temporalAddress);
});
afterAll(() => stage.close());

const OPTIONS = { tests: true, docs: false, deployment: false, review: false };
const OF_THREE: Partial<BuildFacts> = { options: OPTIONS, team: { ...TEAM, candidates: 3 } };
const ONE_TASK: Partial<Activities> = { planTasks: () => Promise.resolve({ tasks: [{ id: 't1', role: 'dev', title: 'write' }], language: 'python' }) };
const success = { outcome: 'SUCCESS' as const, summary: 'done' };
const soft = { outcome: 'SOFT_FAIL' as const, summary: 'the checks fail' };

/** What each candidate's work does, by its number; a single session does what `alone` does. */
function byCandidate(
  work: ((input: { turn: number; sessionId: string }) => Promise<never> | ReturnType<Activities['work']>)[],
  alone: typeof soft | typeof success = soft,
): Partial<Activities> {
  return {
    ...ONE_TASK,
    work: (input) => {
      const number = Number(/c(\d)$/.exec(input.sessionId)?.[1] ?? 0);
      return number === 0 ? Promise.resolve({ turn: input.turn, ended: alone }) : work[number - 1]!(input);
    },
  };
}
const ends =
  (ended: typeof success | typeof soft | { outcome: 'BUDGET'; summary: string }) =>
  ({ turn }: { turn: number }) =>
    Promise.resolve({ turn, ended });

async function run(overrides: Overrides, facts = OF_THREE): Promise<Play> {
  const play = await stage.start(overrides, facts);
  await play.approve('plan');
  return play;
}
const idsOf = (play: Play, name: string) => play.calls.filter((call) => call.name === name).map(({ input }) => String(input['sessionId']).split('/').at(-1));

describe('several candidates', () => {
  it('work side by side; the first that is accepted is merged and the others stop', async () => {
    const play = await run(() => byCandidate([lastsUntilCancelled, ends(success), lastsUntilCancelled]));
    expect(await play.end()).toMatchObject({ status: 'completed' });
    expect(idsOf(play, 'work').toSorted()).toEqual(['1.1c1', '1.1c2', '1.1c3']);
    expect([idsOf(play, 'mergeTask'), idsOf(play, 'dropCandidate').toSorted(), idsOf(play, 'closeSession')]).toEqual([
      ['1.1c2'],
      ['1.1c1', '1.1c3'],
      ['1.1c2'],
    ]);
    expect(play.calls.find(({ name }) => name === 'dropCandidate')?.input).toMatchObject({ winner: 2 });
    const children = await Promise.all((await play.executions()).map(({ workflowId }) => stage.client.workflow.getHandle(workflowId).describe()));
    expect(children.map(({ status }) => status.name).toSorted()).toEqual(['CANCELLED', 'CANCELLED', 'COMPLETED', 'COMPLETED']);
  });

  it('whose checks pass and whose change is not honest do not win', async () => {
    const play = await run(() => ({
      ...byCandidate([ends(success), ends(success), ends(soft)]),
      inspectTask: ({ sessionId }) => Promise.resolve({ verdict: sessionId.endsWith('c1') ? 'deny' : 'clean', findings: [] }),
    }));
    expect(await play.end()).toMatchObject({ status: 'completed' });
    expect(idsOf(play, 'mergeTask')).toEqual(['1.1c2']);
  });

  it('of whom one breaks go on without it', async () => {
    const play = await run(() => byCandidate([() => Promise.reject(new MillwrightError('LLM_REQUEST_REFUSED', 'too long')), ends(success), ends(soft)]));
    expect(await play.end()).toMatchObject({ status: 'completed' });
    expect(idsOf(play, 'mergeTask')).toEqual(['1.1c2']);
  });

  it('that all fail are one failed try', async () => {
    const play = await run(() => byCandidate([ends(soft), ends(soft), ends(soft)], success));
    expect(await play.end()).toMatchObject({ status: 'completed' });
    expect([idsOf(play, 'closeSession'), idsOf(play, 'mergeTask')]).toEqual([['1.1c3', '1.1c2', '1.1c1', '1.2'], ['1.2']]);
  });

  it('that all break end the build with the reason', async () => {
    const play = await run(() => byCandidate(Array(3).fill(() => Promise.reject(new MillwrightError('LLM_AUTH', 'the endpoint answered 401')))));
    expect(await play.end()).toMatchObject({ status: 'failed', code: 'LLM_AUTH', detail: 'the endpoint answered 401' });
  });

  it('that spend the budget together wait for one person once', async () => {
    const play = await run(() => byCandidate(Array(3).fill(ends({ outcome: 'BUDGET', summary: 'spent' })), success));
    await play.waits('budget');
    await play.decide('raiseBudget', { budgetUsd: 20 });
    expect(await play.end()).toMatchObject({ status: 'completed' });
    expect(play.records.filter(({ patch }) => patch?.waitingFor?.kind === 'budget')).toHaveLength(1);
  });

  it('ask nobody: a question is answered by the engine and the session goes on', async () => {
    const asks = ({ turn }: { turn: number }) =>
      Promise.resolve(turn === 1 ? { turn, ended: { outcome: 'QUESTION' as const, summary: 'which port?', call: 0 } } : { turn, ended: success });
    const play = await run(() => byCandidate([asks, lastsUntilCancelled, lastsUntilCancelled]));
    expect(await play.end()).toMatchObject({ status: 'completed' });
    expect(play.calls.find(({ name }) => name === 'answerStep')?.input).toMatchObject({ answer: expect.stringContaining('Decide as you think best') });
    expect(play.events).not.toContain('question');
  });

  it('end with the build when a person stops it', async () => {
    const play = await run(() => byCandidate([lastsUntilCancelled, lastsUntilCancelled, lastsUntilCancelled]));
    await play.begins('work', 3);
    await play.decide('stop', { reason: 'enough' });
    expect(await play.end()).toMatchObject({ status: 'stopped', detail: 'enough' });
    const running = await Promise.all((await play.executions()).map(({ workflowId }) => stage.client.workflow.getHandle(workflowId).describe()));
    expect(running.filter(({ status }) => status.name === 'RUNNING')).toEqual([]);
  });
});
