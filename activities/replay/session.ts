import { MillwrightError } from '../../contracts/failures.js';
import { runTool } from '../agent/act.js';
import type { StepRun } from '../agent/step-context.js';
import { callsOf } from '../agent/text-answer.js';
import type { StepRow } from '../agent/session-store.js';
import type { BuildDeps } from '../build/deps.js';
import { noFailpoint } from '../failpoint.js';
import { copyHistory, parentOf, type Repository } from '../git/copy-history.js';
import type { RecordedSession } from './records.js';
import { ReplayWorkspace } from './workspace.js';

/** What became of one try when its stored answers were carried out again. */
export interface SessionReplay {
  task: string;
  /** The last part of the session's id. */
  try: string;
  steps: number;
  /** Tool calls that were carried out again, commands among them. */
  reexecuted: number;
  commands: number;
  /** Steps whose recorded commit was taken instead, each with the reason. */
  from_records: { step: string; why: string }[];
  recorded_tree: string;
  replayed_tree: string;
  same: boolean;
  /** The first step after which the trees differ. */
  first_difference: string | null;
}

// They change files, or may.
const EDITS = new Set(['write_file', 'edit_file', 'apply_patch', 'delete_file', 'apply_answer']);
const COMMAND = 'run_command';

export interface Stage {
  deps: BuildDeps;
  recorded: Repository;
  scratch: Repository;
  /** Commits of the record and what they became in the scratch repository. */
  became: Map<string, string>;
  signal?: AbortSignal | undefined;
}

/** Carries out the stored answers of one try on its branch of the scratch repository, from what its base became there. */
export async function replaySession(stage: Stage, session: RecordedSession): Promise<SessionReplay> {
  const { context, steps } = session;
  const base = stage.became.get(context.session.baseCommit) ?? context.session.baseCommit;
  const workspace = new ReplayWorkspace(stage.scratch.store, stage.deps.driver);
  const { store, projectId } = stage.scratch;
  await store.createBranch(projectId, context.session.branch, base);
  const run: StepRun = { context, role: stage.deps.roles.get(context.task.role), head: base, steps: [], mistrustsSandbox: false };
  const tale: SessionReplay = {
    task: context.session.taskId,
    try: context.session.id.slice(`${context.build.id}/task/${context.session.taskId}/`.length),
    steps: steps.length,
    reexecuted: 0,
    commands: 0,
    from_records: [],
    recorded_tree: '',
    replayed_tree: '',
    same: false,
    first_difference: null,
  };
  try {
    const lastCommand = steps.findLastIndex((step) => step.tool === COMMAND && step.commit !== null);
    for (const [index, step] of steps.entries()) {
      stage.signal?.throwIfAborted();
      // A command that changed nothing matters to those after it only: what it left outside the project.
      if (!EDITS.has(step.tool) && step.commit === null && !(step.tool === COMMAND && index < lastCommand)) continue;
      await replayStep({ ...stage, deps: { ...stage.deps, git: store, workspaces: workspace, failpoint: noFailpoint } }, run, session, step, tale);
      stage.became.set(step.headAfter, run.head);
      if (tale.first_difference === null && !(await sameTree(stage, step.headAfter, run.head))) tale.first_difference = name(step);
    }
  } finally {
    await workspace.release();
  }
  stage.became.set(context.session.head, run.head);
  [tale.recorded_tree, tale.replayed_tree] = [await treeOf(stage.recorded, context.session.head), await treeOf(stage.scratch, run.head)];
  tale.same = tale.recorded_tree === tale.replayed_tree;
  return tale;
}

async function replayStep(stage: Stage, run: StepRun, session: RecordedSession, step: StepRow, tale: SessionReplay): Promise<void> {
  const answer = session.answers.get(step.turn);
  const call = answer && callsOf(answer, run.role.tools)[step.call];
  const known = call !== undefined && (EDITS.has(step.tool) || step.tool === COMMAND) && call.name === step.tool;
  if (!known) return takeRecord(stage, run, step, tale, `${step.tool} is not carried out again`);
  try {
    const { commit } = await runTool(stage.deps, { run, turn: step.turn, index: step.call, call, signal: stage.signal });
    tale.reexecuted += 1;
    if (step.tool === COMMAND) tale.commands += 1;
    run.head = commit ?? run.head;
  } catch (error) {
    if (!(error instanceof MillwrightError) || (error.code !== 'SANDBOX_UNAVAILABLE' && error.code !== 'IMAGE_BUILD_FAILED')) throw error;
    if (step.commit !== null) await takeRecord(stage, run, step, tale, 'no sandbox could be started');
  }
}

/** The change that the step's commit made, put on top of what there is. */
async function takeRecord(stage: Stage, run: StepRun, step: StepRow, tale: SessionReplay, why: string): Promise<void> {
  if (step.commit === null) return;
  const { recorded, scratch } = stage;
  const parent = await parentOf(recorded, step.commit);
  const changes = await recorded.store.changedPaths(recorded.projectId, parent, step.commit);
  const files = await recorded.store.files(recorded.projectId, step.commit);
  const written = files.filter(({ path }) => changes.some((change) => change.path === path && !change.deleted));
  const { session, task } = run.context;
  run.head = await scratch.store.commit(scratch.projectId, {
    branch: session.branch,
    expectedHead: run.head,
    step: `${session.id}/${step.turn}.${step.call}`,
    date: session.createdAt,
    author: task.role,
    task: task.taskId,
    message: `${task.taskId}: ${step.summary}`,
    written,
    deleted: changes.filter(({ deleted }) => deleted).map(({ path }) => path),
  });
  tale.from_records.push({ step: name(step), why });
}

async function sameTree(stage: Stage, recorded: string, replayed: string): Promise<boolean> {
  return recorded === replayed || (await treeOf(stage.recorded, recorded)) === (await treeOf(stage.scratch, replayed));
}

export function treeOf({ store, projectId }: Repository, commit: string): Promise<string> {
  return store.treeOf(projectId, commit);
}

/** Brings main of the scratch repository to a commit that nothing in the record explains: it is taken as it is. */
export async function takeMain(stage: Stage, commit: string): Promise<void> {
  await copyHistory(stage.recorded, stage.scratch, [commit]);
  stage.became.set(commit, commit);
}

function name(step: StepRow): string {
  return `${step.turn}.${step.call}`;
}
