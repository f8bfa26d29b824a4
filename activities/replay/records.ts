import { and, asc, eq, isNotNull, sql } from 'drizzle-orm';
import type { Database } from '../../db/client.js';
import { events, llmCalls, sessions, steps } from '../../db/schema/index.js';
import { loadSession, STEP_COLUMNS, type SessionContext, type StepRow } from '../agent/session-store.js';
import type { ChatAnswer } from '../llm/port.js';

/** What is recorded of one try: its steps, the answers they came from, and the commit of main its work became. */
export interface RecordedSession {
  context: SessionContext;
  steps: StepRow[];
  /** The stored answers, by turn. */
  answers: Map<number, ChatAnswer>;
  /** Null when its work never reached main: a later try went on from it. */
  merged: string | null;
}

/**
 * The tries whose work is in the result, in the order they were opened: those that were merged, and those they began from.
 * Of candidates side by side the ones that lost are left out.
 */
export async function loadRecordedSessions(db: Database, buildId: string): Promise<{ sessions: RecordedSession[]; left: number }> {
  const rows = await db.orm
    .select({ id: sessions.id, base: sessions.baseCommit, head: sessions.head })
    .from(sessions)
    .where(eq(sessions.buildId, buildId))
    .orderBy(asc(sessions.createdAt), asc(sessions.id));
  const merges = await db.orm
    .select({ key: events.key, commit: sql<string>`${events.data}->>'commit'` })
    .from(events)
    .where(and(eq(events.buildId, buildId), eq(events.kind, 'merged')));
  const mergedOf = new Map(merges.map(({ key, commit }) => [key.replace(/\/merged$/, ''), commit]));
  const needed = new Set(rows.filter(({ id }) => mergedOf.has(id)).map(({ id }) => id));
  for (const row of rows.toReversed()) if (needed.has(row.id)) for (const from of rows) if (from.head === row.base && from.id !== row.id) needed.add(from.id);
  const found = [];
  for (const { id } of rows.filter((row) => needed.has(row.id))) found.push(await loadRecorded(db, id, mergedOf.get(id) ?? null));
  return { sessions: found, left: rows.length - found.length };
}

async function loadRecorded(db: Database, id: string, merged: string | null): Promise<RecordedSession> {
  const [context, rows, answers] = await Promise.all([
    loadSession(db, id),
    db.orm.select(STEP_COLUMNS).from(steps).where(eq(steps.sessionId, id)).orderBy(asc(steps.turn), asc(steps.call)),
    db.orm
      .select({ turn: llmCalls.turn, answer: llmCalls.answer })
      .from(llmCalls)
      .where(and(eq(llmCalls.sessionId, id), eq(llmCalls.purpose, 'turn'), isNotNull(llmCalls.answer))),
  ]);
  return { context, steps: rows, answers: new Map(answers.map(({ turn, answer }) => [turn ?? 0, answer as unknown as ChatAnswer])), merged };
}
