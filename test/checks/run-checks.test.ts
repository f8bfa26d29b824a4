import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createChecks, type Checks } from '../../activities/checks/run-checks.js';
import type { SandboxFile } from '../../activities/sandbox/port.js';
import { docker, file, imagesDir, smokeProject, testEngine, type TestEngine } from '../sandbox/engine.js';

let engine: TestEngine;
let checks: Checks;

beforeAll(async () => {
  engine = await testEngine();
  checks = createChecks({ driver: engine.driver, imagesDir });
  await engine.driver.ensureImage('python');
  await engine.driver.ensureImage('node');
}, 300_000);
afterAll(() => engine.close());

const run = (language: string, files: SandboxFile[]) => checks.run({ name: `checks-${language}`, buildId: 'int-code-test', language, files });

describe('the checks of python', () => {
  it('pass the smoke project, with coverage', async () => {
    const report = await run('python', await smokeProject('python'));
    expect(report).toMatchObject({ verdict: 'passed', summary: '2 tests passed', coveragePercent: 100, tests: { total: 2, failed: 0, skipped: 0 } });
    expect(report.checks.map((check) => [check.name, check.outcome])).toEqual([
      ['lint', 'passed'],
      ['test', 'passed'],
    ]);
    expect(await engine.containers()).toEqual([]);
  });

  it('say which of them runs', async () => {
    const told: string[][] = [];
    await checks.run({
      name: 'checks-told',
      buildId: 'int-code-test',
      language: 'python',
      files: await smokeProject('python'),
      onRunning: (names) => told.push(names),
    });
    expect(told).toEqual([['install'], [], ['lint'], [], ['test'], []]);
  });

  it('name the failing test, its place and the lint findings; lint alone fails nothing', async () => {
    const bad = await run('python', [...(await smokeProject('python')), file('tests/test_bad.py', 'import os\n\n\ndef test_bad():\n    assert [] == 1\n')]);
    expect(bad).toMatchObject({ verdict: 'failed', tests: { total: 3, failed: 1 } });
    expect(bad.checks[1]?.findings).toEqual([
      { file: 'tests/test_bad.py', line: 5, rule: 'test-failed', message: 'tests.test_bad > test_bad: assert [] == 1' },
    ]);
    const ugly = await run('python', [...(await smokeProject('python')), file('app/ugly.py', 'import os\n')]);
    expect(ugly).toMatchObject({ verdict: 'passed', summary: expect.stringMatching(/^2 tests passed; lint: .*os/) });
  });

  it('fail a project without tests, one that does not import, and one that leaves early', async () => {
    const none = await run('python', [file('app.py', 'x = 1\n')]);
    expect(none).toMatchObject({ verdict: 'failed', summary: expect.stringMatching(/No tests were found/) });
    const broken = await run('python', [file('test_a.py', 'import nothing_like_that\n')]);
    expect(broken.checks[1]?.findings[0]?.message).toMatch(/nothing_like_that/);
    const early = await run('python', [file('test_a.py', 'def test_a(): pass\n'), file('conftest.py', 'import os\nos._exit(0)\n')]);
    expect(early).toMatchObject({ verdict: 'failed', summary: expect.stringMatching(/No usable report/) });
  });

  it('do not believe a report that contradicts the exit code', async () => {
    const forge = [
      'import atexit, os',
      'REPORT = \'<testsuites><testsuite name="x"><testcase classname="a" name="all_good"/></testsuite></testsuites>\'',
      'def pytest_unconfigure(config):',
      '    atexit.register(lambda: open("/tmp/mw-junit.xml", "w").write(REPORT))',
    ];
    const forged = await run('python', [file('conftest.py', `${forge.join('\n')}\n`), file('test_a.py', 'def test_a(): assert False\n')]);
    expect(forged.verdict).toBe('failed');
    expect(forged.checks[1]?.findings).toMatchObject([{ rule: 'exit-code' }]);
  });
});

describe('a test that fails', () => {
  it('and passes when run once more unchanged is called flaky; slow ones are named', async () => {
    const flaky = [
      'import pathlib',
      'import time',
      '',
      'seen = pathlib.Path("/tmp/seen-before")',
      '',
      '',
      'def test_sometimes():',
      '    was = seen.exists()',
      '    seen.touch()',
      '    assert was',
      '',
      '',
      'def test_slow():',
      '    time.sleep(1.1)',
    ];
    const report = await run('python', [file('test_a.py', `${flaky.join('\n')}\n`)]);
    expect(report).toMatchObject({
      verdict: 'passed',
      summary: expect.stringMatching(/^2 tests passed; 1 flaky .*test_sometimes/),
      tests: { failed: 0, flaky: ['test_a > test_sometimes'], slow: [{ name: 'test_a > test_slow' }] },
    });
    expect(report.checks.find(({ name }) => name === 'test')?.findings).toMatchObject([{ rule: 'flaky' }]);
  });
});

describe('the checks of node', () => {
  it('pass the smoke project in TypeScript, with coverage', async () => {
    const report = await run('typescript', await smokeProject('node'));
    expect(report).toMatchObject({ verdict: 'passed', summary: '2 tests passed', coveragePercent: 100 });
    expect(report.tests.names).toEqual(['greet > greets by name', 'greet > refuses an empty name']);
  });

  it('name type errors and failing tests', async () => {
    const bad = "import assert from 'node:assert/strict';\nimport { it } from 'node:test';\nconst n: number = 'x';\nit('is one', () => assert.equal(n, 1));\n";
    const report = await run('node', [...(await smokeProject('node')), file('test/bad.test.ts', bad)]);
    expect(report.verdict).toBe('failed');
    expect(report.checks[0]?.findings).toMatchObject([{ file: 'test/bad.test.ts', line: 3, rule: 'TS2322' }]);
    expect(report.checks[1]?.findings).toMatchObject([{ file: 'test/bad.test.ts', line: 4, rule: 'test-failed' }]);
  });

  it('leave the type check out where there is no TypeScript, and fail without tests', async () => {
    const report = await run('javascript', [file('index.js', 'export const x = 1;\n'), file('package.json', '{"type":"module"}')]);
    expect(report.checks.map((check) => [check.name, check.outcome])).toEqual([
      ['build', 'skipped'],
      ['test', 'failed'],
    ]);
    expect(report.summary).toMatch(/No tests were found/);
  });
});

describe('a run of checks', () => {
  it('never takes over a container that somebody worked in before', async () => {
    const before = await engine.open({ name: 'checks-python', purpose: 'checks' });
    await before.exec({ command: 'mkdir -p /tmp/mw-junit.xml/in-the-way', timeoutSeconds: 10 });
    expect((await run('python', await smokeProject('python'))).verdict).toBe('passed');
    await expect(docker.getContainer(before.containerId).inspect()).rejects.toMatchObject({ statusCode: 404 });
  });

  it('whose container is lost gives no verdict', async () => {
    const files = [file('test_a.py', 'import time\ndef test_a(): time.sleep(60)\n')];
    const running = run('python', files);
    const kill = async () => {
      const [id] = await engine.containers();
      const busy =
        id &&
        (
          await docker
            .getContainer(id)
            .top()
            .catch(() => ({ Processes: [] }))
        ).Processes.some((each: string[]) => each.at(-1)?.includes('pytest'));
      if (id && busy) await docker.getContainer(id).kill();
      else setTimeout(() => void kill(), 50);
    };
    await kill();
    await expect(running).rejects.toMatchObject({ code: 'SANDBOX_UNAVAILABLE' });
    expect(await engine.containers()).toEqual([]);
  });
});
