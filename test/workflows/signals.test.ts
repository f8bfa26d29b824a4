import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../embedded/workshop.js';
import { testEngines } from '../harness/engines.js';
import { Stage, type Play } from './stage.js';
import { COMMIT, hex } from './stubs.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open((await testEngines()).temporalAddress);
});
afterAll(() => stage.close());

const noted = (play: Play, text: RegExp) =>
  play.until(() => play.records.find(({ event, journal }) => event.kind === 'note' && journal !== undefined && text.test(event.text)) ?? null);

describe('signals, as a person sends them from the Temporal Web UI', () => {
  it('carry a whole build with the first eight characters of the digest', async () => {
    const play = await stage.start();
    const { subject_digest: digest } = await play.waits('plan');
    await play.handle.signal('approve', digest.slice(0, 8));
    await play.waits('deploy');
    await play.handle.signal('deploy', 'staging');
    await play.waits('deploy');
    await play.handle.signal('complete');
    expect(await play.end()).toMatchObject({ status: 'completed' });
    expect(play.records.flatMap(({ approval }) => (approval ? [`${approval.decision} ${approval.userId}`] : []))).toEqual([
      'approve temporal-ui',
      'deploy temporal-ui',
      'complete temporal-ui',
    ]);
  });

  it('reject, ask for changes and answer with an object', async () => {
    const play = await stage.start(() => ({ work: ({ turn }) => Promise.resolve({ turn, ended: { outcome: 'QUESTION', summary: 'which?', call: 0 } }) }));
    const { subject_digest: first } = await play.waits('plan');
    await play.handle.signal('requestChanges', { digest: first, text: 'smaller' });
    const { subject_digest: second } = await play.waits('plan');
    await play.handle.signal('approve', { digest: second });
    const { subject_digest: question } = await play.waits('question');
    await play.handle.signal('answer', { digest: question, answer: 'the first' });
    await play.begins('answerStep');
    const { subject_digest: next } = await play.waits('question');
    await play.handle.signal('reject', { digest: next, reason: 'enough questions' });
    expect(await play.end()).toMatchObject({ status: 'stopped', code: 'GATE_REJECTED', detail: 'enough questions' });
  });

  const USELESS: [string, string, unknown[]][] = [
    ['approve without a digest', 'approve', []],
    ['approve with null', 'approve', [null]],
    ['approve with too short a digest', 'approve', ['0000000']],
    ['approve with a stale digest', 'approve', [hex('9')]],
    ['approve with a number', 'approve', [42]],
    ['approve with a list', 'approve', [[hex('0')]]],
    ['reject with a text instead of an object', 'reject', ['no']],
    ['an edit of the plan', 'editPlan', [{ planVersion: 2, planDigest: hex('a'), baseDigest: hex('0') }]],
    ['a deployment that is not due', 'deploy', ['staging']],
    ['a deployment to nowhere', 'deploy', ['moon']],
    ['completing what is not ready', 'complete', []],
    ['guidance without a text', 'guidance', []],
    ['a question without a text', 'requestReview', [{}]],
    ['a budget that is no number', 'raiseBudget', ['a lot']],
    ['a budget of nothing', 'raiseBudget', ['']],
    ['a budget of null', 'raiseBudget', [null]],
    ['a budget below zero', 'raiseBudget', [-5]],
    ['a budget without end', 'raiseBudget', ['Infinity']],
  ];

  it('that cannot be taken are ignored and journalled, and the build goes on', async () => {
    const ignored = async ([, name, args]: (typeof USELESS)[number]) => {
      const play = await stage.start();
      const { subject_digest: digest } = await play.waits('plan');
      await play.handle.signal(name, ...args);
      const note = await noted(play, new RegExp(`the signal ${name} was ignored`));
      expect(note.event).toMatchObject({ by: 'temporal-ui' });
      expect(play.records.filter(({ approval }) => approval)).toEqual([]);
      await play.decide('approve', { subjectDigest: digest });
      await play.begins('planTasks');
    };
    await Promise.all(USELESS.map(ignored));
  });

  it('in a flood are journalled only so often', async () => {
    const play = await stage.start();
    const { subject_digest: digest } = await play.waits('plan');
    for (let times = 0; times < 60; times += 1) await play.handle.signal('approve', 'nonsense');
    await play.decide('approve', { subjectDigest: digest });
    await play.begins('planTasks');
    const notes = play.records.filter(({ event }) => event.kind === 'note');
    expect(new Set(notes.map(({ key }) => key)).size).toBe(notes.length);
    expect(notes.length).toBeLessThanOrEqual(60);
  });

  it('say something into the running build and raise its budget, each once', async () => {
    const play = await stage.start();
    await play.waits('plan');
    await play.handle.signal('guidance', 'use sqlite');
    await play.handle.signal('raiseBudget', '12.5');
    await play.until(() => play.records.some(({ guidance }) => guidance?.text === 'use sqlite') || null);
    await play.until(() => play.records.some(({ patch }) => patch?.budgetUsd === 12.5) || null);
    expect(play.records.filter(({ guidance }) => guidance)).toHaveLength(1);
  });

  it('that are unknown do no harm', async () => {
    const play = await stage.start();
    await play.handle.signal('launchMissiles', 'now');
    await play.approve('plan');
    await play.begins('planTasks');
  });
});

describe('updates that are not what the API sends', () => {
  const BROKEN: [string, unknown[]][] = [
    ['approve', []],
    ['approve', [null]],
    ['approve', ['text']],
    ['approve', [{}]],
    ['approve', [{ decisionId: 'd', userId: '', subjectDigest: null }]],
    ['approve', [{ decisionId: 'd', userId: 'u', subjectDigest: 7 }]],
    ['approve', [{ decisionId: 'd', userId: 'u', subjectDigest: null, choice: 'third' }]],
    ['reject', [{ decisionId: 'd', userId: 'u', subjectDigest: null }]],
    ['editPlan', [{ decisionId: 'd', userId: 'u', baseDigest: hex('0') }]],
    ['requestChanges', [{ decisionId: 'd', userId: 'u', subjectDigest: null }]],
    ['answer', [{ decisionId: 'd', userId: 'u' }]],
    ['complete', []],
    ['deploy', [{ decisionId: 'd', userId: 'u', environment: 'moon' }]],
    ['deploy', []],
    ['stop', []],
    ['stop', [{ decisionId: 'd', userId: 'u' }]],
    ['guidance', [null]],
    ['requestReview', [{ decisionId: 'd', userId: 'u', question: '' }]],
    ['raiseBudget', []],
    ['raiseBudget', [{ decisionId: 'd', userId: 'u', budgetUsd: 'many' }]],
    ['raiseBudget', [{ decisionId: 'd', userId: 'u', budgetUsd: -1 }]],
  ];

  it('are refused one by one, and the build is as well as before', async () => {
    const play = await stage.start();
    await play.waits('plan');
    for (const [name, args] of BROKEN) {
      const anyUpdate = play.handle as unknown as { executeUpdate(updateName: string, options: { args: unknown[] }): Promise<unknown> };
      await expect(anyUpdate.executeUpdate(name, { args })).rejects.toMatchObject({ cause: { type: 'INVALID_INPUT' } });
    }
    await expect(play.handle.executeUpdate('selfDestruct', { args: [] })).rejects.toThrow();
    expect(play.records.filter(({ approval }) => approval)).toEqual([]);
    await play.decide('approve', { subjectDigest: hex('0') });
    await play.waits('deploy');
    expect(play.records.find(({ patch }) => patch?.waitingFor?.kind === 'deploy')?.patch?.waitingFor?.subject_digest).toBe(COMMIT.padEnd(64, '0'));
  });
});

describe('the page in the Temporal Web UI', () => {
  it('says where the build is, whom it waits for and how to approve, and trusts no text', async () => {
    const play = await stage.start((_play, calm) => ({
      draftPlan: async (input) => ({ ...(await calm.draftPlan(input)), summary: 'plan <script>alert(1)</script> ![x](http://evil)' }),
    }));
    await play.waits('plan');
    const page = await play.handle.query<{ currentDetails?: string }>('__temporal_workflow_metadata');
    expect(page.currentDetails).toContain('Waits for a person: plan, gate Plan (G2)');
    expect(page.currentDetails).toContain(`\`"${hex('0').slice(0, 8)}"\``);
    expect(page.currentDetails).not.toMatch(/<script>|!\[x\]|<b>/);
  });

  it('describes every signal and update, so that a person knows what to send', async () => {
    const play = await stage.start();
    await play.waits('plan');
    const { definition } = await play.handle.query<{ definition: Record<string, { name: string; description: string }[]> }>('__temporal_workflow_metadata');
    const described = (kind: string) =>
      (definition[kind] ?? [])
        .filter(({ description }) => description.length > 10)
        .map(({ name }) => name)
        .sort();
    const names = [
      'answer',
      'approve',
      'changeModel',
      'complete',
      'deploy',
      'editPlan',
      'guidance',
      'raiseBudget',
      'reject',
      'requestChanges',
      'requestReview',
      'stop',
    ];
    expect(described('signalDefinitions')).toEqual(names);
    expect(described('updateDefinitions')).toEqual(names);
  });

  it('has search attributes that follow the build', async () => {
    const play = await stage.start();
    await play.waits('plan');
    const attributes = async () => Object.fromEntries((await play.handle.describe()).typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]));
    await eventually(async () => (await attributes())['BuildStatus'] === 'awaiting_review');
    expect(await attributes()).toMatchObject({ BuildPhase: 'plan' });
  });
});
