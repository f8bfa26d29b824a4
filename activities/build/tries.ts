import { and, asc, desc, eq, lt, sql } from 'drizzle-orm';
import { sessionId, taskBranch } from '../../contracts/ids.js';
import type { Finding, OpenSession, TaskOutcome } from '../../contracts/messages.js';
import { recordChange, storable, storableJson } from '../../db/queries/record.js';
import { builds, sessions, steps, tasks } from '../../db/schema/index.js';
import { loadBuild, loadSession, loadTask, type BuildRow, type SessionRow, type TaskRow } from '../agent/session-store.js';
import { tierOfTask } from '../agent/session-run.js';
import type { Role } from '../roles.js';
import { briefAfter, briefOfCandidate, outcomeOf, type TryOutcome } from './brief.js';
import { hasStrongerModel, spreadOf } from './candidates.js';
import type { BuildDeps } from './deps.js';

export interface OpenRequest {
  buildId: string;
  taskId: string;
  generation: number;
  attempt: number;
  /** Tiers up. */
  escalate?: number;
  /** One of several sessions side by side. */
  candidate?: { number: number; of: number };
}

/** Opens a try at a task: a branch and the session row, once. Answers the session's id, its limits and what may follow. */
export async function openSession(deps: BuildDeps, request: OpenRequest): Promise<OpenSession> {
  const { buildId, taskId, generation, attempt } = request;
  const [build, task] = await Promise.all([loadBuild(deps.db.orm, buildId), loadTask(deps.db.orm, buildId, taskId)]);
  const role = deps.roles.get(task.role);
  const stronger = hasStrongerModel(deps, build, tierOfTask(task, role.tier));
  const id = sessionId(buildId, taskId, generation, attempt, request.candidate?.number);
  const [known] = await deps.db.orm.select({ id: sessions.id }).from(sessions).where(eq(sessions.id, id));
  if (!known) await beginSession(deps, build, task, { ...request, id, stronger });
  await deps.db.orm.transaction(async (tx) => {
    // An attempt that was paused and comes back when the try is over must not put its task to work again.
    const isOpen = sql`exists (select 1 from sessions s where s.id = ${id} and s.state = 'running')`;
    await tx
      .update(tasks)
      .set({ status: 'running', attempts: attempt, startedAt: sql`coalesce(started_at, now())` })
      .where(and(eq(tasks.buildId, buildId), eq(tasks.taskId, taskId), isOpen));
    await recordChange(tx, {
      buildId,
      key: `${id}/started`,
      event: {
        kind: 'task.started',
        task: taskId,
        goal: task.goal.slice(0, 300),
        role: task.role,
        attempt,
        ...(request.candidate ? { candidate: request.candidate.number } : {}),
      },
    });
  });
  return { sessionId: id, turnsMax: role.turnsMax, minutesMax: role.minutesMax, rescue: rescueOf(deps, role, stronger) };
}

/** What may follow failed tries: what the role allows and this installation has. */
function rescueOf(deps: BuildDeps, { escalation }: Role, stronger: boolean): OpenSession['rescue'] {
  return { stronger: stronger && escalation.includes('model'), candidates: escalation.includes('candidates') ? deps.team.rescueCandidates : 1 };
}

async function beginSession(deps: BuildDeps, build: BuildRow, task: TaskRow, request: OpenRequest & { id: string; stronger: boolean }): Promise<void> {
  const { buildId, taskId, generation, attempt, candidate } = request;
  const earlier = attempt > 1 ? await furthestOf(deps, request, attempt - 1) : null;
  const main = await deps.git.head(build.projectId, 'main');
  if (!main) throw new Error(`project ${build.projectId} has no main branch`);
  const base = earlier?.head ?? main;
  const branch = taskBranch(buildId, taskId, generation, attempt, candidate?.number);
  deps.failpoint('branch', 'before');
  await deps.git.createBranch(build.projectId, branch, base);
  deps.failpoint('branch', 'after');
  const briefs = [earlier ? briefAfter(outcomeOf(earlier)) : null, candidate ? briefOfCandidate(candidate) : null];
  const spread = candidate ? spreadOf(candidate.number, request.stronger, request.escalate ?? 0) : { escalate: request.escalate ?? 0, temperature: null };
  await deps.db.orm
    .insert(sessions)
    .values({
      id: request.id,
      buildId,
      taskId,
      role: task.role,
      generation,
      attempt,
      branch,
      baseCommit: base,
      taskBase: earlier ? (earlier.taskBase ?? earlier.baseCommit) : main,
      head: base,
      language: build.language ?? 'python',
      brief: storable(briefs.filter((brief) => brief !== null).join('\n\n')) || null,
      candidate: candidate?.number ?? null,
      ...spread,
    })
    .onConflictDoNothing();
}

/** The tries at the same task before this one, oldest first; candidates that lost are left out. */
export async function earlierTries(deps: Pick<BuildDeps, 'db'>, session: SessionRow): Promise<SessionRow[]> {
  const { buildId, taskId, generation } = session;
  const rows = await deps.db.orm
    .select()
    .from(sessions)
    .where(and(eq(sessions.buildId, buildId), eq(sessions.taskId, taskId), eq(sessions.generation, generation), lt(sessions.attempt, session.attempt)))
    .orderBy(asc(sessions.attempt), asc(sessions.candidate));
  return rows.filter((row) => outcomeOf(row).outcome !== 'LOST');
}

/** The session whose work the next try goes on from: of several candidates the one with the fewest failures. */
async function furthestOf(deps: BuildDeps, { buildId, taskId, generation }: OpenRequest, attempt: number): Promise<SessionRow | null> {
  const rows = await deps.db.orm
    .select()
    .from(sessions)
    .where(and(eq(sessions.buildId, buildId), eq(sessions.taskId, taskId), eq(sessions.generation, generation), eq(sessions.attempt, attempt)))
    .orderBy(asc(sessions.candidate));
  const weight = (row: SessionRow) => {
    const { outcome, failures, objection } = outcomeOf(row);
    // Passed checks are worth most; a candidate that wrote nothing least.
    return objection ? -1 : outcome === 'HARD_FAIL' ? Number.MAX_SAFE_INTEGER : failures.length;
  };
  return rows.filter((row) => outcomeOf(row).outcome !== 'LOST').toSorted((a, b) => weight(a) - weight(b))[0] ?? null;
}

export interface CloseRequest {
  sessionId: string;
  outcome: TaskOutcome;
  summary: string;
  progress: number;
  /** What stands against a change whose checks passed. */
  objection?: { by: 'inspection' | 'review'; findings: Finding[] };
}

/** Ends a session: its container goes; how it ended is kept, with the checks that failed last. Repeatable. */
export async function closeSession(deps: BuildDeps, request: CloseRequest): Promise<{ head: string; outcome: TaskOutcome }> {
  const context = await loadSession(deps.db, request.sessionId);
  await deps.workspaces.release(context);
  const { session } = context;
  // Nothing was written: there is nothing to go on from.
  const isEmpty = request.outcome !== 'SUCCESS' && session.head === (session.taskBase ?? session.baseCommit);
  const outcome = isEmpty ? 'HARD_FAIL' : request.outcome;
  const failures = outcome === 'SUCCESS' ? [] : await lastFailures(deps, session);
  const kept: TryOutcome = storableJson({ outcome, summary: request.summary, failures, objection: request.objection ?? null });
  await deps.db.orm.transaction(async (tx) => {
    const [ended] = await tx
      .update(sessions)
      .set({ state: 'ended', outcome: { ...kept }, endedAt: sql`now()` })
      .where(and(eq(sessions.id, session.id), eq(sessions.state, 'running')))
      .returning({ id: sessions.id });
    // Closed before: what came after it (the next try, a person who accepted it) stands.
    if (!ended) return;
    const done = outcome === 'SUCCESS';
    await tx
      .update(tasks)
      .set({ status: done ? 'done' : 'failed', result: { ...kept, commit: session.head }, ...(done ? { endedAt: sql`now()` } : {}) })
      .where(and(eq(tasks.buildId, session.buildId), eq(tasks.taskId, session.taskId)));
    await recordChange(tx, {
      buildId: session.buildId,
      key: `${session.id}/ended`,
      event: { kind: 'task.ended', task: session.taskId, outcome, summary: kept.summary.slice(0, 500), progress: request.progress },
      patch: { progress: sql`greatest(${builds.progress}, ${request.progress})` },
    });
  });
  return { head: session.head, outcome };
}

/** What the session's last checks found failing; nothing when they passed or never ran. */
async function lastFailures(deps: BuildDeps, session: SessionRow): Promise<Finding[]> {
  const [last] = await deps.db.orm
    .select({ items: sql<Finding[] | null>`${steps.data} -> 'failing' -> 'items'` })
    .from(steps)
    .where(and(eq(steps.sessionId, session.id), sql`${steps.data} ? 'failing'`))
    .orderBy(desc(steps.turn), desc(steps.call))
    .limit(1);
  return last?.items ?? [];
}

/** A person takes a change as it is, whatever was found: from here on it counts as done. Repeatable. */
export async function acceptTry(deps: BuildDeps, request: { sessionId: string; by: string }): Promise<void> {
  const { session } = await loadSession(deps.db, request.sessionId);
  const accepted = { ...session.outcome, outcome: 'SUCCESS', accepted_by: request.by };
  await deps.db.orm.transaction(async (tx) => {
    await tx.update(sessions).set({ outcome: accepted }).where(eq(sessions.id, session.id));
    await tx
      .update(tasks)
      .set({ status: 'done', result: { ...accepted, commit: session.head }, endedAt: sql`now()` })
      .where(and(eq(tasks.buildId, session.buildId), eq(tasks.taskId, session.taskId)));
  });
}
