import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { engineScans } from '../../../activities/checks/engine-scans.js';
import { judge } from '../../../activities/checks/judge.js';
import type { CheckResult } from '../../../activities/checks/port.js';
import { XML_BYTES_MAX } from '../../../activities/checks/xml.js';
import { findImageSpec, loadImageSpecs, type ImageSpec } from '../../../activities/sandbox/image-spec.js';
import type { Sandbox } from '../../../activities/sandbox/port.js';
import { imagesDir, testEngine, type TestEngine } from '../../sandbox/engine.js';
import { filesOf, KINDS, kindsIn, LANGUAGES, sandboxFiles } from './kinds.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await testEngine();
});
afterAll(() => engine.close());

/** One check of the image on what lies in the workspace. */
async function run(sandbox: Sandbox, check: ImageSpec['checks'][number]): Promise<{ result: CheckResult; tests: number }> {
  const ran = await sandbox.exec({ command: check.command, timeoutSeconds: check.timeoutSeconds });
  const report = check.report.path ? await sandbox.readFile(check.report.path, XML_BYTES_MAX) : null;
  const { result, tests } = judge(check, ran, report?.toString('utf8') ?? null);
  return { result, tests: tests.length };
}

// Scanners that start at once look at everything; the others take seconds, and the service has every kind of code there is to scan.
const SCANS_ALL = new Set(['python', 'typescript']);

// The checks of the engine itself, without a network, in one container a language: what generated code goes through.
describe.each(LANGUAGES)('what the template model writes in %s', (language, label, imageName) => {
  let sandbox: Sandbox;
  let image: ImageSpec;
  beforeAll(async () => {
    await engine.driver.ensureImage(imageName);
    image = findImageSpec(await loadImageSpecs(imagesDir), imageName);
    sandbox = await engine.open({ name: `template/${language}`, language: imageName });
  }, 900_000);
  afterAll(() => sandbox.dispose());

  it.each(kindsIn(language))(
    '%s: built, tested, formatted, linted, and scanned, without any finding',
    async (kind) => {
      const files = await filesOf(language, label, kind);
      await sandbox.reset(sandboxFiles(files));
      const isScanned = kind === 'REST service' || SCANS_ALL.has(language);
      const checks = image.checks.filter((check) => check.report.format !== 'remark' && (!check.security || isScanned));
      let tests = 0;
      for (const check of checks) {
        const ran = await run(sandbox, check);
        tests += ran.tests;
        const { outcome, findings, output } = ran.result;
        const said = { check: check.name, outcome, findings, output: outcome === 'passed' ? '' : output };
        expect(said).toEqual({ check: check.name, outcome: 'passed', findings: [], output: '' });
      }
      // Secrets, and the rules of our own where an image brings no scanner; nothing is installed, so there is nothing to audit.
      const scans = await engineScans(image, sandboxFiles(files), null);
      expect(scans.flatMap(({ findings }) => findings)).toEqual([]);
      expect(tests).toBeGreaterThan(1);
    },
    300_000,
  );

  it.each(KINDS.slice(0, -1))('%s: says on its documents where it comes from', async (kind) => {
    const files = await filesOf(language, label, kind);
    for (const path of ['README.md', 'GENERATED.md', 'docs/architecture.md']) expect(files.get(path)).toContain('built-in template model');
  });
});
