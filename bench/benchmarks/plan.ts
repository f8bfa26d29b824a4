/** How soon a person sees something: the plan, the answer to "deploy", an event. */
import { performance } from 'node:perf_hooks';
import type { BenchContext, Benchmark } from '../benchmark.js';
import type { BuildClient, SeenEvent } from '../client.js';
import { figure, type Figure } from '../figure.js';
import { PYTHON_INTENT } from '../intents.js';

const PLAN_MS_MAX = 3_000;
const HAND_OFF_MS_MAX = 500;
const EVENT_MS_MAX = 1_000;
// A template build takes seconds; one that builds its language's image first takes minutes.
const BUILD_MS = 15 * 60_000;

export const plan: Benchmark = { name: 'plan', model: 'template', run };

async function run({ stack, quick, say }: BenchContext): Promise<Figure[]> {
  const { client } = stack;
  const plans: number[] = [];
  for (let build = 0; build < (quick ? 3 : 10); build += 1) plans.push(await planOnce(client));
  say('a whole build, deployed to staging, staging again and production (about a minute).');
  const { handOffs, delays } = await deliver(client, quick ? ['staging'] : ['staging', 'staging', 'production']);
  return [
    figure('plan alone: create to plan gate', 'ms', plans, { of: 'p95', atMost: PLAN_MS_MAX }),
    figure('deploy hand-off: POST to 202', 'ms', handOffs, { of: 'p95', atMost: HAND_OFF_MS_MAX }),
    figure(
      'event committed to SSE client',
      'ms',
      delays,
      { of: 'p95', atMost: EVENT_MS_MAX },
      { note: "from the transaction's start, so a little more than what is asked" },
    ),
  ];
}

/** Milliseconds from sending the intent to the opened gate, as a watcher sees it. */
async function planOnce(client: BuildClient): Promise<number> {
  const began = performance.now();
  const id = await client.create({ description: PYTHON_INTENT });
  await client.watch(id, isGate('plan'), { timeoutMs: BUILD_MS });
  return performance.now() - began;
}

/** One build to `ready` and its deployments. Answers the milliseconds of each hand-off and of each event on its way. */
async function deliver(client: BuildClient, environments: string[]): Promise<{ handOffs: number[]; delays: number[] }> {
  const delays: number[] = [];
  const handOffs: number[] = [];
  const id = await client.create({ description: PYTHON_INTENT });
  let after = 0;
  const follow = async (until: (event: SeenEvent) => boolean) => {
    const connected = Date.now();
    // What was there before we were is history, not a delay.
    const onEvent = (event: SeenEvent) => void (Date.parse(event.at) >= connected && delays.push(event.arrivedMs - Date.parse(event.at)));
    after = (await client.watch(id, until, { after, timeoutMs: BUILD_MS, onEvent })).seq;
  };
  await follow(isGate('plan'));
  await client.must('POST', `${id}/approve`, {});
  for (const environment of environments) {
    await follow(isGate('deploy'));
    const began = performance.now();
    await client.must('POST', `${id}/deploy`, { environment });
    handOffs.push(performance.now() - began);
    await follow((event) => event.kind === 'deploy.ended');
  }
  return { handOffs, delays };
}

function isGate(wait: string): (event: SeenEvent) => boolean {
  return ({ kind, data }) => kind === 'gate.opened' && data['wait'] === wait;
}
