import { and, eq, inArray, ne, notInArray, sql } from 'drizzle-orm';
import type { InferSelectModel } from 'drizzle-orm';
import type { PublicFailure } from '../../contracts/failures.js';
import type { Executor, Transaction } from '../client.js';
import { workspaceCommits, workspaceFiles, workspaceJobs, workspaces } from '../schema/index.js';
import type { WorkspaceJobRow, WorkspaceRow } from './workspaces.js';

/** What the worker writes about workspaces; only here. */

const OPEN = ['queued', 'running'];
export type JobFailure = PublicFailure & { errors?: { pointer: string; detail: string }[] };

export async function loadWorkspaceJob(orm: Executor, id: string): Promise<WorkspaceJobRow | null> {
  const [row] = await orm.select().from(workspaceJobs).where(eq(workspaceJobs.id, id));
  return row ?? null;
}

export async function loadWorkspace(orm: Executor, id: string): Promise<WorkspaceRow | null> {
  const [row] = await orm.select().from(workspaces).where(eq(workspaces.id, id));
  return row ?? null;
}

/** The workspace, held until the transaction ends: its commits are made one after the other. */
export async function lockWorkspace(tx: Transaction, id: string): Promise<WorkspaceRow | null> {
  const [row] = await tx.select().from(workspaces).where(eq(workspaces.id, id)).for('no key update');
  return row ?? null;
}

export async function startWorkspaceJob(orm: Executor, id: string): Promise<void> {
  await orm
    .update(workspaceJobs)
    .set({ state: 'running', startedAt: sql`coalesce(${workspaceJobs.startedAt}, now())` })
    .where(and(eq(workspaceJobs.id, id), inArray(workspaceJobs.state, OPEN)));
}

/** Writes how a job ended, once. */
export async function endWorkspaceJob(
  orm: Executor,
  id: string,
  end: { commit?: string | null; result?: Record<string, unknown>; failure?: JobFailure },
): Promise<void> {
  const state = end.failure ? 'failed' : 'done';
  await orm
    .update(workspaceJobs)
    // What was written is in the repository now, or was refused: megabytes of it are not kept twice.
    .set({
      ...end,
      input: sql`${workspaceJobs.input} - 'files' - 'answer'`,
      state,
      endedAt: sql`now()`,
      startedAt: sql`coalesce(${workspaceJobs.startedAt}, now())`,
    })
    .where(and(eq(workspaceJobs.id, id), inArray(workspaceJobs.state, OPEN)));
}

/** Removes what rows tell of a workspace that was deleted, but for the job that removes it. */
export async function clearWorkspace(orm: Executor, id: string, jobId: string): Promise<void> {
  await orm.delete(workspaceFiles).where(eq(workspaceFiles.workspaceId, id));
  await orm.delete(workspaceCommits).where(eq(workspaceCommits.workspaceId, id));
  await orm.delete(workspaceJobs).where(and(eq(workspaceJobs.workspaceId, id), ne(workspaceJobs.id, jobId)));
}

/** A workspace that could not be begun. */
export async function failWorkspace(orm: Executor, id: string): Promise<void> {
  await orm
    .update(workspaces)
    .set({ status: 'failed', updatedAt: sql`now()` })
    .where(and(eq(workspaces.id, id), eq(workspaces.status, 'creating')));
}

export interface RecordedCommit {
  commit: string;
  parent: string | null;
  kind: 'template' | 'write' | 'commit';
  message: string;
  author: string;
  date: Date;
  /** Every path of the commit. */
  paths: string[];
  /** Files that are new or differ from the rows. */
  written: Omit<InferSelectModel<typeof workspaceFiles>, 'workspaceId'>[];
  changed: number;
  bytes: number;
}

/** Brings the rows to a commit. The caller holds the workspace. */
export async function recordWorkspaceCommit(tx: Transaction, workspace: WorkspaceRow, made: RecordedCommit): Promise<void> {
  const { id } = workspace;
  const { commit, parent, kind, message, author, date, paths, written, changed, bytes } = made;
  const outdated = written.map(({ path }) => path);
  if (outdated.length > 0) await tx.delete(workspaceFiles).where(and(eq(workspaceFiles.workspaceId, id), inArray(workspaceFiles.path, outdated)));
  const here = eq(workspaceFiles.workspaceId, id);
  await tx.delete(workspaceFiles).where(paths.length > 0 ? and(here, notInArray(workspaceFiles.path, paths)) : here);
  if (written.length > 0) await tx.insert(workspaceFiles).values(written.map((file) => ({ ...file, workspaceId: id })));
  const number = workspace.commits + 1;
  await tx.insert(workspaceCommits).values({ workspaceId: id, number, commit, parent, kind, message, author, changed, createdAt: date });
  await tx
    .update(workspaces)
    .set({ head: commit, status: 'ready', commits: number, files: paths.length, bytes, updatedAt: sql`now()` })
    .where(eq(workspaces.id, id));
}
