/** Runs a language's checks on a tree of files, in a container nobody has worked in before. */
import { findImageSpec, loadImageSpecs, matchesPattern, type CheckSpec, type ImageSpec } from '../sandbox/image-spec.js';
import type { Sandbox, SandboxDriver, SandboxFile } from '../sandbox/port.js';
import { finding, judge, type Judged } from './judge.js';
import type { TestCase } from './junit.js';
import type { CheckReport, CheckResult } from './port.js';
import { scopeToRelevant } from './scope.js';
import { parseLcov } from './tool-reports.js';
import { XML_BYTES_MAX } from './xml.js';

// Beside the checks' own time limits: filling the workspace, reading reports.
const OVERHEAD_SECONDS = 120;
// Names are compared from one attempt to the next; a row holds them.
const TEST_NAMES_MAX = 2_000;

export interface ChecksDeps {
  driver: SandboxDriver;
  /** The folder sandbox-images/. */
  imagesDir: string;
}

export interface ChecksRequest {
  /** Unique name of this run: the container's name, and a retry's, which starts anew. */
  name: string;
  buildId: string;
  language: string;
  files: SandboxFile[];
  /** A tree without tests is not failed for that (a task whose tests come with a later one). */
  allowNoTests?: boolean;
  signal?: AbortSignal;
  onProgress?: (text: string) => void;
}

export interface Checks {
  /** The verdict on these files. Rejects with SANDBOX_UNAVAILABLE or IMAGE_BUILD_FAILED: a lost engine is never a verdict. */
  run(request: ChecksRequest): Promise<CheckReport>;
}

export function createChecks({ driver, imagesDir }: ChecksDeps): Checks {
  return {
    async run(request) {
      const image = findImageSpec(await loadImageSpecs(imagesDir), request.language);
      const { signal, onProgress } = request;
      const installed = await driver.installDependencies(image.language, request.files, { signal, onProgress });
      const install = installed.result && installResult(installed.result, installed.volume !== null);
      if (install?.outcome === 'failed') return report([install, ...image.checks.map(skipped)], [], null);
      // What an attempt that died left behind may have been tampered with: verdicts come from fresh containers only.
      await driver.remove(request.name);
      const lifetimeSeconds = image.checks.reduce((sum, check) => sum + check.timeoutSeconds, OVERHEAD_SECONDS);
      const spec = { name: request.name, language: image.language, buildId: request.buildId, purpose: 'checks' as const, lifetimeSeconds };
      const sandbox = await driver.open({ ...spec, dependencies: installed.volume }, { signal, onProgress });
      try {
        await sandbox.reset(request.files);
        return await runAll(sandbox, image, request, install);
      } finally {
        await sandbox.dispose();
      }
    },
  };
}

async function runAll(sandbox: Sandbox, image: ImageSpec, request: ChecksRequest, install: CheckResult | null): Promise<CheckReport> {
  const results: CheckResult[] = install ? [install] : [];
  const tests: TestCase[] = [];
  let coverage: number | null = null;
  for (const check of image.checks) {
    if (check.when && !request.files.some((file) => check.when!.some((pattern) => matchesPattern(file.path, pattern)))) {
      results.push(skipped(check));
      continue;
    }
    request.onProgress?.(`Running ${check.name}`);
    const judged = await runOne(sandbox, check, request.signal);
    results.push(request.allowNoTests ? withoutNoTests(judged.result) : judged.result);
    tests.push(...judged.tests);
    if (check.coverage) coverage = parseLcov((await textOf(sandbox, check.coverage.path)) ?? '');
  }
  return report(results, tests, coverage);
}

/** No tests yet is a remark here, not a failure. */
function withoutNoTests(result: CheckResult): CheckResult {
  const only = result.outcome === 'failed' && result.findings.length > 0 && result.findings.every((each) => each.rule === 'no-tests');
  return only ? { ...result, outcome: 'passed' } : result;
}

async function runOne(sandbox: Sandbox, check: CheckSpec, signal: AbortSignal | undefined): Promise<Judged> {
  const ran = await sandbox.exec({ command: check.command, timeoutSeconds: check.timeoutSeconds, signal });
  return judge(check, ran, check.report.path && ran.outcome === 'exit' ? await textOf(sandbox, check.report.path) : null);
}

async function textOf(sandbox: Sandbox, path: string): Promise<string | null> {
  return (await sandbox.readFile(path, XML_BYTES_MAX))?.toString('utf8') ?? null;
}

function installResult(ran: Parameters<typeof judge>[1], whole: boolean): CheckResult {
  const output = scopeToRelevant(`${ran.stdout}\n${ran.stderr}`, whole);
  const findings = whole ? [] : [finding('install', `Installing dependencies failed (${ran.outcome} ${ran.exitCode ?? ''}); see the installer's output.`)];
  return { name: 'install', outcome: whole ? 'passed' : 'failed', required: true, findings, output, durationMs: ran.durationMs };
}

function skipped(check: CheckSpec): CheckResult {
  return { name: check.name, outcome: 'skipped', required: check.required, findings: [], output: '', durationMs: 0 };
}

function report(checks: CheckResult[], cases: TestCase[], coveragePercent: number | null): CheckReport {
  const failing = checks.filter((check) => check.required && (check.outcome === 'failed' || check.outcome === 'unavailable'));
  const count = (outcome: TestCase['outcome']) => cases.filter((test) => test.outcome === outcome).length;
  const tests = { total: cases.length, failed: count('failed'), skipped: count('skipped'), names: cases.slice(0, TEST_NAMES_MAX).map((test) => test.name) };
  return { verdict: failing.length === 0 ? 'passed' : 'failed', summary: summary(checks, tests), checks, tests, coveragePercent };
}

/** One line for people: `11 of 12 tests passed; lint: 2 findings`. */
function summary(checks: CheckResult[], tests: CheckReport['tests']): string {
  const parts: string[] = [];
  const ran = tests.total - tests.skipped;
  if (tests.total > 0) parts.push(tests.failed === 0 ? `${ran} tests passed` : `${tests.failed} of ${ran} tests failed`);
  if (tests.skipped > 0) parts.push(`${tests.skipped} skipped`);
  for (const check of checks) {
    const testsTell = check.findings.every((each) => each.rule === 'test-failed');
    if (check.outcome === 'passed' || check.outcome === 'skipped' || testsTell) continue;
    const [first] = check.findings;
    const what = check.findings.length === 1 && first ? first.message.slice(0, 160) : `${check.findings.length} findings`;
    parts.push(`${check.name}: ${check.outcome === 'unavailable' ? 'unavailable, ' : ''}${what}`);
  }
  return parts.join('; ') || 'nothing to check';
}
