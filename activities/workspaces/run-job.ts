import { FAILURES, MillwrightError, publicFailure, type PublicFailure } from '../../contracts/failures.js';
import { isCheckAction } from '../../contracts/workspaces.js';
import { clearWorkspace, endWorkspaceJob, failWorkspace, loadWorkspaceJob } from '../../db/queries/workspace-record.js';
import { changeWorkspace } from './change.js';
import { checkWorkspace } from './check.js';
import type { WorkspaceDeps } from './deps.js';

/**
 * Carries out a job of a workspace. Repeatable: what has ended is left alone, a commit is known by the job's id, checks begin
 * anew. What a person did wrong ends the job; what may pass by itself is thrown, to be tried again.
 */
export async function runWorkspaceJob(deps: WorkspaceDeps, { jobId }: { jobId: string }, options: { signal?: AbortSignal } = {}): Promise<void> {
  const job = await loadWorkspaceJob(deps.db.orm, jobId);
  if (!job || job.endedAt) return;
  try {
    if (job.kind === 'remove') {
      await deps.git.removeProject(job.workspaceId);
      await clearWorkspace(deps.db.orm, job.workspaceId, jobId);
      await endWorkspaceJob(deps.db.orm, jobId, { result: {} });
    } else if (isCheckAction(job.kind)) await checkWorkspace(deps, job, options.signal);
    else await changeWorkspace(deps, jobId);
  } catch (error) {
    if (!(error instanceof MillwrightError) || FAILURES[error.code].retryable) throw error;
    const { errors } = error.options;
    await failWorkspaceJob(deps, { jobId, failure: { ...publicFailure(error.code, error.detail), ...(errors ? { errors } : {}) } });
  }
}

/** Ends a job that could not be done, once. */
export async function failWorkspaceJob(
  { db }: Pick<WorkspaceDeps, 'db'>,
  { jobId, failure }: { jobId: string; failure: PublicFailure & { errors?: { pointer: string; detail: string }[] } },
): Promise<void> {
  const job = await loadWorkspaceJob(db.orm, jobId);
  if (!job) return;
  await endWorkspaceJob(db.orm, jobId, { failure });
  if (job.kind === 'create') await failWorkspace(db.orm, job.workspaceId);
}
