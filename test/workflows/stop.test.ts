import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Activities } from '../../activities/index.js';
import { testEngines } from '../harness/engines.js';
import { lastsUntilCancelled, Stage, type Play } from './stage.js';
import { hex } from './stubs.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open((await testEngines()).temporalAddress);
});
afterAll(() => stage.close());

// One activity of each phase that lasts; the build is stopped while it runs.
const PLACES: { phase: string; activity: keyof Activities; deploys?: boolean }[] = [
  { phase: 'plan', activity: 'draftPlan' },
  { phase: 'design', activity: 'designArchitecture' },
  { phase: 'code', activity: 'work' },
  { phase: 'test', activity: 'verifyMain' },
  { phase: 'document', activity: 'addTask' },
  { phase: 'ready', activity: 'deliver' },
  { phase: 'deploy', activity: 'deployBuildImage', deploys: true },
  { phase: 'complete', activity: 'writeRetrospective', deploys: true },
];

/** A build that is at work in `activity` and stays there. */
async function busyAt(activity: keyof Activities, deploys = false): Promise<Play> {
  const play = await stage.start(() => ({ [activity]: lastsUntilCancelled }) as Partial<Activities>);
  if (activity !== 'draftPlan') await play.approve('plan');
  if (deploys) {
    await play.waits('deploy');
    await play.decide('deploy', { environment: 'production' });
  }
  await play.begins(activity);
  return play;
}

function isOver(play: Play): void {
  expect(play.count('cleanUp')).toBe(1);
  expect(play.records.at(-1)).toMatchObject({ event: { kind: 'build.ended', status: 'stopped' }, patch: { waitingFor: null, ended: true } });
}

describe('stopping', () => {
  it.each(PLACES)('ends a build at work in the phase $phase, and cleans up', async ({ activity, deploys }) => {
    const play = await busyAt(activity, deploys);
    await play.decide('stop', { reason: 'changed my mind' });
    expect(await play.end()).toEqual({ status: 'stopped', code: 'STOPPED', detail: 'changed my mind', temporal: 'COMPLETED' });
    isOver(play);
    await expect(play.decide('stop', { reason: 'again' })).rejects.toThrow();
  });

  it('is told to who watches before what is at work has ended', async () => {
    const play = await stage.start(() => ({ work: lastsUntilCancelled }));
    await play.approve('plan');
    await play.begins('work');
    await play.decide('stop', { reason: 'enough' });
    await play.end();
    const said = play.records.filter(({ event }) => event?.kind === 'gate.decided' || event?.kind === 'build.ended').slice(-2);
    expect(said).toMatchObject([{ key: 'said/stop', event: { gate: null, decision: 'stop' } }, { event: { kind: 'build.ended' } }]);
  });

  it.each(['plan', 'deploy', 'question', 'budget'] as const)('ends a build that waits for a person (%s)', async (kind) => {
    const play = await stage.start(() => ({
      ...(kind === 'question' ? { work: ({ turn }) => Promise.resolve({ turn, ended: { outcome: 'QUESTION', summary: 'which?', call: 0 } }) } : {}),
      ...(kind === 'budget' ? { work: ({ turn }) => Promise.resolve({ turn, ended: { outcome: 'BUDGET', summary: 'spent' } }) } : {}),
    }));
    if (kind !== 'plan') await play.approve('plan');
    await play.waits(kind);
    await play.decide('stop', { reason: 'enough' });
    expect(await play.end()).toMatchObject({ status: 'stopped', detail: 'enough' });
    isOver(play);
  });

  it('undoes a switch of traffic that was under way, and says how the deployment ended', async () => {
    const play = await busyAt('deploySwitch', true);
    await play.decide('stop', { reason: 'wrong environment' });
    expect(await play.end()).toMatchObject({ status: 'stopped' });
    // The build does not wait for the way back; the deployment's own workflow sees to it.
    await play.begins('deployEnd');
    expect([play.count('deployReturn'), play.count('deployRetire')]).toEqual([1, 0]);
    expect(play.calls.find(({ name }) => name === 'deployEnd')?.input).toMatchObject({ status: 'failed', detail: 'the build was stopped' });
  });

  it('takes the first of two reasons', async () => {
    const play = await stage.start();
    await play.waits('plan');
    await Promise.allSettled([play.handle.signal('stop', 'first'), play.handle.signal('stop', 'second')]);
    expect((await play.end()).detail).toMatch(/^(first|second)$/);
    expect(play.events.filter((kind) => kind === 'build.ended')).toHaveLength(1);
  });

  it('works while the build cannot read its facts yet', async () => {
    let reads = 0;
    const play = await stage.start((_play, calm) => ({
      readBuild: (input) => ((reads += 1) < 3 ? Promise.reject(new Error('the database is away')) : calm.readBuild(input)),
    }));
    await play.decide('stop', { reason: 'at once' });
    expect(await play.end()).toMatchObject({ status: 'stopped', detail: 'at once' });
  });

  it('does not wait for an engine that is away', async () => {
    const play = await stage.start(() => ({ cleanUp: lastsUntilCancelled }));
    await play.waits('plan');
    await play.decide('stop', { reason: 'enough' });
    expect(await play.end()).toMatchObject({ status: 'stopped', code: 'STOPPED' });
  });

  it('is possible although cleaning up fails: the reaper removes what is left', async () => {
    const play = await stage.start(() => ({ cleanUp: () => Promise.reject(new TypeError('a mistake in our own code')) }));
    await play.waits('plan');
    await play.decide('stop', { reason: 'enough' });
    expect(await play.end()).toMatchObject({ status: 'stopped', code: 'STOPPED' });
  });
});

describe('a cancellation by Temporal itself', () => {
  it.each(['draftPlan', 'work', 'deploySwitch'] as const)('ends the build the same way (in %s) and is shown as cancelled', async (activity) => {
    const play = await busyAt(activity, activity === 'deploySwitch');
    await play.handle.cancel();
    expect(await play.end()).toMatchObject({ status: 'stopped', code: 'STOPPED', temporal: 'CANCELLED' });
    isOver(play);
    if (activity === 'deploySwitch') await play.begins('deployReturn');
  });

  it('of a waiting build too', async () => {
    const play = await stage.start();
    await play.waits('plan');
    await play.handle.cancel();
    expect(await play.end()).toMatchObject({ status: 'stopped', temporal: 'CANCELLED' });
    isOver(play);
  });
});

describe('an approval', () => {
  it('of a build that has ended is refused', async () => {
    const play = await stage.start(() => ({ cleanUp: lastsUntilCancelled }));
    await play.waits('plan');
    await play.decide('stop', { reason: 'enough' });
    await play.begins('cleanUp');
    await expect(play.decide('approve', { subjectDigest: hex('0') })).rejects.toMatchObject({ cause: { type: 'BUILD_ENDED' } });
    await expect(play.decide('guidance', { text: 'wait!' })).rejects.toMatchObject({ cause: { type: 'BUILD_ENDED' } });
  });

  it('that crosses a stop leaves one of both, never a build at work', async () => {
    const play = await stage.start();
    const { subject_digest: subjectDigest } = await play.waits('plan');
    await Promise.allSettled([play.decide('approve', { subjectDigest }), play.decide('stop', { reason: 'enough' })]);
    expect(await play.end()).toMatchObject({ status: 'stopped' });
  });
});
