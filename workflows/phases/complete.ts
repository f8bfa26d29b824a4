import { isCancellation } from '@temporalio/workflow';
import type { BuildContext } from '../context.js';
import type { Phase } from '../run-phase.js';

/** The retrospective is written and the build ends. */
export const completePhase: Phase = { name: 'complete', status: null, from: 100, to: 100, run };

async function run(context: BuildContext): Promise<string> {
  const { summary } = await context.act.quick.writeRetrospective.executeWithOptions({ summary: 'retrospective' }, [{ buildId: context.id }]);
  await context.act.atEnd.cleanUp.executeWithOptions({ summary: 'remove what the build left running' }, [{ buildId: context.id }]).catch(rethrowCancellation);
  context.status = 'completed';
  context.state.ended = true;
  await context.record({
    event: { kind: 'build.ended', status: 'completed', failure: null },
    patch: { status: 'completed', progress: 100, waitingFor: null, ended: true },
    audit: { actor: 'millwright', action: 'build.completed' },
  });
  return summary.slice(0, 300);
}

/** What could not be removed now is the reaper's; a stop is still a stop. */
function rethrowCancellation(error: unknown): void {
  if (isCancellation(error)) throw error;
}
