import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CheckReport } from '../../activities/checks/port.js';
import type { Checks } from '../../activities/checks/run-checks.js';
import { smokeCheck } from '../../activities/checks/smoke.js';
import { missingLimitsOf } from '../../activities/sandbox/docker/held-limits.js';
import { docker, imagesDir, testEngine, type TestEngine } from '../sandbox/engine.js';

const passed = (name: string, findings: CheckReport['checks'][number]['findings'] = []) => ({
  name,
  outcome: findings.length > 0 ? ('failed' as const) : ('passed' as const),
  required: name === 'test',
  findings,
  output: '',
  durationMs: 1,
});
const found = (rule: string) => [{ file: 'app/worse.py', line: 1, rule, message: rule }];

const GOOD: CheckReport = {
  verdict: 'passed',
  summary: '2 tests passed',
  checks: [passed('test'), passed('lint'), passed('format'), passed('scan-code')],
  tests: { total: 2, failed: 0, skipped: 0, names: ['a', 'b'], failing: [] },
  coveragePercent: 100,
};
const FAILING = 'tests.test_worse > test_is_wrong';
const BAD: CheckReport = {
  verdict: 'failed',
  summary: '1 of 3 tests failed',
  checks: [
    passed('test', [{ file: 'tests/test_worse.py', line: 3, rule: 'test-failed', message: 'no' }]),
    passed('lint', found('F401')),
    passed('format', found('unformatted')),
    passed('scan-code', found('S602')),
  ],
  tests: { total: 3, failed: 1, skipped: 0, names: ['a', 'b', FAILING], failing: [FAILING] },
  coveragePercent: 90,
};

/** What python's tools answered, as it is told. */
function problemsOf(good: CheckReport, bad: CheckReport): Promise<string[]> {
  const checks: Checks = { run: ({ name }) => Promise.resolve(name.endsWith('-good') ? good : bad) };
  return smokeCheck(checks, imagesDir, 'python').then(({ problems }) => problems);
}

describe('the proof of an image by its smoke projects', () => {
  it('holds for what the tools must answer', async () => {
    expect(await problemsOf(GOOD, BAD)).toEqual([]);
  });

  it.each<[string, CheckReport, CheckReport, RegExp]>([
    ['tests that fail', { ...GOOD, verdict: 'failed', tests: { ...GOOD.tests, failed: 1 } }, BAD, /1 failed/],
    ['coverage that was not measured', { ...GOOD, coveragePercent: null }, BAD, /not measured/],
    ['a finding where there is none', { ...GOOD, checks: [...GOOD.checks, passed('vet', found('x'))] }, BAD, /vet is failed/],
    ['a failing test that nobody sees', GOOD, { ...BAD, verdict: 'passed', tests: { ...BAD.tests, failed: 0, failing: [] } }, /0 of 3 tests fail/],
    ['a failing test without its file', GOOD, { ...BAD, checks: [passed('test'), ...BAD.checks.slice(1)] }, /not named with its file/],
    ['a tool that finds nothing', GOOD, { ...BAD, checks: BAD.checks.filter(({ name }) => name !== 'scan-code') }, /scan-code does not find S602/],
    [
      'a tool that finds something else',
      GOOD,
      { ...BAD, checks: BAD.checks.map((check) => (check.name === 'lint' ? passed('lint', found('E9')) : check)) },
      /lint does not find F401/,
    ],
  ])('notices %s', async (_what, good, bad, problem) => {
    expect((await problemsOf(good, bad)).join('\n')).toMatch(problem);
  });
});

describe('what a container is held to', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await testEngine();
  });
  afterAll(() => engine.close());

  it('is read back from the engine: one without limits lacks them all', async () => {
    const { id: image } = await engine.driver.ensureImage('python');
    const container = await docker.createContainer({ Image: image, Cmd: ['true'], Labels: { 'millwright.instance': engine.instance } });
    const missing = await missingLimitsOf(docker, container.id);
    await container.remove({ force: true });
    // All but the user, which is the image's.
    expect(missing).toHaveLength(13);
  }, 300_000);
});
