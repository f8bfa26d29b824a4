import { desc, eq } from 'drizzle-orm';
import { MillwrightError } from '../../contracts/failures.js';
import type { Transaction } from '../../db/client.js';
import { endWorkspaceJob, loadWorkspaceJob } from '../../db/queries/workspace-record.js';
import type { WorkspaceJobRow, WorkspaceRow } from '../../db/queries/workspaces.js';
import { workspaceCommits, workspaceFiles } from '../../db/schema/index.js';
import { changesOf, type WriteInput } from './edits-of.js';
import type { WorkspaceDeps } from './deps.js';
import { holdWorkspace, recordHead, wordsOf } from './record.js';
import { templateFiles } from './templates.js';

interface Content {
  written: { path: string; content: Buffer; executable?: boolean }[];
  deleted: string[];
}

/**
 * Carries out a job that makes a commit, once: the workspace is held meanwhile, the commit bears the job's id, and whoever
 * holds the workspace next finds a commit whose rows are missing. Throws what the person did wrong.
 */
export async function changeWorkspace(deps: WorkspaceDeps, jobId: string): Promise<void> {
  await deps.db.orm.transaction(async (tx) => {
    const first = await loadWorkspaceJob(tx, jobId);
    const held = first && (await holdWorkspace(deps, tx, first.workspaceId));
    // Read again: holding it may just have ended this job.
    const job = await loadWorkspaceJob(tx, jobId);
    if (!job || job.endedAt) return;
    if (!held) throw new MillwrightError('NOT_FOUND', 'The workspace was deleted meanwhile.');
    const { workspace, head } = held;
    const content = await contentOf(deps, tx, workspace, job);
    if (!content) return;
    const named = [...content.written.map(({ path }) => ({ path })), ...content.deleted.map((path) => ({ path }))];
    deps.failpoint('workspaceCommit', 'before');
    const commit = await deps.git.commit(workspace.id, {
      branch: 'main',
      expectedHead: head,
      step: job.id,
      date: job.createdAt,
      ...wordsOf(job, named, named.length),
      ...content,
    });
    deps.failpoint('workspaceCommit', 'after');
    await recordHead(deps, tx, workspace, job, commit);
  });
}

/** What the commit holds; null when nothing is to be committed and the job has ended with that. */
async function contentOf(deps: WorkspaceDeps, tx: Transaction, workspace: WorkspaceRow, job: WorkspaceJobRow): Promise<Content | null> {
  const { id, head, template, name } = workspace;
  if (job.kind === 'create') return { written: await templateFiles(deps.templatesDir, template, name), deleted: [] };
  if (head === null) throw new MillwrightError('NOT_READY', 'The workspace has no files yet: it was never filled from its template.');
  if (job.kind === 'commit') return (await isMarked(tx, id)) ? unchanged(tx, job, head, { committed: false }) : { written: [], deleted: [] };
  const { path, bytes, executable, content } = workspaceFiles;
  const tree = await tx.select({ path, bytes, executable, content }).from(workspaceFiles).where(eq(workspaceFiles.workspaceId, id));
  const changes = changesOf(tree, job.input as unknown as WriteInput);
  if (changes.length === 0) return unchanged(tx, job, head, { changed: [], changed_total: 0 });
  const executables = new Set(tree.filter((file) => file.executable).map((file) => file.path));
  const written = changes.flatMap((change) => {
    if (change.after === null) return [];
    const executable = change.executable === true || executables.has(change.movedFrom ?? change.path);
    return [{ path: change.path, content: Buffer.from(change.after), ...(executable ? { executable } : {}) }];
  });
  return { written, deleted: changes.filter(({ after }) => after === null).map((change) => change.path) };
}

/** Whether nothing was written since the last commit with a name of its own. */
async function isMarked(tx: Transaction, workspaceId: string): Promise<boolean> {
  const [last] = await tx
    .select({ kind: workspaceCommits.kind })
    .from(workspaceCommits)
    .where(eq(workspaceCommits.workspaceId, workspaceId))
    .orderBy(desc(workspaceCommits.number))
    .limit(1);
  return last !== undefined && last.kind !== 'write';
}

async function unchanged(tx: Transaction, job: WorkspaceJobRow, commit: string, result: Record<string, unknown>): Promise<null> {
  await endWorkspaceJob(tx, job.id, { commit, result });
  return null;
}
