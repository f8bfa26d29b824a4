import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FuzzTarget } from './fuzz.js';

// Of some seventy operations: a dozen requests each make well over five hundred.
const EXAMPLES = 8;
const CASES_MIN = 500;
// Installing it, the first time on a machine, included.
const RUN_MS = 360_000;

let target: FuzzTarget;
beforeAll(async () => {
  target = await FuzzTarget.start();
});
afterAll(() => target.stop());

/** The short tier of `mw test --api` (test/api/fuzz-long.ts). */
describe('made-up requests to every route', () => {
  it(
    'are answered with a documented status and never with 5xx',
    async () => {
      const { requests, broken, said, exitCode } = await target.fuzz({ phases: 'examples,fuzzing', examples: EXAMPLES, seed: 1 });
      process.stderr.write(`${requests} made-up requests\n`);
      expect({ broken, said: exitCode === 0 ? '' : said }).toEqual({ broken: [], said: '' });
      expect(requests).toBeGreaterThanOrEqual(CASES_MIN);
    },
    RUN_MS,
  );
});
