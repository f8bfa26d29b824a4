import { CancellationScope } from '@temporalio/workflow';
import type { ReplayInput } from '../contracts/messages.js';
import { failureOf } from './failure.js';
import { proxiesFor } from './proxies.js';

/** A finished build once more from its stored answers: no model is asked, nothing of the build changes. */
export async function replay(input: ReplayInput): Promise<void> {
  const { buildId, number } = input;
  const act = proxiesFor(input.queues);
  await act.sandbox.replayBuild.executeWithOptions({ summary: `replay of ${buildId}` }, [{ buildId, number }]).catch(async (error: unknown) => {
    // Also when it was cancelled: nobody else would end the row.
    await CancellationScope.nonCancellable(() => act.rows.failReplay({ buildId, number, detail: failureOf(error).detail }));
    throw error;
  });
}
