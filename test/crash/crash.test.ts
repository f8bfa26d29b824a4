import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePortNear } from '../../embedded/ports.js';
import { engineOf, removeAllOf } from '../chaos/engine.js';
import { runKills, runPauses } from '../chaos/nemesis.js';
import { runOutages } from '../chaos/outages.js';
import { runPoints } from '../chaos/points-run.js';
import { pointCount, sharedLanes } from '../chaos/points.js';
import { ChaosRun } from '../chaos/run.js';
import { sweep } from '../chaos/sweep.js';

// Kills of one build; more of them make fewer, longer builds.
const KILLS_A_BUILD = 12;
// Each kill costs its build about ten seconds of waiting for timeouts; a busy machine takes longer.
const PART_MS = 15 * 60_000;
// Long enough that submissions, relay and worker all meet it.
const TEMPORAL_AWAY_MS = 10_000;

/** The short tier of `mw test --chaos` (test/chaos/main.ts): the same parts with small figures, on the same oracle. */
describe('builds under kills', () => {
  let run: ChaosRun;
  const home = mkdtempSync(join(tmpdir(), 'mw-crash-'));

  beforeAll(async () => {
    const seed = Date.now() % 1_000_000;
    const port = await freePortNear(4_800 + (process.pid % 1_000));
    run = await ChaosRun.start({ home, port, seed, say: (line) => process.stderr.write(`${line}\n`) });
    process.stderr.write(`seed ${run.seed}\n`);
  }, PART_MS);

  afterAll(async () => {
    await run?.stop();
    await removeAllOf(engineOf(run?.stack.config.settings.DOCKER_HOST ?? null), run?.stack.instance ?? 'none');
    rmSync(home, { recursive: true, force: true });
  }, PART_MS);

  it(
    'end like their calm twins when the worker is killed at each named point',
    async () => {
      const lanes = sharedLanes(KILLS_A_BUILD);
      const outcome = await runPoints(run, lanes);
      expect(outcome.problems).toEqual([]);
      expect(outcome.blows).toBeGreaterThanOrEqual(pointCount(lanes));
    },
    PART_MS,
  );

  it(
    'end like their calm twins under ten random kills of worker, API, Temporal and PostgreSQL',
    async () => {
      const outcome = await runKills(run, { blows: 10, builds: 4 });
      expect(outcome.problems).toEqual([]);
      expect(outcome.blows).toBeGreaterThanOrEqual(10);
    },
    PART_MS,
  );

  it(
    'are taken while Temporal is away, and survive a restart of PostgreSQL',
    async () => {
      expect((await runOutages(run, TEMPORAL_AWAY_MS)).problems).toEqual([]);
    },
    PART_MS,
  );

  it(
    'have nothing done twice by a worker that was paused for longer than its heartbeat',
    async () => {
      await run.restart({ workers: 2 });
      const outcome = await runPauses(run, { blows: 3, builds: 3 });
      expect(outcome.problems).toEqual([]);
    },
    PART_MS,
  );

  it(
    'leave no container, no open call, no secret and no large payload behind',
    async () => {
      expect((await sweep(run.stack)).problems).toEqual([]);
    },
    PART_MS,
  );
});
