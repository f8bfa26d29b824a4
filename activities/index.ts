import { Context } from '@temporalio/activity';
import { work, type WorkInput, type WorkResult } from './agent/work.js';
import { cleanUp, deliver, writeRetrospective } from './build/deliver.js';
import type { BuildDeps } from './build/deps.js';
import { designArchitecture, designUx, keepUxChoice } from './build/design.js';
import { describePlan, draftPlan } from './build/plan.js';
import { addTask, closeSession, mergeTask, openSession, planTasks } from './build/tasks.js';
import { verifyMain } from './build/verify.js';
import { createDeployActivities, type DeployDeps } from './deploy/activities.js';
import { answerStep, readBuildFacts, recordStep, type RecordInput } from './record.js';

export type { RecordInput, BuildFacts } from './record.js';

/** Everything with an effect, as the workflows see it: thin functions that pass dependencies in. One object in, one out. */
export function createActivities(deps: BuildDeps & DeployDeps) {
  const signal = () => Context.current().cancellationSignal;
  return {
    record: (input: RecordInput): Promise<void> => recordStep(deps, input),
    readBuild: (input: { buildId: string }) => readBuildFacts(deps, input.buildId),
    draftPlan: (input: { buildId: string; round: number }) => draftPlan(deps, input.buildId, input.round, { signal: signal() }),
    planTasks: (input: { buildId: string; planVersion: number }) => planTasks(deps, input.buildId, input.planVersion),
    addTask: (input: { buildId: string; taskId: string; role: string; goal: string; files: string[] }) => addTask(deps, input),
    designArchitecture: (input: { buildId: string }) => designArchitecture(deps, input.buildId, { signal: signal() }),
    designUx: (input: { buildId: string }) => designUx(deps, input.buildId, { signal: signal() }),
    keepUxChoice: (input: { buildId: string; choice: number }) => keepUxChoice(deps, input.buildId, input.choice),
    openSession: (input: { buildId: string; taskId: string; generation: number; attempt: number }) => openSession(deps, input),
    closeSession: (input: { sessionId: string; outcome: string; summary: string; progress: number }) => closeSession(deps, input),
    mergeTask: (input: { sessionId: string }) => mergeTask(deps, input.sessionId),
    work: (input: WorkInput): Promise<WorkResult> => work(deps, input, { signal: signal(), retry: Context.current().info.attempt > 1 }),
    answerStep: (input: { sessionId: string; turn: number; call: number; answer: string }) => answerStep(deps, input),
    verifyMain: (input: { buildId: string; round: number }) => verifyMain(deps, input, { signal: signal() }),
    deliver: (input: { buildId: string; commit: string | null }) => deliver(deps, input.buildId, input.commit),
    describePlan: (input: { buildId: string; planVersion: number }) => describePlan(deps, input.buildId, input.planVersion),
    writeRetrospective: (input: { buildId: string }) => writeRetrospective(deps, input.buildId),
    cleanUp: (input: { buildId: string }) => cleanUp(deps, input.buildId),
    ...createDeployActivities(deps, signal),
  };
}

export type Activities = ReturnType<typeof createActivities>;
