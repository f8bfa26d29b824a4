/** Named points: a worker of its own for each build, killed at one point after the other. */
import { setTimeout as sleep } from 'node:timers/promises';
import { statusOf } from './client.js';
import type { ChaosStack } from './stack.js';
import { SCENARIOS, drive, rollBack, submitToQueue, untilClosed, type DriveOptions, type Scenario } from './scenario.js';
import { Lane, OPTIONAL } from './lane.js';
import type { LanePlan } from './points.js';
import { BUILD_MS, type ChaosRun, type Outcome } from './run.js';
import type { Observation } from './observe.js';
import { repeatUntilDone } from './parallel.js';

// Most of a lane's time is waiting for timeouts; each may hold ten of the hundred database connections.
const LANES_AT_ONCE = 6;
// A build comes to its switch in seconds, on a busy machine in a minute.
const FIRE_MS = 120_000;
// What stops a `stopped` build: its second deployment at the moment traffic would move.
const SWITCH = 'deploySwitch:before';
// A build that still waits for the deployment so long after it was asked for has not taken it.
const UNTAKEN_MS = 15_000;
const TAKEN_LOOK_MS = 500;
// The switch may be tried again before the workflows have heard of the stop; each such try dies at its start. On a busy machine a
// worker dies several times before it has read the history of its build: seven were not enough once, beside a load of twenty.
const STRAGGLERS = Array.from({ length: 30 }, () => `deploySwitch:before${OPTIONAL}`);
// The last point may lie just behind the end of the build.
const LAST_POINT_MS = 3_000;

/** Runs all lanes. */
export async function runPoints(run: ChaosRun, plans: LanePlan[]): Promise<Outcome> {
  const outcome: Outcome = { builds: 0, blows: 0, extraRequests: 0, problems: [], figures: {} };
  // A rollback starts on the queue of the stack itself, so its lane takes that worker's place; the others have their own.
  const [own, shared] = [plans.filter((plan) => plan.scenario !== 'rollback'), plans.filter((plan) => plan.scenario === 'rollback')];
  const work = async (plan: LanePlan) => {
    const before = Date.now();
    const result = await runLane(run, plan).catch((error: unknown) => ({ fired: 0, extraRequests: 0, problems: [String(error)] }));
    outcome.builds += 1;
    outcome.blows += result.fired;
    outcome.extraRequests += result.extraRequests;
    outcome.problems.push(...result.problems.map((problem) => `${plan.label}: ${problem}`));
    run.options.say(
      `points: ${plan.label}: ${result.fired} of ${plan.points.length} fired, ${result.problems.length} problems, ${Math.round((Date.now() - before) / 1000)} s`,
    );
    for (const problem of result.problems) run.options.say(`  PROBLEM ${problem}`);
  };
  await repeatUntilDone(own, LANES_AT_ONCE, work);
  if (shared.length > 0) await instead(run, () => repeatUntilDone(shared, 1, work));
  outcome.figures = { 'points fired': outcome.blows, 'points named': plans.reduce((sum, plan) => sum + plan.points.length, 0) };
  return outcome;
}

/** While the stack's own worker is held down. */
async function instead(run: ChaosRun, work: () => Promise<void>): Promise<void> {
  run.stack.hold('worker');
  run.stack.kill('worker');
  try {
    await work();
  } finally {
    run.stack.release('worker');
  }
}

async function runLane(run: ChaosRun, plan: LanePlan): Promise<{ fired: number; extraRequests: number; problems: string[] }> {
  const scenario = SCENARIOS[plan.scenario];
  const calm = await run.calm(plan.scenario, () => calmTwin(run, scenario));
  const lane = laneFor(run, scenario, `${plan.label}-${Date.now().toString(36)}`, scenario.name === 'stopped' ? [] : plan.points);
  try {
    lane.start();
    const id = await submitToQueue(run.stack, scenario, `${plan.label} ${Date.now()}`, prefixOf(scenario, plan.label));
    const verdict = await run.endure(id, scenario, calm, personOf(run, scenario, lane, id, plan.points));
    await lane.untilAllFired(LAST_POINT_MS);
    const silent = lane.waiting.filter((point) => !point.endsWith(OPTIONAL)).map((point) => `${point} did not fire`);
    return { fired: lane.fired.length, extraRequests: verdict.extraRequests, problems: [...verdict.problems, ...silent, ...lane.unexpected] };
  } finally {
    await lane.stop();
  }
}

function prefixOf(scenario: Scenario, label: string): string {
  return scenario.name === 'rollback' ? '' : `${label}-`;
}

function laneFor(run: ChaosRun, scenario: Scenario, label: string, points: readonly string[]): Lane {
  const prefix = prefixOf(scenario, label.replace(/-[^-]*$/, ''));
  return new Lane(run.stack, { label, prefix, points, env: { OPENAI_BASE_URL: run.model(scenario.script).baseUrl } });
}

/** The same build on a lane that nobody kills. */
async function calmTwin(run: ChaosRun, scenario: Scenario): Promise<Observation> {
  const lane = laneFor(run, scenario, `calm-${scenario.name}-0`, []);
  try {
    lane.start();
    const id = await submitToQueue(run.stack, scenario, `calm ${scenario.name} ${Date.now()}`, prefixOf(scenario, `calm-${scenario.name}`));
    await drive(run.stack, id, scenario, { timeoutMs: BUILD_MS, ...personOf(run, scenario, lane, id, []) });
    const seen = await run.look(id, scenario);
    if (seen.status.status !== scenario.ends) throw new Error(`the calm twin ${id} ended ${seen.status.status}: ${JSON.stringify(seen.status.failure)}`);
    return seen;
  } finally {
    await lane.stop();
  }
}

/** What the person does besides saying yes. */
function personOf(run: ChaosRun, { name }: Scenario, lane: Lane, id: string, points: readonly string[]): Partial<DriveOptions> {
  let rolledBack = false;
  if (name === 'rollback') {
    return {
      beforeComplete: async () => {
        if (!rolledBack) await rollBack(run.stack, id);
        rolledBack = true;
      },
    };
  }
  if (name !== 'stopped') return {};
  return {
    // The build does not wait for the way back; we do.
    afterEnd: () => untilClosed(run.stack, `${id}/deploy/${id}-staging-2`),
    beforeDeploy: async (asked) => {
      if (asked === 1 && lane.fired.length === 0) await lane.rearm([SWITCH, ...STRAGGLERS, ...points]);
    },
    // The worker dies as the switch begins; the person stops the build then, and the switch must be undone.
    afterDeploy: async (asked) => {
      if (asked !== 1) return;
      // A decision that came too early or too late (the status we saw was older than the wait) began nothing: it is asked for again.
      if (!(await wasTaken(run.stack, id, () => lane.hasFired(SWITCH)))) return;
      await lane.untilFired(SWITCH, FIRE_MS);
      // A signal is kept while no worker lives, so that it is there before the switch could be tried again.
      await run.stack.temporal.workflow.getHandle(id).signal('stop', 'stopped by the test');
    },
  };
}

/** Whether the deployment that was asked for was begun; false when the build goes on waiting to be asked. */
async function wasTaken(stack: ChaosStack, id: string, hasFired: () => boolean): Promise<boolean> {
  for (const deadline = Date.now() + UNTAKEN_MS; Date.now() < deadline; await sleep(TAKEN_LOOK_MS)) {
    const { waiting_for: waiting } = await statusOf(stack, id);
    if (hasFired() || waiting?.kind !== 'deploy') return true;
  }
  return false;
}
