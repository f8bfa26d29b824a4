import { and, asc, desc, eq, getTableColumns, inArray, sql, type InferSelectModel } from 'drizzle-orm';
import type { Executor } from '../client.js';
import { honestyFindings, sessions } from '../schema/index.js';
import { readPage, type PageRequest } from './page.js';

export type FindingRow = InferSelectModel<typeof honestyFindings>;
export type NewFinding = typeof honestyFindings.$inferInsert;

/** Keeps findings; those that are known stay as they are. */
export async function keepFindings(executor: Executor, rows: NewFinding[]): Promise<void> {
  if (rows.length > 0) await executor.insert(honestyFindings).values(rows).onConflictDoNothing();
}

/** Findings on tries whose work was taken all the same: a person has decided about them, or policy lets them pass. */
export function settledFindings(executor: Executor, buildId: string): Promise<FindingRow[]> {
  return executor
    .select(getTableColumns(honestyFindings))
    .from(honestyFindings)
    .innerJoin(sessions, and(eq(sessions.id, honestyFindings.subject), eq(sessions.head, honestyFindings.commit)))
    .where(
      and(eq(honestyFindings.buildId, buildId), inArray(honestyFindings.action, ['ask', 'warn', 'allow']), sql`${sessions.outcome}->>'outcome' = 'SUCCESS'`),
    )
    .orderBy(asc(honestyFindings.createdAt), asc(honestyFindings.id));
}

/** All findings of a build, newest first; `status` is what policy made of them. */
export function listFindings(orm: Executor, buildId: string, page: PageRequest) {
  const where = and(eq(honestyFindings.buildId, buildId), page.status === undefined ? undefined : eq(honestyFindings.action, page.status));
  return readPage(orm, honestyFindings, where, [desc(honestyFindings.createdAt), asc(honestyFindings.id)], page);
}
