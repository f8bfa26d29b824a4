import { and, desc, eq, getTableColumns, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { BuildEvent } from '../../contracts/events.js';
import type { Executor, Transaction } from '../client.js';
import { auditLog, builds, journal } from '../schema/index.js';
import type { Page, PageRequest } from './page.js';

/** Entries of the journal that tell of something gone wrong. */
export const ERROR_KINDS = ['error', 'blocker', 'escalation'];

export type ErrorRow = typeof journal.$inferSelect & { projectId: string; buildTitle: string };

export interface ErrorFilter extends PageRequest {
  projectId?: string | undefined;
  buildId?: string | undefined;
  resolved?: boolean | undefined;
}

const isError = inArray(journal.kind, ERROR_KINDS);
const row = { ...getTableColumns(journal), projectId: builds.projectId, buildTitle: builds.title };

/** What went wrong in a user's builds, newest first; `status` is the entry's state, open or resolved. */
export async function listErrors(orm: Executor, userId: string, filter: ErrorFilter): Promise<Page<ErrorRow>> {
  const where = and(
    eq(builds.userId, userId),
    isError,
    filter.projectId === undefined ? undefined : eq(builds.projectId, filter.projectId),
    filter.buildId === undefined ? undefined : eq(builds.id, filter.buildId),
    filter.resolved === undefined ? undefined : filter.resolved ? isNotNull(journal.resolvedAt) : isNull(journal.resolvedAt),
    filter.status === undefined ? undefined : eq(journal.state, filter.status),
  );
  const from = () => orm.select(row).from(journal).innerJoin(builds, eq(builds.id, journal.buildId)).where(where);
  const count = orm
    .select({ total: sql<number>`count(*)::int` })
    .from(journal)
    .innerJoin(builds, eq(builds.id, journal.buildId))
    .where(where);
  const [items, [counted]] = await Promise.all([
    from()
      .orderBy(desc(journal.id))
      .limit(filter.limit)
      .offset((filter.page - 1) * filter.limit),
    count,
  ]);
  return { items, total: counted?.total ?? 0 };
}

/** Marks an error as resolved by a person, or opens it again; null when there is none of theirs. What it is already, it stays. */
export async function setResolved(tx: Transaction, userId: string, id: number, resolved: boolean): Promise<ErrorRow | null> {
  const mine = and(eq(journal.id, id), isError, eq(builds.userId, userId));
  const [found] = await tx.select(row).from(journal).innerJoin(builds, eq(builds.id, journal.buildId)).where(mine).for('update', { of: journal });
  if (!found || (found.resolvedAt !== null) === resolved) return found ?? null;
  const [changed] = await tx
    .update(journal)
    .set(resolved ? { state: 'resolved', resolvedAt: sql`now()` } : { state: 'open', resolvedAt: null })
    .where(eq(journal.id, id))
    .returning();
  const action = resolved ? 'error.resolve' : 'error.reopen';
  // The same again later is another deed: named by when.
  const key = `${found.buildId}/error/${id}/${action}/${new Date().toISOString()}`;
  await tx
    .insert(auditLog)
    .values({ key, actor: userId, action, subject: found.buildId, detail: { error: id } })
    .onConflictDoNothing();
  return { ...found, ...changed };
}

interface Told {
  event?: BuildEvent;
  journal?: { kind: string; owner: string; text: string; state?: string };
  resolves?: string;
}

/** A change with what its event says by itself: a build that failed is an error, one that completed has put its errors right. */
export function withErrors<C extends Told>(change: C): C {
  const { event } = change;
  if (event?.kind !== 'build.ended') return change;
  if (event.status === 'completed') return { ...change, resolves: '' };
  if (event.status !== 'failed' || !event.failure) return change;
  return { ...change, journal: { kind: 'error', owner: 'millwright', text: `${event.failure.title}: ${event.failure.detail}` } };
}
