import { ApplicationFailure, CancellationScope, isCancellation, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import { publicFailure, type PublicFailure } from '../contracts/failures.js';
import type { BuildInput } from '../contracts/messages.js';
import { newBuildState } from './build-state.js';
import { BuildContext } from './context.js';
import { failureOf } from './failure.js';
import { registerHandlers } from './handlers.js';
import { pumpInbox, type Inbox } from './inbox.js';
import { AGENT_TABLE, PHASE_TABLE } from './phases/index.js';
import { proxiesFor } from './proxies.js';
import { runPhase } from './run-phase.js';

// Facts are read once; PostgreSQL may be away for a while when a build starts.
const facts = proxyLocalActivities<Pick<Activities, 'readBuild'>>({ startToCloseTimeout: '15s', scheduleToCloseTimeout: '1 day' });

/** One build, from intent to deployment: handlers first, then the story. Its id is the build's id. */
export async function build(input: BuildInput): Promise<void> {
  const state = newBuildState();
  const inbox: Inbox = { stop: null, budgets: [], guidance: [], models: [], edits: [], ignored: [] };
  const storyScope = new CancellationScope();
  registerHandlers(input.buildId, state, inbox, () => storyScope.cancel());
  const context = new BuildContext(input, await facts.readBuild({ buildId: input.buildId }), state, proxiesFor(input.queues));
  context.show();
  const pumpScope = new CancellationScope();
  // What people said and cannot be written would be lost, and an edited plan be waited for without end: then the build ends.
  let unsaid: unknown = null;
  const pump = pumpScope
    .run(() => pumpInbox(context, inbox))
    .catch((thrown: unknown) => {
      if (isCancellation(thrown)) return;
      unsaid = thrown;
      storyScope.cancel();
    });
  const error: unknown = await storyScope
    .run(() => story(context))
    .then(
      () => null,
      (thrown: unknown) => thrown,
    );
  const failure = error === null ? null : failureBy(error, unsaid, inbox);
  await CancellationScope.nonCancellable(async () => {
    state.ended = true;
    state.waiting = null;
    if (failure) await end(context, failure, inbox);
    pumpScope.cancel();
    await pump;
  });
  // Temporal's own list tells the same end: cancelled from there, or failed.
  if (isCancellation(error) && !inbox.stop && unsaid === null) throw error;
  if (context.status === 'failed' && failure) throw ApplicationFailure.nonRetryable(failure.detail, failure.code);
}

async function story(context: BuildContext): Promise<void> {
  const start = context.facts.forked
    ? await context.act.quick.takeOverFork.executeWithOptions({ summary: 'take over what came before' }, [{ buildId: context.id }])
    : null;
  if (start) context.takeOver(start);
  const table = context.facts.agent ? AGENT_TABLE : PHASE_TABLE;
  const first = start ? table.findIndex(({ name }) => name === start.phase) : 0;
  for (const phase of table.slice(first)) if (!phase.skip?.(context)) await runPhase(context, phase);
}

function failureBy(error: unknown, unsaid: unknown, inbox: Inbox): PublicFailure {
  if (unsaid !== null && !inbox.stop) return failureOf(unsaid);
  return isCancellation(error) || inbox.stop ? stopped(inbox) : failureOf(error);
}

function stopped(inbox: Inbox): PublicFailure {
  return publicFailure('STOPPED', inbox.stop?.reason ?? 'the workflow was cancelled');
}

/** The end that is not completion: containers go, the work stays, the reason is said. */
async function end(context: BuildContext, failure: PublicFailure, inbox: Inbox): Promise<void> {
  const isStop = failure.code === 'STOPPED' || failure.code === 'PLAN_REJECTED' || failure.code === 'GATE_REJECTED';
  const status = isStop ? 'stopped' : 'failed';
  context.status = status;
  // What this leaves the reaper removes; the end must be said all the same.
  await context.act.atEnd.cleanUp.executeWithOptions({ summary: 'remove what the build left running' }, [{ buildId: context.id }]).catch(() => {});
  await context.record({
    event: { kind: 'build.ended', status, failure },
    patch: { status, failure, waitingFor: null, ended: true },
    audit: { actor: inbox.stop?.userId ?? 'millwright', action: `build.${status}`, detail: { code: failure.code } },
  });
}
