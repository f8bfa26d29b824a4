import { ApplicationFailure, CancellationScope, condition, isCancellation, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import { publicFailure, type PublicFailure } from '../contracts/failures.js';
import type { BuildInput } from '../contracts/messages.js';
import { newBuildState } from './build-state.js';
import { BuildContext } from './context.js';
import { failureOf } from './failure.js';
import { registerHandlers, type Inbox } from './handlers.js';
import { PHASE_TABLE } from './phases/index.js';
import { proxiesFor } from './proxies.js';
import { runPhase } from './run-phase.js';

// Facts are read once; PostgreSQL may be away for a while when a build starts.
const facts = proxyLocalActivities<Pick<Activities, 'readBuild'>>({ startToCloseTimeout: '15s', scheduleToCloseTimeout: '1 day' });

/** One build, from intent to deployment: handlers first, then the story. Its id is the build's id. */
export async function build(input: BuildInput): Promise<void> {
  const state = newBuildState();
  const inbox: Inbox = { stop: null, budgets: [], guidance: [], ignored: [] };
  const storyScope = new CancellationScope();
  registerHandlers(input.buildId, state, inbox, () => storyScope.cancel());
  const context = new BuildContext(input, await facts.readBuild({ buildId: input.buildId }), state, proxiesFor(input.queues));
  context.show();
  const pumpScope = new CancellationScope();
  const pump = pumpScope.run(() => pumpInbox(context, inbox)).catch(() => {});
  const error: unknown = await storyScope
    .run(() => story(context))
    .then(
      () => null,
      (thrown: unknown) => thrown,
    );
  const failure = error === null ? null : isCancellation(error) || inbox.stop ? stopped(inbox) : failureOf(error);
  await CancellationScope.nonCancellable(async () => {
    state.ended = true;
    state.waiting = null;
    if (failure) await end(context, failure, inbox);
    pumpScope.cancel();
    await pump;
  });
  // Temporal's own list tells the same end: cancelled from there, or failed.
  if (isCancellation(error) && !inbox.stop) throw error;
  if (context.status === 'failed' && failure) throw ApplicationFailure.nonRetryable(failure.detail, failure.code);
}

async function story(context: BuildContext): Promise<void> {
  for (const phase of PHASE_TABLE) if (!phase.skip?.(context)) await runPhase(context, phase);
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

/**
 * Writes what people said between decisions, in the order it came. Keys are the messages' own: this runs beside the story,
 * and after a crash the two may take their turns in another order.
 */
async function pumpInbox(context: BuildContext, inbox: Inbox): Promise<never> {
  for (;;) {
    await condition(() => inbox.budgets.length + inbox.guidance.length + inbox.ignored.length > 0);
    for (const raise of inbox.budgets.splice(0))
      await context.record({
        key: `said/${raise.id}`,
        event: { kind: 'budget', spent_usd: 0, budget_usd: raise.budgetUsd, detail: `raised by ${raise.userId}` },
        patch: { budgetUsd: raise.budgetUsd },
        audit: { actor: raise.userId, action: 'build.raiseBudget', detail: { budget_usd: raise.budgetUsd } },
      });
    for (const said of inbox.guidance.splice(0))
      await context.record({
        key: `said/${said.id}`,
        event: { kind: 'guidance', text: said.text, by: said.userId },
        guidance: { id: said.id, userId: said.userId, text: said.text },
      });
    for (const { id, text } of inbox.ignored.splice(0))
      await context.record({ key: `said/${id}`, event: { kind: 'note', text, by: 'temporal-ui' }, journal: { kind: 'note', owner: 'temporal-ui', text } });
  }
}
