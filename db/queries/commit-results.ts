import { and, asc, eq, isNotNull, sql } from 'drizzle-orm';
import { commitStatusOf, type CommitResult } from '../../contracts/commit-result.js';
import type { TaskOutcome } from '../../contracts/messages.js';
import type { Executor } from '../client.js';
import { events, sessions } from '../schema/index.js';
import type { Page, PageRequest } from './page.js';

const result = sql<string>`case when ${events.seq} is not null then 'merged' else lower(${sessions.outcome}->>'outcome') end`;

/** What became of each try at a build's tasks, in the order they ended; candidates that lost are left out. `status` is the result's. */
export async function listCommitResults(orm: Executor, buildId: string, page: PageRequest): Promise<Page<CommitResult>> {
  const merged = and(eq(events.buildId, sessions.buildId), eq(events.key, sql`${sessions.id} || '/merged'`));
  const where = and(
    eq(sessions.buildId, buildId),
    isNotNull(sessions.endedAt),
    sql`${sessions.outcome}->>'outcome' in ('SUCCESS', 'SOFT_FAIL', 'HARD_FAIL')`,
    page.status === undefined ? undefined : eq(result, page.status),
  );
  const [rows, [counted]] = await Promise.all([
    orm
      .select({ session: sessions, merged: sql<string | null>`${events.data}->>'commit'` })
      .from(sessions)
      .leftJoin(events, merged)
      .where(where)
      .orderBy(asc(sessions.endedAt), asc(sessions.id))
      .limit(page.limit)
      .offset((page.page - 1) * page.limit),
    orm
      .select({ total: sql<number>`count(*)::int` })
      .from(sessions)
      .leftJoin(events, merged)
      .where(where),
  ]);
  return { items: rows.map(({ session, merged: commit }) => resultOf(session, commit)), total: counted?.total ?? 0 };
}

function resultOf({ taskId, head, baseCommit, branch, outcome }: typeof sessions.$inferSelect, merged: string | null): CommitResult {
  return {
    task_id: taskId,
    commit_sha: merged ?? (head === baseCommit ? null : head),
    status: merged === null ? commitStatusOf(outcome?.['outcome'] as TaskOutcome) : 'merged',
    branch_name: branch,
    notes: typeof outcome?.['summary'] === 'string' ? outcome['summary'] : '',
  };
}
