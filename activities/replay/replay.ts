import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { and, eq, sql } from 'drizzle-orm';
import { FAILURES, MillwrightError } from '../../contracts/failures.js';
import { storableJson } from '../../db/queries/record.js';
import { replays } from '../../db/schema/index.js';
import { loadBuild } from '../agent/session-store.js';
import type { BuildDeps } from '../build/deps.js';
import { setBranch } from '../git/copy-history.js';
import { GitStore } from '../git/store.js';
import { loadRecordedSessions, type RecordedSession } from './records.js';
import { replaySession, takeMain, treeOf, type SessionReplay, type Stage } from './session.js';

/** What a replay found, as people and programs read it. */
export interface ReplayResult {
  same: boolean;
  tasks: (SessionReplay & { merged: { recorded_tree: string; replayed_tree: string; same: boolean } | null })[];
  /** Main after the last task. */
  total: { recorded_commit: string; recorded_tree: string; replayed_tree: string; same: boolean };
  /** Points at which main came from elsewhere (the design, another build of the project) and was taken as it is. */
  main_from_records: string[];
  /** Tries that lost against others; nothing of them is in the result. */
  left_out: number;
  /** None is asked: answers come from the rows. */
  model_calls: 0;
  seconds: number;
}

/**
 * Carries out the stored answers of a finished build once more, in a scratch repository from the same base, and compares
 * the trees. The build itself is only read. Repeatable: each attempt has a scratch repository of its own, the result is
 * written once. What cannot be compared at all ends the replay as `failed`, with the reason.
 */
export async function replayBuild(deps: BuildDeps, request: { buildId: string; number: number }, options: { signal?: AbortSignal } = {}): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'mw-replay-'));
  try {
    const result = await compared(deps, request.buildId, folder, options.signal);
    deps.failpoint('replay', 'before');
    await endReplay(deps, { ...request, state: result.same ? 'same' : 'different', result: { ...result } });
    deps.failpoint('replay', 'after');
  } catch (error) {
    if (!(error instanceof MillwrightError) || FAILURES[error.code].retryable) throw error;
    await endReplay(deps, { ...request, state: 'failed', result: { detail: error.detail } });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes the end of a replay, once. */
export async function endReplay(
  deps: Pick<BuildDeps, 'db'>,
  end: { buildId: string; number: number; state: 'same' | 'different' | 'failed'; result: Record<string, unknown> },
): Promise<void> {
  await deps.db.orm
    .update(replays)
    .set({ state: end.state, result: storableJson(end.result), endedAt: sql`now()` })
    .where(and(eq(replays.buildId, end.buildId), eq(replays.number, end.number), eq(replays.state, 'running')));
}

async function compared(deps: BuildDeps, buildId: string, folder: string, signal: AbortSignal | undefined): Promise<ReplayResult> {
  const started = Date.now();
  const build = await loadBuild(deps.db.orm, buildId);
  const { sessions, left } = await loadRecordedSessions(deps.db, buildId);
  const last = sessions.findLast(({ merged }) => merged !== null)?.merged ?? build.result?.commit;
  if (!last) throw new MillwrightError('NOT_READY', `build ${buildId} has no result to compare with: none of its tasks was finished`);
  const stage: Stage = {
    deps,
    recorded: { store: deps.git, projectId: build.projectId },
    scratch: { store: new GitStore(folder), projectId: build.projectId },
    became: new Map(),
    signal,
  };
  const tasks: ReplayResult['tasks'] = [];
  const taken: string[] = [];
  let main = '';
  for (const session of sessions) {
    main = (await beginning(stage, session, main, taken)) ?? main;
    const replayed = await replaySession(stage, session);
    const merged = session.merged === null ? null : await merge(stage, session, session.merged);
    if (merged) main = stage.became.get(session.merged ?? '') ?? main;
    tasks.push({ ...replayed, merged });
  }
  const [recorded_tree, replayed_tree] = [await treeOf(stage.recorded, last), main ? await treeOf(stage.scratch, main) : ''];
  const same = recorded_tree === replayed_tree;
  return {
    same: same && tasks.every((task) => task.same && (task.merged?.same ?? true)),
    tasks,
    total: { recorded_commit: last, recorded_tree, replayed_tree, same },
    main_from_records: taken,
    left_out: left,
    model_calls: 0,
    seconds: Math.round((Date.now() - started) / 100) / 10,
  };
}

/** A try that began at a commit nobody has made here: main came from elsewhere, so it is taken. Answers main then. */
async function beginning(stage: Stage, { context }: RecordedSession, main: string, taken: string[]): Promise<string | null> {
  const { baseCommit, taskId } = context.session;
  if (stage.became.has(baseCommit)) return null;
  await takeMain(stage, baseCommit);
  taken.push(main === '' ? 'the base, with the design' : `before ${taskId}`);
  await setBranch(stage.scratch, 'main', baseCommit);
  return baseCommit;
}

async function merge(stage: Stage, { context }: RecordedSession, recorded: string) {
  const { session, task } = context;
  const replayed = await stage.scratch.store.merge(stage.scratch.projectId, {
    target: 'main',
    commit: stage.became.get(session.head) ?? session.head,
    step: `${session.id}/merge`,
    date: session.createdAt,
    message: `${task.taskId}: ${task.goal.split('\n')[0]?.slice(0, 72) ?? ''}`,
  });
  stage.became.set(recorded, replayed);
  const [recorded_tree, replayed_tree] = [await treeOf(stage.recorded, recorded), await treeOf(stage.scratch, replayed)];
  return { recorded_tree, replayed_tree, same: recorded_tree === replayed_tree };
}
