import { and, asc, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { InferSelectModel } from 'drizzle-orm';
import { CHECK_ACTIONS, WORKSPACES_MAX, WORKSPACE_CHECKS_MAX, WORKSPACE_WRITES_MAX, isCheckAction, type WorkspaceJobKind } from '../../contracts/workspaces.js';
import type { Executor, Transaction } from '../client.js';
import { auditLog, outbox, users, workspaceCommits, workspaceFiles, workspaceJobs, workspaces } from '../schema/index.js';
import { readPage, type Page, type PageRequest } from './page.js';

export type WorkspaceRow = InferSelectModel<typeof workspaces>;
export type WorkspaceCommitRow = InferSelectModel<typeof workspaceCommits>;
export type WorkspaceJobRow = InferSelectModel<typeof workspaceJobs>;
export type WorkspaceFileRow = InferSelectModel<typeof workspaceFiles>;
export type WorkspaceFileHead = Omit<WorkspaceFileRow, 'content'>;

export interface NewJob {
  id: string;
  kind: WorkspaceJobKind;
  input: Record<string, unknown>;
  /** The commit that checks are to look at. */
  commit?: string | null;
}

/** Makes a workspace and the promise to fill it. The same id again gives the first; null: the user has as many as there may be. */
export async function promiseWorkspace(
  tx: Transaction,
  workspace: Pick<WorkspaceRow, 'id' | 'userId' | 'projectId' | 'name' | 'template' | 'language'>,
  jobId: string,
): Promise<WorkspaceRow | null> {
  const { id, userId } = workspace;
  // Two at once would both see room for one.
  await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('no key update');
  const [made] = await tx.select().from(workspaces).where(eq(workspaces.id, id));
  if (made) return made;
  if ((await tx.$count(workspaces, and(eq(workspaces.userId, userId), isNull(workspaces.deletedAt)))) >= WORKSPACES_MAX) return null;
  const [row] = await tx.insert(workspaces).values(workspace).returning();
  if (!row) throw new Error(`the workspace ${id} was not stored`);
  const detail = { template: workspace.template, name: workspace.name };
  await tx.insert(auditLog).values({ key: `${id}/created`, actor: userId, action: 'workspace.create', subject: id, detail });
  await promiseJob(tx, row, { id: jobId, kind: 'create', input: {} });
  return row;
}

/** Stores a job and the promise to do it; the same id again gives the first. Null: too many of this user's checks, or writes, wait already. */
export async function promiseJob(tx: Transaction, workspace: WorkspaceRow, job: NewJob): Promise<WorkspaceJobRow | null> {
  const [known] = await tx.select().from(workspaceJobs).where(eq(workspaceJobs.id, job.id));
  if (known) return known;
  if (await isFull(tx, workspace.userId, job.kind)) return null;
  const [row] = await tx
    .insert(workspaceJobs)
    .values({ ...job, workspaceId: workspace.id })
    .returning();
  if (!row) throw new Error(`the job ${job.id} was not stored`);
  await tx.insert(outbox).values({ buildId: workspace.id, kind: `workspace:${job.id}`, payload: { job: job.kind, user: workspace.userId } });
  return row;
}

const WRITES: readonly WorkspaceJobKind[] = ['write', 'commit'];

async function isFull(tx: Transaction, userId: string, kind: WorkspaceJobKind): Promise<boolean> {
  if (isCheckAction(kind)) return (await openJobs(tx, userId, CHECK_ACTIONS)) >= WORKSPACE_CHECKS_MAX;
  return WRITES.includes(kind) && (await openJobs(tx, userId, WRITES)) >= WORKSPACE_WRITES_MAX;
}

/** Jobs of a user that wait or run. What is older than a job may last was ended from outside. */
async function openJobs(tx: Transaction, userId: string, kinds: readonly WorkspaceJobKind[]): Promise<number> {
  await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('no key update');
  const rows = await tx
    .select({ id: workspaceJobs.id })
    .from(workspaceJobs)
    .innerJoin(workspaces, eq(workspaces.id, workspaceJobs.workspaceId))
    .where(
      and(
        eq(workspaces.userId, userId),
        inArray(workspaceJobs.kind, [...kinds]),
        inArray(workspaceJobs.state, ['queued', 'running']),
        sql`${workspaceJobs.createdAt} > now() - interval '3 hours'`,
      ),
    );
  return rows.length;
}

/** One user's workspace; null when it is unknown, deleted or somebody else's. */
export async function findWorkspace(orm: Executor, userId: string, id: string): Promise<WorkspaceRow | null> {
  const [row] = await orm
    .select()
    .from(workspaces)
    .where(and(eq(workspaces.id, id), eq(workspaces.userId, userId), isNull(workspaces.deletedAt)));
  return row ?? null;
}

export function listWorkspaces(orm: Executor, userId: string, page: PageRequest): Promise<Page<WorkspaceRow>> {
  return readPage(
    orm,
    workspaces,
    and(eq(workspaces.userId, userId), isNull(workspaces.deletedAt), page.status === undefined ? undefined : eq(workspaces.status, page.status)),
    [desc(workspaces.createdAt), desc(workspaces.id)],
    page,
  );
}

/** The files of the head by path, without their texts. */
export async function listWorkspaceFiles(orm: Executor, workspaceId: string, page: PageRequest): Promise<Page<WorkspaceFileHead>> {
  const { path, oid, bytes, executable } = workspaceFiles;
  const where = eq(workspaceFiles.workspaceId, workspaceId);
  const [items, total] = await Promise.all([
    orm
      .select({ workspaceId: workspaceFiles.workspaceId, path, oid, bytes, executable })
      .from(workspaceFiles)
      .where(where)
      .orderBy(asc(sql`${path} collate "C"`))
      .limit(page.limit)
      .offset((page.page - 1) * page.limit),
    orm.$count(workspaceFiles, where),
  ]);
  return { items, total };
}

export async function readWorkspaceFile(orm: Executor, workspaceId: string, path: string): Promise<WorkspaceFileRow | null> {
  const [row] = await orm
    .select()
    .from(workspaceFiles)
    .where(and(eq(workspaceFiles.workspaceId, workspaceId), eq(workspaceFiles.path, path)));
  return row ?? null;
}

/** The history, newest first. */
export function listWorkspaceCommits(orm: Executor, workspaceId: string, page: PageRequest): Promise<Page<WorkspaceCommitRow>> {
  return readPage(orm, workspaceCommits, eq(workspaceCommits.workspaceId, workspaceId), [desc(workspaceCommits.number)], page);
}

export async function findWorkspaceJob(orm: Executor, workspaceId: string, id: string): Promise<WorkspaceJobRow | null> {
  const [row] = await orm
    .select()
    .from(workspaceJobs)
    .where(and(eq(workspaceJobs.id, id), eq(workspaceJobs.workspaceId, workspaceId)));
  return row ?? null;
}

/** Takes a workspace from its owner's sight and promises to remove its repository. */
export async function deleteWorkspace(tx: Transaction, workspace: WorkspaceRow): Promise<void> {
  const { id, userId } = workspace;
  const gone = await tx
    .update(workspaces)
    .set({ deletedAt: sql`now()` })
    .where(and(eq(workspaces.id, id), isNull(workspaces.deletedAt)))
    .returning({ id: workspaces.id });
  if (gone.length === 0) return;
  await tx.delete(workspaceFiles).where(eq(workspaceFiles.workspaceId, id));
  await tx.insert(auditLog).values({ key: `${id}/deleted`, actor: userId, action: 'workspace.delete', subject: id, detail: {} });
  await promiseJob(tx, workspace, { id: `${id}-remove`, kind: 'remove', input: {} });
}
