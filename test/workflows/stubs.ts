import type { Activities, BuildFacts } from '../../activities/index.js';
import { sessionId } from '../../contracts/ids.js';

export const hex = (letter: string): string => letter.repeat(64);
export const COMMIT: string = 'c'.repeat(40);

/** What the activities answer when everything goes well: two tasks, a service, every check passes at once. */
export function calmActivities(facts: Partial<BuildFacts> = {}): Activities {
  const options = { tests: true, docs: true, deployment: true, review: false, ...facts.options };
  return {
    record: () => Promise.resolve(),
    readBuild: () => Promise.resolve({ userId: 'local', projectId: 'proj-1', projectType: 'api', budgetUsd: 5, generation: 1, ...facts, options }),
    draftPlan: ({ round }) => Promise.resolve({ version: round + 1, digest: hex(String(round)), summary: `plan ${round}` }),
    planTasks: () => Promise.resolve({ tasks: ['t1', 't2'].map((id) => ({ id, role: 'backend-developer', title: `write ${id}` })), language: 'python' }),
    describePlan: ({ planVersion }) => Promise.resolve(`edited plan ${planVersion}`),
    addTask: () => Promise.resolve(),
    designArchitecture: () => Promise.resolve({ files: ['docs/architecture.md'], summary: 'one module', digest: hex('d') }),
    designUx: () => Promise.resolve({ titles: ['calm', 'dense', 'bold'], digest: hex('e') }),
    keepUxChoice: () => Promise.resolve(),
    openSession: ({ buildId, taskId, generation, attempt }) => Promise.resolve({ sessionId: sessionId(buildId, taskId, generation, attempt), turnsMax: 40 }),
    closeSession: () => Promise.resolve({ head: COMMIT }),
    mergeTask: () => Promise.resolve({ commit: COMMIT }),
    work: ({ turn }) => Promise.resolve({ turn, ended: { outcome: 'SUCCESS', summary: 'done' } }),
    answerStep: () => Promise.resolve(),
    verifyMain: () => Promise.resolve({ passed: true, commit: COMMIT, summary: '12 tests passed', reportDigest: hex('f') }),
    deliver: () => Promise.resolve({ commit: COMMIT, deployable: true, why: 'python3 -m app' }),
    writeRetrospective: () => Promise.resolve({ summary: 'as planned' }),
    cleanUp: () => Promise.resolve({ containers: 0 }),
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
