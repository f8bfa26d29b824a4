import { and, asc, eq } from 'drizzle-orm';
import type { Executor } from '../../../db/client.js';
import { storable } from '../../../db/queries/record.js';
import { contextMarks } from '../../../db/schema/index.js';

/** What a session's context went through; see db/schema/sessions.ts. */
export type Mark = Pick<typeof contextMarks.$inferSelect, 'kind' | 'turn' | 'until' | 'text' | 'origin'>;

/** All marks of a session, oldest first: few, since each one means a big step. */
export function listMarks(executor: Executor, sessionId: string): Promise<Mark[]> {
  const { kind, turn, until, text, origin } = contextMarks;
  return executor.select({ kind, turn, until, text, origin }).from(contextMarks).where(eq(contextMarks.sessionId, sessionId)).orderBy(asc(turn), asc(kind));
}

/** Keeps a decision once: a twin that decided first wins. Answers the one that counts. */
export async function addMark(executor: Executor, sessionId: string, mark: Mark): Promise<Mark> {
  const kept = { ...mark, text: storable(mark.text) };
  const added = await executor
    .insert(contextMarks)
    .values({ sessionId, ...kept })
    .onConflictDoNothing()
    .returning();
  if (added.length > 0) return kept;
  const [first] = await executor
    .select()
    .from(contextMarks)
    .where(and(eq(contextMarks.sessionId, sessionId), eq(contextMarks.kind, mark.kind), eq(contextMarks.turn, mark.turn)));
  return first ?? kept;
}

/** The newest summary, or null. */
export function summaryOf(marks: readonly Mark[]): Mark | null {
  return marks.findLast((mark) => mark.kind === 'summary') ?? null;
}

/** The last turn whose old results are cut; 0 for none. */
export function prunedUntil(marks: readonly Mark[]): number {
  return Math.max(0, ...marks.filter((mark) => mark.kind === 'prune').map((mark) => mark.until));
}
