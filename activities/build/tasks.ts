import { and, eq, sql } from 'drizzle-orm';
import { MillwrightError } from '../../contracts/failures.js';
import { sessionId, taskBranch } from '../../contracts/ids.js';
import { orderTasks, planSchema } from '../../schemas/plan.js';
import { record, recordChange, storable } from '../../db/queries/record.js';
import { builds, planVersions, sessions, tasks } from '../../db/schema/index.js';
import { loadBuild, loadSession } from '../agent/session-store.js';
import type { BuildDeps } from './deps.js';
import { languageOfPlan } from './language.js';

export interface TaskRef {
  id: string;
  role: string;
  title: string;
}

/** Turns the approved plan into task rows, in the order of their dependencies. Repeatable. */
export async function planTasks(deps: BuildDeps, buildId: string, planVersion: number): Promise<{ tasks: TaskRef[]; language: string }> {
  const build = await loadBuild(deps.db.orm, buildId);
  const [row] = await deps.db.orm
    .select({ plan: planVersions.plan })
    .from(planVersions)
    .where(and(eq(planVersions.buildId, buildId), eq(planVersions.version, planVersion)));
  const plan = planSchema.parse(row?.plan);
  const stack = build.constraints['stack'];
  const language = languageOfPlan(
    plan,
    { description: build.description, stack: Array.isArray(stack) ? stack.join(' ') : typeof stack === 'string' ? stack : '' },
    deps.languageOf,
  );
  const ordered = orderTasks(plan.tasks);
  await deps.git.ensureProject(build.projectId);
  await deps.db.orm.transaction(async (tx) => {
    await tx.update(builds).set({ language, planVersion, planDigest: build.planDigest }).where(eq(builds.id, buildId));
    const rows = ordered.map((task, ordinal) => ({
      buildId,
      taskId: task.id,
      ordinal,
      goal: storable(task.goal),
      role: storable(task.role),
      files: task.files,
      dependsOn: task.depends_on,
      complexity: task.complexity,
    }));
    await tx.insert(tasks).values(rows).onConflictDoNothing();
  });
  return { tasks: ordered.map((task) => ({ id: task.id, role: task.role.slice(0, 60), title: task.goal.split('\n')[0]?.slice(0, 120) ?? task.id })), language };
}

/** Adds a task the engine itself asks for (documents, mending): repeatable. */
export async function addTask(deps: BuildDeps, request: { buildId: string; taskId: string; role: string; goal: string; files: string[] }): Promise<void> {
  const { buildId, taskId, role, goal, files } = request;
  await deps.db.orm
    .insert(tasks)
    .values({ buildId, taskId, role, goal: storable(goal), files, dependsOn: [], ordinal: sql`(select count(*) from tasks where build_id = ${buildId})` })
    .onConflictDoNothing();
}

/** Opens a try at a task: a branch from main's head and the session row. Answers the session's id and its turn limit. */
export async function openSession(
  deps: BuildDeps,
  request: { buildId: string; taskId: string; generation: number; attempt: number },
): Promise<{ sessionId: string; turnsMax: number }> {
  const { buildId, taskId, generation, attempt } = request;
  const build = await loadBuild(deps.db.orm, buildId);
  const [task] = await deps.db.orm
    .select()
    .from(tasks)
    .where(and(eq(tasks.buildId, buildId), eq(tasks.taskId, taskId)));
  if (!task) throw new Error(`build ${buildId} has no task ${taskId}`);
  const id = sessionId(buildId, taskId, generation, attempt);
  const branch = taskBranch(buildId, taskId, generation, attempt);
  const [known] = await deps.db.orm.select({ id: sessions.id }).from(sessions).where(eq(sessions.id, id));
  if (!known) {
    const base = await startingPoint(deps, build.projectId, request);
    deps.failpoint('branch', 'before');
    await deps.git.createBranch(build.projectId, branch, base);
    deps.failpoint('branch', 'after');
    await deps.db.orm
      .insert(sessions)
      .values({ id, buildId, taskId, role: task.role, generation, attempt, branch, baseCommit: base, head: base, language: build.language ?? 'python' })
      .onConflictDoNothing();
  }
  await deps.db.orm.transaction(async (tx) => {
    await tx
      .update(tasks)
      .set({ status: 'running', attempts: attempt, startedAt: sql`coalesce(started_at, now())` })
      .where(and(eq(tasks.buildId, buildId), eq(tasks.taskId, taskId)));
    await recordChange(tx, {
      buildId,
      key: `${id}/started`,
      event: { kind: 'task.started', task: taskId, goal: task.goal.slice(0, 300), role: task.role, attempt },
    });
  });
  return { sessionId: id, turnsMax: deps.roles.get(task.role).turnsMax };
}

/** A second try goes on from what the first one left; the first try starts at main. */
async function startingPoint(
  deps: BuildDeps,
  projectId: string,
  request: { buildId: string; taskId: string; generation: number; attempt: number },
): Promise<string> {
  if (request.attempt > 1) {
    const earlier = sessionId(request.buildId, request.taskId, request.generation, request.attempt - 1);
    const [row] = await deps.db.orm.select({ head: sessions.head }).from(sessions).where(eq(sessions.id, earlier));
    if (row) return row.head;
  }
  const head = await deps.git.head(projectId, 'main');
  if (!head) throw new Error(`project ${projectId} has no main branch`);
  return head;
}

/** Ends a session: its container goes, its outcome is kept. Repeatable. */
export async function closeSession(
  deps: BuildDeps,
  request: { sessionId: string; outcome: string; summary: string; progress: number },
): Promise<{ head: string }> {
  const context = await loadSession(deps.db, request.sessionId);
  await deps.workspaces.release(context);
  const { session } = context;
  await deps.db.orm.transaction(async (tx) => {
    await tx
      .update(sessions)
      .set({ state: 'ended', outcome: { outcome: request.outcome, summary: storable(request.summary) }, endedAt: sql`now()` })
      .where(eq(sessions.id, session.id));
    const done = request.outcome === 'SUCCESS';
    await tx
      .update(tasks)
      .set({
        status: done ? 'done' : 'failed',
        result: { outcome: request.outcome, summary: storable(request.summary), commit: session.head },
        ...(done ? { endedAt: sql`now()` } : {}),
      })
      .where(and(eq(tasks.buildId, session.buildId), eq(tasks.taskId, session.taskId)));
    await recordChange(tx, {
      buildId: session.buildId,
      key: `${session.id}/ended`,
      event: {
        kind: 'task.ended',
        task: session.taskId,
        outcome: request.outcome,
        summary: storable(request.summary).slice(0, 500),
        progress: request.progress,
      },
      patch: { progress: sql`greatest(${builds.progress}, ${request.progress})` },
    });
  });
  return { head: session.head };
}

/** Brings a finished task's commit into main; only a commit whose checks the engine saw pass. Repeatable. */
export async function mergeTask(deps: BuildDeps, sessionIdOfTask: string): Promise<{ commit: string }> {
  const { session, build, task } = await loadSession(deps.db, sessionIdOfTask);
  const outcome = session.outcome?.['outcome'];
  if (outcome !== 'SUCCESS') throw new MillwrightError('CHECKS_FAILED', `task ${task.taskId} is not finished: nothing to merge`);
  deps.failpoint('merge', 'before');
  const commit = await deps.git.merge(build.projectId, {
    target: 'main',
    commit: session.head,
    step: `${session.id}/merge`,
    date: session.createdAt,
    message: `${task.taskId}: ${task.goal.split('\n')[0]?.slice(0, 72) ?? ''}`,
  });
  deps.failpoint('merge', 'after');
  await record(deps.db.orm, {
    buildId: build.id,
    key: `${session.id}/merged`,
    event: { kind: 'merged', task: task.taskId, commit },
    patch: { result: { branch: 'main', commit, tree: await deps.git.treeOf(build.projectId, commit) } },
  });
  return { commit };
}
