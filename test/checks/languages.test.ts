import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CheckReport, Finding } from '../../activities/checks/port.js';
import { createChecks, type Checks } from '../../activities/checks/run-checks.js';
import { docker, imagesDir, smokeProject, testEngine, type TestEngine } from '../sandbox/engine.js';

let engine: TestEngine;
let checks: Checks;

beforeAll(async () => {
  engine = await testEngine();
  checks = createChecks({ driver: engine.driver, imagesDir });
});
afterAll(() => engine.close());

/** smoke-bad/expected.json: what each tool must find in there, check -> file and a part of the rule's name. */
interface Expected {
  failing: string;
  found: Record<string, { file: string; rule: string }>;
}

// Whatever lies in sandbox-images/ is held to this: adding a language is adding a folder.
const languages = readdirSync(imagesDir);

function expectedOf(language: string): Expected {
  return JSON.parse(readFileSync(join(imagesDir, language, 'smoke-bad', 'expected.json'), 'utf8')) as Expected;
}

function findingsOf(report: CheckReport, name: string): Finding[] {
  return report.checks.find((check) => check.name === name)?.findings ?? [];
}

async function run(language: string, ...folders: ('smoke' | 'smoke-bad')[]): Promise<CheckReport> {
  const files = (await Promise.all(folders.map((folder) => smokeProject(language, folder)))).flat();
  return checks.run({ name: `language-${language}`, buildId: 'int-code-test', language, files, thorough: true });
}

// Each in a fresh container without a network and with every limit, as generated code is.
describe.each(languages)('the image of %s', (language) => {
  const { failing, found } = expectedOf(language);

  it('is built, and its size told', async () => {
    const started = Date.now();
    const { id } = await engine.driver.ensureImage(language);
    const { Size } = await docker.getImage(id).inspect();
    process.stdout.write(`${language}: ${Math.round(Size / 1e6)} MB, ready after ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
    expect(Size).toBeLessThan(700e6);
  }, 900_000);

  it('passes its smoke project, formatted, clean and covered', async () => {
    const report = await run(language, 'smoke');
    expect(report).toMatchObject({ verdict: 'passed', coveragePercent: 100, tests: { total: 2, failed: 0, skipped: 0 } });
    const dirty = report.checks.filter(({ outcome, name }) => outcome !== 'passed' && outcome !== 'skipped' && name !== 'toolchain');
    expect(dirty).toEqual([]);
    expect(report.checks.filter(({ name }) => name === 'toolchain').every(({ findings }) => findings.every(({ rule }) => rule === 'degraded'))).toBe(true);
  }, 300_000);

  it('names what is wrong: the failing test, format, lint and security, each by its file', async () => {
    const report = await run(language, 'smoke', 'smoke-bad');
    expect(report).toMatchObject({ verdict: 'failed', tests: { total: 3, failed: 1, failing: [failing] } });
    expect(findingsOf(report, 'test')[0]).toMatchObject({ file: expect.stringMatching(/worse/i), rule: 'test-failed' });
    for (const [name, { file, rule }] of Object.entries(found))
      expect({ name, findings: findingsOf(report, name) }).toEqual({
        name,
        findings: expect.arrayContaining([expect.objectContaining({ file, rule: expect.stringContaining(rule) })]),
      });
    expect(await engine.containers()).toEqual([]);
  }, 300_000);
});
