/** `mw test --api`. No *.test.ts, so that the usual run leaves it out. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FuzzTarget, type FuzzReport } from './fuzz.js';

const CASES_MIN = 5_000;
// Five thousand requests take two minutes here.
const RUN_MS = 30 * 60_000;

let target: FuzzTarget;
let total = 0;
beforeAll(async () => {
  target = await FuzzTarget.start();
});
afterAll(() => target.stop());

function judge({ requests, broken, said, exitCode }: FuzzReport): void {
  total += requests;
  process.stderr.write(`${requests} made-up requests\n`);
  expect({ broken, said: exitCode === 0 ? '' : said }).toEqual({ broken: [], said: '' });
}

describe('made-up requests to every route', () => {
  it(
    'of every kind that the document names are answered with a documented status and never with 5xx',
    async () => judge(await target.fuzz({ phases: 'examples,coverage,fuzzing', examples: 30, seed: Date.now() % 1_000_000, schemas: true })),
    RUN_MS,
  );

  it(
    'so are those about a build that there is',
    async () => {
      const ids = { '/coding_agent/': await target.api.create() };
      judge(await target.fuzz({ phases: 'coverage,fuzzing', examples: 30, seed: Date.now() % 1_000_000, ids, schemas: true }));
    },
    RUN_MS,
  );

  it(
    'so are those without a token',
    async () => judge(await target.fuzz({ phases: 'fuzzing', examples: 5, seed: Date.now() % 1_000_000, token: null })),
    RUN_MS,
  );

  it('were thousands', () => expect(total).toBeGreaterThanOrEqual(CASES_MIN));
});
