import { and, asc, eq, sql } from 'drizzle-orm';
import type { ForkOrigin } from '../schema/builds.js';
import type { Executor } from '../client.js';
import { events, sessions } from '../schema/index.js';
import type { BuildRow } from './builds.js';
import { findBuildStep, type BuildStep } from './steps.js';

export type ForkAt =
  | { phase: 'code' | 'test' | 'document' }
  | { task: string }
  | { ordinal: number }
  | { step: { task: string; attempt: string | null; turn: number; call: number } };

/** Where a fork begins, found in the parent's rows. */
export interface ForkPoint {
  phase: ForkOrigin['phase'];
  at: string;
  /** Main as it was then. */
  commit: string;
  /** Tasks whose work is in `commit`. */
  done: string[];
  /** What people had said until then counts for the fork too. */
  until: Date;
  /** The step that is made anew, in the session that goes on; null when the fork begins between sessions. */
  step: BuildStep | null;
}

interface Moment {
  seq: number;
  at: Date;
}

/** Null when the build has no such point (yet). */
export async function findForkPoint(orm: Executor, build: BuildRow, at: ForkAt): Promise<ForkPoint | null> {
  if ('phase' in at && at.phase !== 'code') return phasePoint(orm, build, at.phase);
  if ('phase' in at || 'task' in at) {
    const [first] = await orm
      .select({ id: sessions.id, base: sessions.baseCommit })
      .from(sessions)
      .where(and(eq(sessions.buildId, build.id), 'task' in at ? eq(sessions.taskId, at.task) : undefined))
      .orderBy(asc(sessions.createdAt), asc(sessions.id))
      .limit(1);
    return first ? sessionPoint(orm, build, first, 'task' in at ? at.task : at.phase, null) : null;
  }
  const step = await findBuildStep(orm, build.id, 'ordinal' in at ? at : at.step);
  if (!step) return null;
  // Main is what the first try of the task began from; later tries began from the one before.
  const [first] = await orm
    .select({ id: sessions.id, base: sessions.baseCommit })
    .from(sessions)
    .where(and(eq(sessions.buildId, build.id), eq(sessions.taskId, step.task), sql`split_part(${step.attempt}, '.', 1) = ${sessions.generation}::text`))
    .orderBy(asc(sessions.createdAt), asc(sessions.id))
    .limit(1);
  return first ? sessionPoint(orm, build, first, step.at, step) : null;
}

async function sessionPoint(
  orm: Executor,
  build: BuildRow,
  first: { id: string; base: string },
  at: string,
  step: BuildStep | null,
): Promise<ForkPoint | null> {
  const started = await moment(orm, build.id, `${first.id}/started`);
  if (!started) return null;
  const phase = await phaseAt(orm, build.id, started.seq);
  if (!phase) return null;
  return { phase, at, commit: first.base, done: await doneBefore(orm, build, started.seq), until: step?.createdAt ?? started.at, step };
}

async function phasePoint(orm: Executor, build: BuildRow, phase: 'test' | 'document'): Promise<ForkPoint | null> {
  const [begun] = await orm
    .select({ seq: events.seq, at: events.at })
    .from(events)
    .where(and(eq(events.buildId, build.id), eq(events.kind, 'phase.started'), sql`${events.data}->>'phase' = ${phase}`))
    .orderBy(asc(events.seq))
    .limit(1);
  if (!begun) return null;
  const { rows } = await orm.execute<{ commit: string }>(
    sql`select data->>'commit' as commit from events where build_id = ${build.id} and kind = 'merged' and seq < ${begun.seq} order by seq desc limit 1`,
  );
  const commit = rows[0]?.commit ?? build.fork?.commit;
  return commit ? { phase, at: phase, commit, done: await doneBefore(orm, build, begun.seq), until: begun.at, step: null } : null;
}

async function moment(orm: Executor, buildId: string, key: string): Promise<Moment | null> {
  const [row] = await orm
    .select({ seq: events.seq, at: events.at })
    .from(events)
    .where(and(eq(events.buildId, buildId), eq(events.key, key)));
  return row ?? null;
}

async function phaseAt(orm: Executor, buildId: string, seq: number): Promise<ForkOrigin['phase'] | null> {
  const { rows } = await orm.execute<{ phase: string }>(
    sql`select data->>'phase' as phase from events where build_id = ${buildId} and kind = 'phase.started' and seq < ${seq} order by seq desc limit 1`,
  );
  const phase = rows[0]?.phase;
  return phase === 'code' || phase === 'test' || phase === 'document' ? phase : null;
}

/** Tasks merged before that event, without those an edit sent back meanwhile. */
async function doneBefore(orm: Executor, build: BuildRow, seq: number): Promise<string[]> {
  const { rows } = await orm.execute<{ kind: string; data: { task?: string; again?: string[] } }>(
    sql`select kind, data from events where build_id = ${build.id} and kind in ('merged', 'plan.edited') and seq < ${seq} order by seq`,
  );
  const done = new Set(build.fork?.done ?? []);
  for (const { kind, data } of rows) {
    if (kind === 'merged' && data.task) done.add(data.task);
    for (const id of data.again ?? []) done.delete(id);
  }
  return [...done];
}
