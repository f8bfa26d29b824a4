import { and, desc, eq, or, sql } from 'drizzle-orm';
import type { Executor } from '../client.js';
import { approvals } from '../schema/index.js';

/** The result of a decision that was taken before: by its id, or the same decision on the same digest (or its beginning). */
export async function findDecision(
  orm: Executor,
  buildId: string,
  search: { id: string; decision: string; subjectDigest: string | null },
): Promise<Record<string, unknown> | null> {
  const same =
    search.subjectDigest === null
      ? eq(approvals.id, search.id)
      : or(eq(approvals.id, search.id), and(eq(approvals.decision, search.decision), sql`starts_with(${approvals.subjectDigest}, ${search.subjectDigest})`));
  const rows = await orm
    .select({ result: approvals.result })
    .from(approvals)
    .where(and(eq(approvals.buildId, buildId), same))
    .orderBy(desc(approvals.createdAt))
    .limit(1);
  return rows[0]?.result ?? null;
}
