import type { Activities, BuildFacts } from '../../activities/index.js';
import { sessionId } from '../../contracts/ids.js';

export const hex = (letter: string): string => letter.repeat(64);
/** All take part but the reviewer, as usual. */
export const TEAM: BuildFacts['team'] = {
  roles: ['architect', 'backend-developer', 'product-manager', 'qa-engineer', 'technical-writer', 'ux-designer'],
  candidates: 1,
  rescueCandidates: 1,
};
export const COMMIT: string = 'c'.repeat(40);

const TASKS = ['t1', 't2'].map((id) => ({ id, role: 'backend-developer', title: `write ${id}` }));

/** What the activities answer when everything goes well: two tasks, a service, every check passes at once. */
export function calmActivities(facts: Partial<BuildFacts> = {}): Activities {
  const options = { tests: true, docs: true, deployment: true, review: false, ...facts.options };
  return {
    record: () => Promise.resolve(),
    readBuild: () =>
      Promise.resolve({ userId: 'local', projectId: 'proj-1', projectType: 'api', budgetUsd: 5, generation: 1, team: TEAM, agent: null, ...facts, options }),
    takeInRepository: () => Promise.resolve({ commit: COMMIT, summary: 'a repository' }),
    runBaseline: () => Promise.resolve({ summary: 'The untouched base passes: 3 tests passed' }),
    draftPlan: ({ round }) => Promise.resolve({ version: round + 1, digest: hex(String(round)), summary: `plan ${round}` }),
    planTasks: () => Promise.resolve({ tasks: TASKS, language: 'python' }),
    describePlan: ({ planVersion }) => Promise.resolve(`edited plan ${planVersion}`),
    addTask: () => Promise.resolve(),
    designArchitecture: () => Promise.resolve({ files: ['docs/architecture.md'], summary: 'one module', digest: hex('d'), notes: [], ui: false }),
    designUx: () => Promise.resolve({ titles: ['calm', 'dense', 'bold'], digest: hex('e'), pages: ['art-1', 'art-2', 'art-3'] }),
    renderUx: () => Promise.resolve({ screenshots: ['art-4', 'art-5', null], note: 'not every option has a screenshot' }),
    keepUxChoice: () => Promise.resolve(),
    openSession: ({ buildId, taskId, generation, attempt, candidate }) =>
      Promise.resolve({
        sessionId: sessionId(buildId, taskId, generation, attempt, candidate?.number),
        turnsMax: 40,
        minutesMax: 60,
        rescue: { stronger: false, candidates: 1 },
      }),
    closeSession: ({ outcome }) => Promise.resolve({ head: COMMIT, outcome }),
    inspectTask: () => Promise.resolve({ findings: [], verdict: 'clean' }),
    reviewTask: () => Promise.resolve({ verdict: 'approve', summary: 'fine', findings: [] }),
    explainTask: ({ sessionId: id, why }) => Promise.resolve({ digest: hex('9'), summary: `${why}: ${id.split('/').slice(2).join('/')}` }),
    acceptTry: () => Promise.resolve(),
    dropCandidate: () => Promise.resolve(),
    planAgentRun: () => Promise.resolve({ tasks: [{ id: 'agent', role: 'analyst', title: 'look' }] }),
    mergeTask: () => Promise.resolve({ commit: COMMIT }),
    work: ({ turn }) => Promise.resolve({ turn, ended: { outcome: 'SUCCESS', summary: 'done' } }),
    answerStep: () => Promise.resolve(),
    verifyMain: () => Promise.resolve({ passed: true, commit: COMMIT, summary: '12 tests passed', reportDigest: hex('f') }),
    deliver: () => Promise.resolve({ commit: COMMIT, deployable: true, why: 'python3 -m app' }),
    writeRetrospective: () => Promise.resolve({ summary: 'as planned' }),
    applyPlanEdit: () => Promise.resolve({ tasks: TASKS }),
    changeModel: () => Promise.resolve(),
    takeOverFork: () => Promise.resolve({ phase: 'code', planVersion: 1, planDigest: hex('0'), tasks: TASKS, done: ['t1'], commit: COMMIT, goesOn: 't2' }),
    replayBuild: () => Promise.resolve(),
    failReplay: () => Promise.resolve(),
    removeProject: () => Promise.resolve(),
    runWorkspaceJob: () => Promise.resolve(),
    failWorkspaceJob: () => Promise.resolve(),
    cleanUp: () => Promise.resolve({ containers: 0 }),
    beginExecution: () => Promise.resolve({ language: 'python', maxAttempts: 5 }),
    chooseLanguage: () => Promise.resolve({ language: 'python' }),
    takeInForExecution: () => Promise.resolve({ summary: 'a repository' }),
    baselineForExecution: () => Promise.resolve({ summary: 'The untouched base passes: 3 tests passed' }),
    writeAttempt: () => Promise.resolve({ state: 'written', summary: '2 files' }),
    runAttempt: () => Promise.resolve({ state: 'passed', summary: '3 tests passed' }),
    endExecution: () => Promise.resolve({ status: 'passed' }),
    answerChat: () => Promise.resolve({ state: 'done' }),
    failChatAnswer: () => Promise.resolve(),
    deployBegin: () => Promise.resolve(),
    deployBuildImage: () => Promise.resolve({ imageId: 'sha256:1' }),
    deployTest: () => Promise.resolve({ passed: true, detail: '' }),
    deployCandidate: () => Promise.resolve({ healthy: true, detail: '' }),
    deploySwitch: () => Promise.resolve({ status: 'live', url: 'http://localhost:4480/p/staging', detail: '' }),
    deployReturn: () => Promise.resolve({ status: 'rolled_back', url: null, detail: '' }),
    deployRollback: () => Promise.resolve({ status: 'live', url: 'http://localhost:4480/p/staging', detail: '' }),
    deployEnd: () => Promise.resolve(),
    deployRolledBack: () => Promise.resolve(),
    deployRetire: () => Promise.resolve({ retired: 0 }),
  };
}
