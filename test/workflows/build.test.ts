import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testEngines } from '../harness/engines.js';
import { largePayloadsOf } from './payloads.js';
import { Stage } from './stage.js';
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

const completed = { status: 'completed', code: null, detail: null, temporal: 'COMPLETED' };

describe('a calm build', () => {
  it('goes from plan to deployment with one question and one decision each, every activity once', async () => {
    const play = await stage.start();
    expect(await play.approve('plan')).toEqual({ decision: 'approve', gate: 'G2', subject_digest: hex('0') });
    await play.waits('deploy');
    expect(await play.decide('deploy', { environment: 'production' })).toMatchObject({ gate: 'G8', deployment_id: `${play.id}-production-1` });
    expect(await play.end()).toEqual(completed);
    expect(play.calls.map((call) => call.name)).toEqual([
      'readBuild',
      'draftPlan',
      'planTasks',
      'designArchitecture',
      'openSession',
      'work',
      'inspectTask',
      'closeSession',
      'mergeTask',
      'openSession',
      'work',
      'inspectTask',
      'closeSession',
      'mergeTask',
      'verifyMain',
      'addTask',
      'openSession',
      'work',
      'inspectTask',
      'closeSession',
      'mergeTask',
      'deliver',
      'deployBegin',
      'deployBuildImage',
      'deployTest',
      'deployCandidate',
      'deploySwitch',
      'deployEnd',
      'deployRetire',
      'writeRetrospective',
      'cleanUp',
    ]);
  });

  it('writes every phase, gate and decision, each change under a key of its own and progress never backwards', async () => {
    const play = await stage.start();
    await play.approve('plan');
    await play.waits('deploy');
    await play.decide('deploy', { environment: 'production' });
    await play.end();
    const { records } = play;
    expect(records.flatMap(({ event }) => (event.kind === 'phase.started' ? [event.phase] : []))).toEqual([
      'plan',
      'design',
      'code',
      'test',
      'document',
      'ready',
      'deploy',
      'complete',
    ]);
    expect(records.flatMap(({ gate }) => (gate && gate.state !== 'open' ? [`${gate.gate} ${gate.state}`] : []))).toEqual([
      'G0 passed',
      'G1 passed',
      'G2 approved',
      'G3 passed',
      'G5 passed',
      'G6 passed',
      'G7 passed',
      'G8 approved',
      'G9 passed',
    ]);
    expect(new Set(records.map(({ key }) => key)).size).toBe(records.length);
    const progress = records.flatMap(({ patch }) => (patch?.progress === undefined ? [] : [patch.progress]));
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBe(100);
    expect(records.filter(({ approval }) => approval).map(({ approval }) => [approval?.decision, approval?.subjectDigest])).toEqual([
      ['approve', hex('0')],
      ['deploy', COMMIT.padEnd(64, '0')],
    ]);
    expect(records.at(-1)).toMatchObject({ event: { kind: 'build.ended', status: 'completed', failure: null }, patch: { ended: true } });
  });

  it('deploys to staging, then production; completes instead when a person says so', async () => {
    const play = await stage.start();
    await play.approve('plan');
    await play.waits('deploy');
    expect(await play.decide('approve', { subjectDigest: COMMIT.padEnd(64, '0') })).toMatchObject({ decision: 'approve' });
    await play.waits('deploy');
    expect(play.calls.find((call) => call.name === 'deployBegin')?.input).toMatchObject({ environment: 'staging', deploymentId: `${play.id}-staging-1` });
    expect(await play.decide('deploy', { environment: 'staging' })).toMatchObject({ deployment_id: `${play.id}-staging-2` });
    await play.waits('deploy');
    await play.decide('complete');
    expect(await play.end()).toEqual(completed);
    expect(play.count('deploySwitch')).toBe(2);
  });

  it('leaves out documents and deployment when they are not wanted, and waits for nobody when there is nothing to deploy', async () => {
    const bare = await stage.start(undefined, { options: { tests: true, docs: false, deployment: false, review: false } });
    await bare.approve('plan');
    expect(await bare.end()).toEqual(completed);
    expect([bare.count('addTask'), bare.count('deployBegin')]).toEqual([0, 0]);
    const library = await stage.start(() => ({ deliver: () => Promise.resolve({ commit: COMMIT, deployable: false, why: 'it is a library' }) }));
    await library.approve('plan');
    expect(await library.end()).toEqual(completed);
    expect(library.records.some(({ event }) => event.kind === 'note' && event.text.includes('it is a library'))).toBe(true);
  });

  it('tells whoever decides about the deployment what of the plan was not built', async () => {
    const delivered = { commit: COMMIT, deployable: true, why: 'python3 -m app', notBuilt: ['GraphQL', 'Send a postcard'] };
    const play = await stage.start(() => ({ deliver: () => Promise.resolve(delivered) }));
    await play.approve('plan');
    expect((await play.waits('deploy')).summary).toMatch(/ is verified and can be deployed\.\n\nNot built:\n- GraphQL\n- Send a postcard$/);
    await play.decide('complete');
    expect(await play.end()).toEqual(completed);
  });
});

describe('the plan', () => {
  it('is carried out as edited, whether the edit comes alone or with the approval', async () => {
    const play = await stage.start();
    const { subject_digest: baseDigest } = await play.waits('plan');
    await play.decide('editPlan', { planVersion: 2, planDigest: hex('a'), baseDigest });
    expect(await play.waits('plan')).toMatchObject({ subject_digest: hex('a') });
    await play.decide('approve', { subjectDigest: hex('a'), planVersion: 3, planDigest: hex('b') });
    await play.begins('planTasks');
    expect(play.calls.find((call) => call.name === 'planTasks')?.input).toEqual({ buildId: play.id, planVersion: 3 });
    expect(play.records.filter(({ gate }) => gate?.gate === 'G2').map(({ gate }) => gate?.state)).toEqual(['open', 'superseded', 'open', 'approved']);
  });

  it('is made again for each request for changes', async () => {
    const play = await stage.start();
    for (const round of [0, 1]) {
      const { subject_digest: subjectDigest } = await play.waits('plan');
      expect(subjectDigest).toBe(hex(String(round)));
      await play.decide('requestChanges', { subjectDigest, text: 'smaller, please' });
    }
    await play.approve('plan');
    await play.begins('planTasks');
    expect(play.calls.filter((call) => call.name === 'draftPlan').map(({ input }) => input['round'])).toEqual([0, 1, 2]);
    expect(play.calls.find((call) => call.name === 'planTasks')?.input).toMatchObject({ planVersion: 3 });
    expect(play.records.flatMap(({ approval }) => (approval?.decision === 'requestChanges' ? [approval.reason] : []))).toEqual([
      'smaller, please',
      'smaller, please',
    ]);
  });

  it('ends the build when it is rejected, with the reason', async () => {
    const play = await stage.start();
    const { subject_digest: subjectDigest } = await play.waits('plan');
    await play.decide('reject', { subjectDigest, reason: 'too large' });
    expect(await play.end()).toEqual({ status: 'stopped', code: 'PLAN_REJECTED', detail: 'too large', temporal: 'COMPLETED' });
    expect([play.count('planTasks'), play.count('cleanUp')]).toEqual([0, 1]);
  });

  it('is not approved by the digest of another plan', async () => {
    const play = await stage.start();
    const { subject_digest: first } = await play.waits('plan');
    await play.decide('requestChanges', { subjectDigest: first, text: 'again' });
    const { subject_digest: second } = await play.waits('plan');
    await expect(play.decide('approve', { subjectDigest: first })).rejects.toMatchObject({ cause: { type: 'APPROVAL_STALE' } });
    await expect(play.decide('editPlan', { planVersion: 9, planDigest: hex('9'), baseDigest: first })).rejects.toMatchObject({
      cause: { type: 'APPROVAL_STALE' },
    });
    expect(await play.decide('approve', { subjectDigest: second })).toMatchObject({ subject_digest: second });
  });

  it('is approved once: the same decision again answers the same, another one is refused', async () => {
    const play = await stage.start();
    const { subject_digest: subjectDigest } = await play.waits('plan');
    const [first, again] = await Promise.all([
      play.decide('approve', { subjectDigest }, 'same-decision'),
      play.decide('approve', { subjectDigest }, 'same-decision'),
    ]);
    expect(again).toEqual(first);
    await expect(play.decide('approve', { subjectDigest })).rejects.toMatchObject({ cause: { type: 'NOTHING_TO_APPROVE' } });
    await play.begins('planTasks');
    expect(play.records.filter(({ approval }) => approval)).toHaveLength(1);
  });
});

describe('gates with a person', () => {
  it('asks for architecture, page and tests when the build wants reviews', async () => {
    const play = await stage.start(undefined, { projectType: 'website', options: { tests: true, docs: false, deployment: false, review: true } });
    await play.approve('plan');
    expect(await play.approve('gate')).toMatchObject({ gate: 'G3', subject_digest: hex('d') });
    expect(await play.approve('ux_choice', { choice: 3 })).toMatchObject({ gate: 'G4' });
    expect(await play.approve('gate')).toMatchObject({ gate: 'G6', subject_digest: hex('f') });
    expect(await play.end()).toEqual(completed);
    expect(play.calls.find((call) => call.name === 'keepUxChoice')?.input).toEqual({ buildId: play.id, choice: 3 });
  });

  it('shows what justifies a gate: pages with their pictures, and where the work differs from the approved design', async () => {
    const deviations = ['route-not-approved: src/app.js: POST /x'];
    const play = await stage.start(
      () => ({
        designArchitecture: () =>
          Promise.resolve({ files: ['docs/a.md'], summary: 'one', digest: hex('d'), notes: ['docs/openapi.json is missing'], ui: true }),
        verifyMain: () => Promise.resolve({ passed: true, commit: COMMIT, summary: 'all pass', reportDigest: hex('f'), deviations }),
      }),
      { options: { tests: true, docs: false, deployment: false, review: false } },
    );
    await play.approve('plan');
    const asked = await play.waits('ux_choice');
    expect(asked).toMatchObject({ summary: 'Choose a design: 1 calm; 2 dense; 3 bold (not every option has a screenshot)' });
    await play.decide('approve', { subjectDigest: asked.subject_digest, choice: 1 });
    expect(await play.end()).toEqual(completed);
    const proofs = new Map(play.records.flatMap(({ gate }) => (gate ? [[gate.gate, gate]] : [])));
    expect(proofs.get('G3')).toMatchObject({
      proof: { files: ['docs/a.md'], notes: ['docs/openapi.json is missing'] },
      summary: expect.stringContaining('Kept although'),
    });
    expect(proofs.get('G4')?.proof).toEqual({
      options: [
        { number: 1, title: 'calm', page: 'art-1', screenshot: 'art-4' },
        { number: 2, title: 'dense', page: 'art-2', screenshot: 'art-5' },
        { number: 3, title: 'bold', page: 'art-3', screenshot: null },
      ],
      note: 'not every option has a screenshot',
    });
    expect(proofs.get('G6')).toMatchObject({ proof: { deviations, design: 'design-check.json' }, summary: expect.stringContaining('POST /x') });
  });

  it('ends the build when one is rejected', async () => {
    const play = await stage.start(undefined, { options: { tests: true, docs: true, deployment: true, review: true } });
    await play.approve('plan');
    const { subject_digest: subjectDigest } = await play.waits('gate');
    await play.decide('reject', { subjectDigest, reason: 'no database, please' });
    expect(await play.end()).toMatchObject({ status: 'stopped', code: 'GATE_REJECTED', detail: 'no database, please' });
    expect(play.count('openSession')).toBe(0);
  });

  it('puts a question a person wanted at once, before what waited, and the agents read the answer', async () => {
    const play = await stage.start();
    await play.decide('requestReview', { question: 'is the license fine?' });
    expect(await play.waits('review')).toMatchObject({ summary: 'is the license fine?' });
    await play.decide('answer', { subjectDigest: null, answer: 'yes, MIT' });
    await play.approve('plan');
    await play.begins('planTasks');
    expect(play.records.find(({ journal }) => journal)?.journal?.text).toBe('is the license fine?\nyes, MIT');
    expect(play.records.find(({ guidance }) => guidance)?.guidance?.text).toBe('is the license fine?\nyes, MIT');
  });

  it('asks while it waits for something else, shows that again afterwards, and ends when the question is rejected', async () => {
    const play = await stage.start();
    await play.waits('plan');
    await play.decide('requestReview', { question: 'who pays?' });
    await play.approve('review');
    const { subject_digest: plan } = await play.waits('plan');
    expect(plan).toBe(hex('0'));
    await play.decide('requestReview', { question: 'really?' });
    const { subject_digest: subjectDigest } = await play.waits('review');
    await expect(play.decide('approve', { subjectDigest: plan })).rejects.toMatchObject({ cause: { type: 'APPROVAL_STALE' } });
    await play.decide('reject', { subjectDigest, reason: 'nobody' });
    expect(await play.end()).toMatchObject({ status: 'stopped', code: 'GATE_REJECTED', detail: 'nobody' });
  });
});
