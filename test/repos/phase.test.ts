import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testEngines } from '../harness/engines.js';
import { Stage } from '../workflows/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open((await testEngines()).temporalAddress);
});
afterAll(() => stage.close());

describe('the story of a build on an existing repository', () => {
  it('takes it in and checks it before anybody plans, and leaves its design and documents alone', async () => {
    const play = await stage.start(undefined, { onRepository: true });
    await play.approve('plan');
    await play.waits('deploy');
    const names = play.calls.map((call) => call.name);
    expect(names.slice(0, 5)).toEqual(['readBuild', 'takeInRepository', 'runBaseline', 'draftPlan', 'planTasks']);
    for (const name of ['designArchitecture', 'addTask']) expect(names).not.toContain(name);
    await play.decide('complete');
    expect(await play.end()).toMatchObject({ status: 'completed' });
  });
});
