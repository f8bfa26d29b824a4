/** Twelve steps and an approval, twice: by the product's own machinery, and by the bare SDK as its floor. */
import { condition, defineSignal, proxyActivities, proxyLocalActivities, setHandler } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import type { BuildInput } from '../../contracts/messages.js';
import { newBuildState } from '../../workflows/build-state.js';
import { BuildContext } from '../../workflows/context.js';
import { registerHandlers } from '../../workflows/handlers.js';
import { proxiesFor } from '../../workflows/proxies.js';
import { DIGEST, HALF, STEP_TEXT, type RawActivities } from './shape.js';

const facts = proxyLocalActivities<Pick<Activities, 'readBuild'>>({ startToCloseTimeout: '15s', scheduleToCloseTimeout: '1 day' });

/** The story of workflows/build.ts with twelve recorded steps in place of its phases: same handlers, context, gate and rows. */
export async function ownTwelve(input: BuildInput): Promise<void> {
  const state = newBuildState();
  registerHandlers(input.buildId, state, { stop: null, budgets: [], guidance: [], models: [], edits: [], ignored: [] }, () => undefined);
  const context = new BuildContext(input, await facts.readBuild({ buildId: input.buildId }), state, proxiesFor(input.queues));
  context.show();
  for (let step = 0; step < HALF; step += 1) await context.note(STEP_TEXT);
  await context.ask({ kind: 'plan', gate: 'G2', digest: DIGEST, summary: 'twelve steps', actions: ['approve', 'reject'] });
  for (let step = 0; step < HALF; step += 1) await context.note(STEP_TEXT);
}

const goOn = defineSignal('goOn');

/** The same shape with nothing but the SDK: an activity a step, which does nothing, and a signal. */
export async function rawTwelve(payload: string): Promise<void> {
  const { step } = proxyActivities<RawActivities>({ startToCloseTimeout: '1 minute' });
  let signalled = false;
  setHandler(goOn, () => void (signalled = true));
  for (let index = 0; index < HALF; index += 1) await step(payload);
  await condition(() => signalled);
  for (let index = 0; index < HALF; index += 1) await step(payload);
}
