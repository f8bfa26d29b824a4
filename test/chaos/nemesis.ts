/** Random kills and pauses while builds run. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Observation } from './observe.js';
import { type ChaosRun, type Outcome } from './run.js';
import { SCENARIOS, submit, type ScenarioName } from './scenario.js';
import { Seeded } from './seeded.js';
import type { Target } from './stack.js';

// Who dies how often, in percent: the worker does most of the work, so most of what can break is there.
const VICTIMS: Record<'worker' | 'api' | 'temporal' | 'postgres', number> = { worker: 60, api: 15, temporal: 12, postgres: 13 };
// A killed worker is missed after 6 s and is back after 3: blows much closer together would only show that nothing moves.
const KILL_GAP_MS = { least: 4_000, most: 14_000 };
// Longer than the heartbeat timeout of 6 s, so that a second attempt runs beside the paused one.
const PAUSE_MS = 9_000;
const PAUSE_GAP_MS = { least: 3_000, most: 6_000 };
const BUILDS_AT_ONCE = 4;
// Every third build is deployed, too.
const KINDS: readonly ScenarioName[] = ['small', 'small', 'deploy'];

interface Wanted {
  blows: number;
  builds: number;
}

/** At least so many kills over at least so many builds. */
export async function runKills(run: ChaosRun, wanted: Wanted): Promise<Outcome> {
  const random = new Seeded(run.seed);
  const byVictim: Record<string, number> = {};
  const rest = () => sleep(random.between(KILL_GAP_MS.least, KILL_GAP_MS.most));
  const outcome = await underBlows(run, wanted, rest, () => {
    const victim = random.pick(VICTIMS);
    if (!run.stack.kill(victim)) return false;
    byVictim[victim] = (byVictim[victim] ?? 0) + 1;
    return true;
  });
  outcome.figures = { ...outcome.figures, ...byVictim, seed: run.seed };
  return outcome;
}

/** At least so many pauses of one of two workers, each longer than its heartbeat. */
export async function runPauses(run: ChaosRun, wanted: Wanted): Promise<Outcome> {
  const random = new Seeded(run.seed + 1);
  const rest = () => sleep(random.between(PAUSE_GAP_MS.least, PAUSE_GAP_MS.most));
  return underBlows(run, wanted, rest, () => {
    const victim: Target = random.next() < 0.5 ? 'worker' : 'worker-2';
    return run.stack.pause(victim, PAUSE_MS);
  });
}

/** Builds run, a few at a time, for as long as blows are wanted; and blows fall for as long as builds are wanted. */
async function underBlows(run: ChaosRun, wanted: Wanted, rest: () => Promise<void>, blow: () => boolean | Promise<boolean>): Promise<Outcome> {
  const twins = new Map<ScenarioName, Observation>();
  for (const kind of new Set(KINDS)) twins.set(kind, await run.calmByApi(kind));
  const outcome: Outcome = { builds: 0, blows: 0, extraRequests: 0, problems: [], figures: {} };
  let started = 0;
  const running = { builders: BUILDS_AT_ONCE };
  const builder = async () => {
    while (started < wanted.builds || outcome.blows < wanted.blows) {
      await oneBuild(run, started++, twins, outcome);
      run.options.say(`${outcome.builds} builds, ${outcome.blows} blows, ${outcome.extraRequests} requests again, ${outcome.problems.length} problems`);
    }
    running.builders -= 1;
  };
  const nemesis = async () => {
    for (await rest(); running.builders > 0; await rest()) if (await blow()) outcome.blows += 1;
  };
  await Promise.all([nemesis(), ...Array.from({ length: BUILDS_AT_ONCE }, builder)]);
  return outcome;
}

async function oneBuild(run: ChaosRun, number: number, twins: Map<ScenarioName, Observation>, outcome: Outcome): Promise<void> {
  const kind = KINDS[number % KINDS.length] ?? 'small';
  try {
    const id = await submit(run.stack, SCENARIOS[kind], `build ${number} ${Date.now()}`);
    const verdict = await run.endure(id, SCENARIOS[kind], twins.get(kind)!);
    outcome.extraRequests += verdict.extraRequests;
    for (const problem of verdict.problems) run.options.say(`  PROBLEM ${problem}`);
    outcome.problems.push(...verdict.problems);
  } catch (error) {
    outcome.problems.push(`build ${number}: ${String(error)}`);
  }
  outcome.builds += 1;
}
