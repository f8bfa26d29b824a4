import { Context } from '@temporalio/activity';
import type { PublicFailure } from '../contracts/failures.js';
import { work, type WorkInput, type WorkResult } from './agent/work.js';
import { cleanUp, deliver, writeRetrospective } from './build/deliver.js';
import type { BuildDeps } from './build/deps.js';
import { designArchitecture, designUx, keepUxChoice, renderUx } from './build/design.js';
import { describePlan, draftPlan } from './build/plan.js';
import { applyPlanEdit, changeModel, type ModelChange, type PlanEdit } from './build/edit-plan.js';
import { takeOverFork } from './build/fork.js';
import { planAgentRun } from './build/agent-run.js';
import { dropCandidate } from './build/candidates.js';
import { explainTask } from './build/explain.js';
import { reviewTask } from './build/review.js';
import { addTask, mergeTask, planTasks } from './build/tasks.js';
import { acceptTry, closeSession, openSession, type CloseRequest, type OpenRequest } from './build/tries.js';
import { verifyMain } from './build/verify.js';
import { answerChat, failChatAnswer, type AnswerPlace } from './chat/answer.js';
import { beginExecution, chooseLanguage } from './execution/begin.js';
import { endExecution } from './execution/end.js';
import { baselineForExecution, takeInForExecution } from './execution/repository.js';
import type { AttemptPlace } from './execution/rows.js';
import { runAttempt } from './execution/run.js';
import { writeAttempt } from './execution/write.js';
import { createDeployActivities, type DeployDeps } from './deploy/activities.js';
import { inspectTask, type TaskInspection } from './honesty/inspect-task.js';
import { removeProject } from './projects/remove.js';
import { endReplay, replayBuild } from './replay/replay.js';
import { runBaseline, takeInRepository } from './repos/take-in.js';
import { imageNews } from './report.js';
import { failWorkspaceJob, runWorkspaceJob } from './workspaces/run-job.js';
import type { WorkspaceDeps } from './workspaces/deps.js';
import { answerStep, readBuildFacts, recordStep, type RecordInput } from './record.js';

export type { RecordInput, BuildFacts } from './record.js';

/** Everything with an effect, as the workflows see it: thin functions that pass dependencies in. One object in, one out. */
export function createActivities(deps: BuildDeps & DeployDeps & WorkspaceDeps) {
  const signal = () => Context.current().cancellationSignal;
  return {
    record: (input: RecordInput): Promise<void> => recordStep(deps, input),
    readBuild: (input: { buildId: string }) => readBuildFacts(deps, input.buildId),
    takeInRepository: (input: { buildId: string }) => takeInRepository(deps, input.buildId, { signal: signal(), onProgress: imageNews(deps, input.buildId) }),
    runBaseline: (input: { buildId: string }) => runBaseline(deps, input.buildId, { signal: signal(), onProgress: imageNews(deps, input.buildId) }),
    draftPlan: (input: { buildId: string; round: number }) => draftPlan(deps, input.buildId, input.round, { signal: signal() }),
    planTasks: (input: { buildId: string; planVersion: number }) => planTasks(deps, input.buildId, input.planVersion),
    addTask: (input: { buildId: string; taskId: string; role: string; goal: string; files: string[] }) => addTask(deps, input),
    designArchitecture: (input: { buildId: string }) => designArchitecture(deps, input.buildId, { signal: signal() }),
    designUx: (input: { buildId: string }) => designUx(deps, input.buildId, { signal: signal() }),
    renderUx: (input: { buildId: string }) => renderUx(deps, input.buildId, { signal: signal() }),
    keepUxChoice: (input: { buildId: string; choice: number }) => keepUxChoice(deps, input.buildId, input.choice),
    planAgentRun: (input: { buildId: string }) => planAgentRun(deps, input.buildId),
    openSession: (input: OpenRequest) => openSession(deps, input),
    closeSession: (input: CloseRequest) => closeSession(deps, input),
    dropCandidate: (input: { sessionId: string; winner: number; summary: string }): Promise<void> => dropCandidate(deps, input),
    acceptTry: (input: { sessionId: string; by: string }): Promise<void> => acceptTry(deps, input),
    explainTask: (input: { sessionId: string; why: 'failed' | 'findings' }) => explainTask(deps, input),
    inspectTask: (input: { sessionId: string }): Promise<TaskInspection> => inspectTask(deps, input.sessionId),
    reviewTask: (input: { sessionId: string }) => reviewTask(deps, input.sessionId, { signal: signal(), attempt: Context.current().info.attempt }),
    mergeTask: (input: { sessionId: string }) => mergeTask(deps, input.sessionId),
    work: (input: WorkInput): Promise<WorkResult> => work(deps, input, { signal: signal(), retry: Context.current().info.attempt > 1 }),
    answerStep: (input: { sessionId: string; turn: number; call: number; answer: string }) => answerStep(deps, input),
    verifyMain: (input: { buildId: string; round: number }) => verifyMain(deps, input, { signal: signal() }),
    deliver: (input: { buildId: string; commit: string | null }) => deliver(deps, input.buildId, input.commit),
    describePlan: (input: { buildId: string; planVersion: number }) => describePlan(deps, input.buildId, input.planVersion),
    writeRetrospective: (input: { buildId: string }) => writeRetrospective(deps, input.buildId),
    applyPlanEdit: (input: PlanEdit) => applyPlanEdit(deps, input),
    changeModel: (input: ModelChange): Promise<void> => changeModel(deps, input),
    takeOverFork: (input: { buildId: string }) => takeOverFork(deps, input.buildId),
    replayBuild: (input: { buildId: string; number: number }): Promise<void> => replayBuild(deps, input, { signal: signal() }),
    failReplay: (input: { buildId: string; number: number; detail: string }): Promise<void> =>
      endReplay(deps, { ...input, state: 'failed', result: { detail: input.detail } }),
    removeProject: (input: { projectId: string }): Promise<void> => removeProject(deps, input),
    runWorkspaceJob: (input: { jobId: string }): Promise<void> => runWorkspaceJob(deps, input, { signal: signal() }),
    failWorkspaceJob: (input: Parameters<typeof failWorkspaceJob>[1]): Promise<void> => failWorkspaceJob(deps, input),
    cleanUp: (input: { buildId: string }) => cleanUp(deps, input.buildId),
    answerChat: (input: AnswerPlace) => answerChat(deps, input, { signal: signal() }),
    failChatAnswer: (input: AnswerPlace & { failure: PublicFailure }): Promise<void> => failChatAnswer(deps, input),
    beginExecution: (input: { executionId: string; round: number }) => beginExecution(deps, input),
    chooseLanguage: (input: { executionId: string }) => chooseLanguage(deps, input, { signal: signal() }),
    takeInForExecution: (input: { executionId: string; round: number }) =>
      takeInForExecution(deps, input, { signal: signal(), onProgress: imageNews(deps, input.executionId) }),
    baselineForExecution: (input: { executionId: string }) =>
      baselineForExecution(deps, input.executionId, { signal: signal(), onProgress: imageNews(deps, input.executionId) }),
    writeAttempt: (input: AttemptPlace) => writeAttempt(deps, input, { signal: signal() }),
    runAttempt: (input: AttemptPlace) => runAttempt(deps, input, { signal: signal(), onProgress: imageNews(deps, input.executionId) }),
    endExecution: (input: { executionId: string; round: number; failure: PublicFailure | null }) => endExecution(deps, input),
    ...createDeployActivities(deps, signal),
  };
}

export type Activities = ReturnType<typeof createActivities>;
