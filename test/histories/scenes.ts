/** The ways a build can go that are kept as histories: one scene a way, each played to its end. */
import type { Activities } from '../../activities/index.js';
import { lastsUntilCancelled, type Play, type Stage } from '../workflows/stage.js';
import { COMMIT, hex, TEAM } from '../workflows/stubs.js';

export type Scene = (stage: Stage) => Promise<Play>;

const QUIET = { options: { tests: true, docs: false, deployment: false, review: false } };
const ONE_TASK: Partial<Activities> = { planTasks: () => Promise.resolve({ tasks: [{ id: 't1', role: 'dev', title: 'write' }], language: 'python' }) };

type Ended = Awaited<ReturnType<Activities['work']>>['ended'];
function sessions(...ends: Ended[]): Partial<Activities> {
  let calls = 0;
  return { ...ONE_TASK, work: ({ turn }) => Promise.resolve({ turn, ended: ends[Math.min((calls += 1), ends.length) - 1] ?? null }) };
}
const success: Ended = { outcome: 'SUCCESS', summary: 'done' };

async function deployTo(play: Play, environment: 'staging' | 'production'): Promise<void> {
  await play.waits('deploy');
  await play.decide('deploy', { environment });
}

async function calm(stage: Stage): Promise<Play> {
  const play = await stage.start();
  await play.approve('plan');
  await deployTo(play, 'staging');
  await deployTo(play, 'production');
  return play;
}

async function reviewed(stage: Stage): Promise<Play> {
  const play = await stage.start(undefined, { projectType: 'website', options: { tests: true, docs: true, deployment: false, review: true } });
  await play.handle.signal('guidance', 'use sqlite');
  await play.decide('requestReview', { question: 'is the license fine?' });
  await play.approve('review');
  await play.approve('plan');
  await play.approve('gate');
  await play.approve('ux_choice', { choice: 2 });
  await play.approve('gate');
  return play;
}

async function editedPlan(stage: Stage): Promise<Play> {
  const play = await stage.start(() => ONE_TASK, QUIET);
  const { subject_digest: first } = await play.waits('plan');
  await play.decide('requestChanges', { subjectDigest: first, text: 'smaller' });
  const { subject_digest: baseDigest } = await play.waits('plan');
  await play.decide('editPlan', { planVersion: 3, planDigest: hex('a'), baseDigest });
  await play.waits('plan');
  await play.handle.signal('approve', hex('a').slice(0, 8));
  return play;
}

async function rejectedPlan(stage: Stage): Promise<Play> {
  const play = await stage.start();
  const { subject_digest: subjectDigest } = await play.waits('plan');
  await play.decide('reject', { subjectDigest, reason: 'too large' });
  return play;
}

const LASTING = { plan: 'draftPlan', design: 'designArchitecture', code: 'work', test: 'verifyMain', document: 'addTask', ready: 'deliver', deploy: 'deploySwitch', complete: 'writeRetrospective' } as const;

function stoppedIn(phase: keyof typeof LASTING): Scene {
  return async (stage) => {
    const activity = LASTING[phase];
    const play = await stage.start(() => ({ ...ONE_TASK, [activity]: lastsUntilCancelled }) as Partial<Activities>);
    if (phase !== 'plan') await play.approve('plan');
    if (phase === 'deploy' || phase === 'complete') await deployTo(play, 'production');
    await play.begins(activity);
    await play.decide('stop', { reason: 'enough' });
    return play;
  };
}

async function cancelled(stage: Stage): Promise<Play> {
  const play = await stage.start(() => ({ ...ONE_TASK, work: lastsUntilCancelled }));
  await play.approve('plan');
  await play.begins('work');
  await play.handle.cancel();
  return play;
}

async function healedCheck(stage: Stage): Promise<Play> {
  const play = await stage.start(
    () => ({ ...sessions({ outcome: 'SOFT_FAIL', summary: 'the checks do not pass' }, success), verifyMain: ({ round }) => Promise.resolve({ passed: round > 1, commit: COMMIT, summary: '12 tests', reportDigest: hex('f') }) }),
    QUIET,
  );
  await play.approve('plan');
  return play;
}

async function failedTask(stage: Stage): Promise<Play> {
  const play = await stage.start(() => sessions({ outcome: 'SOFT_FAIL', summary: 'the checks do not pass' }), QUIET);
  await play.approve('plan');
  const { subject_digest: subjectDigest } = await play.waits('question');
  await play.decide('reject', { subjectDigest, reason: 'enough' });
  return play;
}

async function rolledBackDeploy(stage: Stage): Promise<Play> {
  let switches = 0;
  const play = await stage.start(() => ({
    ...ONE_TASK,
    deploySwitch: () => ((switches += 1) === 1 ? Promise.resolve({ status: 'rolled_back', url: null, detail: 'not healthy' }) : Promise.reject(new TypeError('the switch broke'))),
  }));
  await play.approve('plan');
  await deployTo(play, 'staging');
  await deployTo(play, 'production');
  await play.waits('deploy');
  await play.decide('complete');
  return play;
}

async function rolledBackByHand(stage: Stage): Promise<Play> {
  const play = await stage.start(() => ONE_TASK);
  await play.approve('plan');
  await deployTo(play, 'production');
  await play.end();
  await stage.rollBack(play, `${play.id}-production-1`, 1);
  return play;
}

async function bestOfTwo(stage: Stage): Promise<Play> {
  const work: Partial<Activities> = {
    ...ONE_TASK,
    work: (input) => (input.sessionId.endsWith('c1') ? lastsUntilCancelled() : Promise.resolve({ turn: input.turn, ended: success })),
  };
  const play = await stage.start(() => work, { ...QUIET, team: { ...TEAM, candidates: 2 } });
  await play.approve('plan');
  return play;
}

async function reviewedChange(stage: Stage): Promise<Play> {
  let reviews = 0;
  const changes = { verdict: 'changes' as const, summary: 'one finding', findings: [{ file: 'app.py', line: 3, rule: 'major', message: 'not checked' }] };
  const play = await stage.start(
    (_play, calm) => ({ ...ONE_TASK, reviewTask: (input) => ((reviews += 1) === 1 ? Promise.resolve(changes) : calm.reviewTask(input)) }),
    { ...QUIET, team: { ...TEAM, roles: [...TEAM.roles, 'code-reviewer'] } },
  );
  await play.approve('plan');
  return play;
}

/** The rest of the plan is edited while a question waits, and the model is changed: a done task and a new one run. */
async function steered(stage: Stage): Promise<Play> {
  const play = await stage.start(
    (made, calm) => ({
      work: (input) =>
        input.sessionId.includes('/t2/') && made.count('answerStep') === 0
          ? Promise.resolve({ turn: 1, ended: { outcome: 'QUESTION', summary: 'which port?', call: 0 } })
          : calm.work(input),
    }),
    QUIET,
  );
  await play.approve('plan');
  const { subject_digest: subjectDigest } = await play.waits('question');
  await play.decide('changeModel', { model: 'groq/fast', llmPreference: null });
  const tasks = ['t1', 't2', 't3'].map((id) => ({ id, role: 'dev', title: id }));
  await play.decide('editPlan', { planVersion: 2, planDigest: hex('b'), baseDigest: hex('0'), tasks, touched: ['t1'], rerun: ['t1'] });
  await play.decide('answer', { subjectDigest, answer: '8080' });
  return play;
}

function forked(stage: Stage): Promise<Play> {
  return stage.start(undefined, { ...QUIET, forked: true });
}

function agentRun(stage: Stage): Promise<Play> {
  return stage.start(undefined, { ...QUIET, agent: 'analyst' });
}

async function question(stage: Stage): Promise<Play> {
  const play = await stage.start(() => sessions({ outcome: 'QUESTION', summary: 'which port?', call: 1 }, success), QUIET);
  await play.approve('plan');
  const { subject_digest: subjectDigest } = await play.waits('question');
  await play.decide('answer', { subjectDigest, answer: '8080' });
  return play;
}

async function budget(stage: Stage): Promise<Play> {
  const play = await stage.start(() => sessions({ outcome: 'BUDGET', summary: 'spent' }, success), QUIET);
  await play.approve('plan');
  await play.waits('budget');
  await play.decide('raiseBudget', { budgetUsd: 20 });
  return play;
}

async function sessionContinuedAsNew(stage: Stage): Promise<Play> {
  const play = await stage.start(() => ({ ...ONE_TASK, openSession: ({ buildId }) => Promise.resolve({ sessionId: `${buildId}/task/t1/1.1`, turnsMax: 400, minutesMax: 60, rescue: { stronger: false, candidates: 1 } }), work: ({ turn }) => Promise.resolve({ turn, ended: turn === 120 ? success : null }) }), QUIET);
  await play.approve('plan');
  return play;
}

export const SCENES: Record<string, Scene> = {
  calm,
  reviewed,
  'edited-plan': editedPlan,
  'rejected-plan': rejectedPlan,
  ...Object.fromEntries((Object.keys(LASTING) as (keyof typeof LASTING)[]).map((phase) => [`stopped-in-${phase}`, stoppedIn(phase)])),
  cancelled,
  'healed-check': healedCheck,
  'failed-task': failedTask,
  'rolled-back-deploy': rolledBackDeploy,
  'rolled-back-by-hand': rolledBackByHand,
  'best-of-two': bestOfTwo,
  'reviewed-change': reviewedChange,
  'agent-run': agentRun,
  steered,
  forked,
  question,
  budget,
  'session-continued-as-new': sessionContinuedAsNew,
};
