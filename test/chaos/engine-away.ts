/** The Docker engine is killed in the middle of five builds and started again: all end like their calm twin, and nothing is left of what was under way. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { localBaseImage } from '../../activities/sandbox/base-image.js';
import { createDockerSandboxDriver } from '../../activities/sandbox/docker/driver.js';
import { projectRoot } from '../../config.js';
import { toolEnvironment } from '../../embedded/child-environment.js';
import { dockerClient, sandboxOptionsOf } from '../../worker-sandbox.js';
import { containersOf } from './engine.js';
import type { ChaosRun, Outcome } from './run.js';
import { SCENARIOS, submit } from './scenario.js';
import { SecondEngine } from './second-engine.js';

const BUILDS = 5;
// Containers at work when the blow falls: with four places at the turnstile, most of them.
const AT_WORK = 3;
const AT_WORK_MS = 120_000;
const LOOK_MS = 20;
// Long enough that whoever asks meanwhile is refused.
const AWAY_MS = 2_000;
// The promise of the reaper: nothing is left a minute after its owner died.
const LEFTOVER_MS = 60_000;

/** Once with containers that end with the engine, once with such that live on (`--live-restore`). */
export async function runEngineAway(run: ChaosRun): Promise<Outcome> {
  const outcome: Outcome = { builds: 0, blows: 0, extraRequests: 0, problems: [], figures: {} };
  // The twin works on the machine's own engine: what it makes depends on none.
  const calm = await run.calmByApi('small');
  for (const liveRestore of [false, true]) {
    const engine = await startEngine(run, liveRestore);
    try {
      await run.restart({ env: { DOCKER_HOST: engine.host } });
      await oneRound(run, engine, calm, outcome);
      run.options.say(
        `Five builds through a killed engine ${liveRestore ? 'whose containers lived on' : 'that took its containers with it'}: ${outcome.problems.length} problems so far.`,
      );
    } finally {
      await run.restart({});
      await engine.stop();
    }
  }
  return outcome;
}

async function startEngine(run: ChaosRun, liveRestore: boolean): Promise<SecondEngine> {
  const { config } = run.stack;
  const own = dockerClient(config.settings.DOCKER_HOST);
  const driver = createDockerSandboxDriver({ ...sandboxOptionsOf(config, own), warm: 0, imagesDir: join(projectRoot, 'sandbox-images') });
  const { tag } = await driver.ensureImage('python');
  const base = await localBaseImage(own);
  const engine = await SecondEngine.start(join(run.options.home, `engine-${liveRestore ? 'live' : 'plain'}`), toolEnvironment(config), { liveRestore });
  // Ids are those of their content, so the copies are the images that a worker looks for, and none is built.
  for (const image of [base?.tag, tag]) if (image) await engine.copyImage(own, image);
  return engine;
}

async function oneRound(run: ChaosRun, engine: SecondEngine, calm: Parameters<ChaosRun['endure']>[2], outcome: Outcome): Promise<void> {
  const ids = await Promise.all(Array.from({ length: BUILDS }, (_, number) => submit(run.stack, SCENARIOS.small, `engine ${number} ${Date.now()}`)));
  const all = Promise.all(ids.map((id) => run.endure(id, SCENARIOS.small, calm)));
  const hit = await untilAtWork(engine, run.stack.instance);
  await engine.kill();
  const killedAt = Date.now();
  outcome.blows += 1;
  await sleep(AWAY_MS);
  await engine.restart();
  // For the reaper to find and to end.
  const forgotten = await engine.lost();
  for (const verdict of await all) {
    outcome.extraRequests += verdict.extraRequests;
    outcome.problems.push(...verdict.problems);
  }
  outcome.builds += BUILDS;
  outcome.problems.push(...(await leftovers(engine, run.stack.instance, killedAt)));
  tell(outcome, 'containers at work when the Docker engine was killed', hit);
  tell(outcome, 'containers that it had forgotten to have started when it was back', forgotten);
}

/** One figure a round, in one line. */
function tell({ figures }: Outcome, what: string, figure: number): void {
  figures[what] = figures[what] === undefined ? String(figure) : `${figures[what]} ${figure}`;
}

async function untilAtWork(engine: SecondEngine, instance: string): Promise<number> {
  for (const until = Date.now() + AT_WORK_MS; ; await sleep(LOOK_MS)) {
    const running = (await containersOf(engine.docker, instance)).filter(({ state, isSpare }) => state === 'running' && !isSpare).length;
    if (running >= AT_WORK) return running;
    if (Date.now() > until) throw new Error(`only ${running} sandboxes were at work in ${AT_WORK_MS / 1000} s`);
  }
}

/** Containers, volumes and processes that belong to nobody. */
async function leftovers(engine: SecondEngine, instance: string, killedAt: number): Promise<string[]> {
  for (const until = Date.now() + LEFTOVER_MS; ; await sleep(1_000)) {
    // A spare that is younger than the blow is held by a worker that lives; whoever held an older one has lost it.
    const containers = (await containersOf(engine.docker, instance)).filter(({ isSpare, createdAt }) => !isSpare || createdAt < killedAt);
    const { Volumes: volumes } = await engine.docker.listVolumes();
    const left = [
      ...containers.map(({ name }) => `the container ${name}`),
      ...(volumes ?? []).map(({ Name }) => `the volume ${Name}`),
      ...(await engine.orphans(instance)),
    ];
    if (left.length === 0) return [];
    if (Date.now() > until) return left.map((one) => `${one} is left after ${LEFTOVER_MS / 1000} s`);
  }
}
