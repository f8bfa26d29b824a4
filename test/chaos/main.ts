/** `mw test --chaos`: the long crash figures. Exit code 1 when anything was not right, 2 for wrong use. */
import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig, projectRoot } from '../../config.js';
import { freePortNear } from '../../embedded/ports.js';
import { ensureTestDocker } from '../harness/docker.js';
import { engineOf, removeAllOf } from './engine.js';
import { runEngineAway } from './engine-away.js';
import { runKills, runPauses } from './nemesis.js';
import { runOutages } from './outages.js';
import { runPoints } from './points-run.js';
import { singleLanes } from './points.js';
import { renderReport, writeReport } from './report.js';
import { ChaosRun, type Outcome } from './run.js';
import { sweep } from './sweep.js';

// The figures: 100 kills over 30 builds, 20 pauses, Temporal away for a minute.
const WANTED = { kills: 100, killBuilds: 30, pauses: 20, pauseBuilds: 8, outageMs: 60_000 };
// Away from the standard ports, so that a developer's own stack goes on.
const PORT = 4700;

const { values } = parseArgs({
  options: {
    resume: { type: 'boolean', default: false },
    seed: { type: 'string' },
    kills: { type: 'string' },
    only: { type: 'string' },
    lanes: { type: 'string' },
    home: { type: 'string' },
    port: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});

const say = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);

/** The parts in their order. */
function parts(run: ChaosRun): Record<string, () => Promise<Outcome>> {
  const kills = Number(values.kills ?? WANTED.kills);
  const lanes = singleLanes().filter((lane) => !values.lanes || values.lanes.split(',').includes(lane.label));
  return {
    points: () => runPoints(run, lanes),
    random: () => runKills(run, { blows: kills, builds: Math.min(WANTED.killBuilds, kills) }),
    outages: () => runOutages(run, WANTED.outageMs),
    engine: () => runEngineAway(run),
    pauses: async () => {
      await run.restart({ workers: 2 });
      return runPauses(run, { blows: WANTED.pauses, builds: WANTED.pauseBuilds });
    },
    sweep: async () => ({ builds: 0, blows: 0, extraRequests: 0, ...(await sweep(run.stack)) }),
  };
}

async function main(): Promise<number> {
  const home = values.home ?? join(dirname(loadConfig().settings.MW_HOME), 'millwright-chaos');
  if (!values.resume) rmSync(home, { recursive: true, force: true });
  if (values.resume && !existsSync(home)) say('There is nothing to resume; starting anew.');
  // The engine of a stack ends with it; this one outlives the stacks, and what they left can be counted and removed.
  await ensureTestDocker();
  const port = Number(values.port ?? (await freePortNear(PORT)));
  const run = await ChaosRun.start({ home, port, seed: Number(values.seed ?? Date.now() % 1_000_000), say });
  say(`Seed ${run.seed}; state in ${home}.`);
  for (const [name, work] of Object.entries(parts(run))) {
    if (run.parts[name] || (values.only && values.only !== name && name !== 'sweep')) continue;
    say(`Part ${name} begins.`);
    const outcome = await work();
    run.keep(name, outcome);
    for (const problem of outcome.problems) say(`PROBLEM ${problem}`);
  }
  console.log(renderReport(run.seed, run.parts));
  const problems = Object.values(run.parts).flatMap((part) => part.problems).length;
  if (!values.only && !values.lanes) writeReport(join(projectRoot, 'docs/chaos-report.md'), run.seed, run.parts);
  await run.stop();
  if (!values.keep && problems === 0) {
    await removeAllOf(engineOf(loadConfig().settings.DOCKER_HOST), run.stack.instance);
    rmSync(home, { recursive: true, force: true });
  }
  return problems === 0 ? 0 : 1;
}

process.exitCode = await main();
process.exit();
