import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { judge } from '../../../activities/checks/judge.js';
import type { CheckResult } from '../../../activities/checks/port.js';
import { XML_BYTES_MAX } from '../../../activities/checks/xml.js';
import { findImageSpec, loadImageSpecs, type ImageSpec } from '../../../activities/sandbox/image-spec.js';
import type { Sandbox } from '../../../activities/sandbox/port.js';
import { imagesDir, testEngine, type TestEngine } from '../../sandbox/engine.js';
import { filesOf, KINDS, LANGUAGES, sandboxFiles } from './kinds.js';

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

/**
 * What the scanners say of the REST services and was looked at: they listen on all addresses, for the deployment's network is
 * their wall; their store's file lies where DATA_DIR says; the two patterns run on texts whose length was checked before.
 */
const LOOKED_AT: Partial<Record<string, readonly string[]>> = {
  python: ['S104'],
  typescript: ['detect-non-literal-fs-filename', 'detect-unsafe-regex'],
};

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

  it.each(KINDS)(
    '%s: built, tested, formatted, linted, and scanned without a finding that was not looked at',
    async (kind) => {
      const files = await filesOf(language, label, kind);
      await sandbox.reset(sandboxFiles(files));
      // Scanners take seconds to start, and the service has every kind of code there is to scan.
      const checks = image.checks.filter((check) => check.report.format !== 'remark' && (!check.security || kind === 'REST service'));
      let tests = 0;
      for (const check of checks) {
        const ran = await run(sandbox, check);
        tests += ran.tests;
        const findings = ran.result.findings.filter(({ rule }) => !(check.security && LOOKED_AT[language]?.some((known) => rule?.includes(known))));
        if (check.security && ran.result.findings.length > 0 && findings.length === 0) continue;
        expect({
          check: check.name,
          outcome: ran.result.outcome,
          findings,
          output: ran.result.outcome === 'passed' ? '' : ran.result.output,
        }).toEqual({ check: check.name, outcome: 'passed', findings: [], output: '' });
      }
      expect(tests).toBeGreaterThan(1);
    },
    300_000,
  );

  it.each(KINDS.slice(0, -1))('%s: says on its documents where it comes from', async (kind) => {
    const files = await filesOf(language, label, kind);
    for (const path of ['README.md', 'GENERATED.md', 'docs/architecture.md']) expect(files.get(path)).toContain('built-in template model');
  });
});
