import { CancellationScope } from '@temporalio/workflow';
import { isCheckAction, type WorkspaceJobInput } from '../contracts/workspaces.js';
import { failureOf } from './failure.js';
import { proxiesFor } from './proxies.js';

/** One thing to do with a workspace: a commit, or checks on one. Its row tells how it went. */
export async function workspaceJob({ jobId, workspaceId, kind, queues }: WorkspaceJobInput): Promise<void> {
  const act = proxiesFor(queues);
  const lane = isCheckAction(kind) ? act.sandbox : act.quick;
  await lane.runWorkspaceJob.executeWithOptions({ summary: `${kind} in ${workspaceId}` }, [{ jobId }]).catch(async (error: unknown) => {
    // Also when it was cancelled: nobody else would end the row.
    await CancellationScope.nonCancellable(() => act.rows.failWorkspaceJob({ jobId, failure: failureOf(error) }));
    throw error;
  });
}
