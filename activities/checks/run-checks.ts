/** Runs a language's checks on a tree of files, in a container nobody has worked in before. */
import type { TestCommand } from '../../db/schema/index.js';
import { findImageSpec, loadImageSpecs, matchesPattern, type CheckSpec, type ImageSpec } from '../sandbox/image-spec.js';
import type { CommandResult, Sandbox, SandboxDriver, SandboxFile } from '../sandbox/port.js';
import type { AuditSource } from './audit/advisories.js';
import { parseCoverage } from './coverage.js';
import { ENGINE_SCANS, engineScans } from './engine-scans.js';
import { finding, SANDBOX_RULE_PREFIX, type CheckReport, type CheckResult, type Finding, type RawReport } from './port.js';
import { makeReport, type Ran } from './report.js';
import { runCheck, type RanCheck } from './run-check.js';
import { scopeToRelevant } from './scope.js';

// Beside the checks' own time limits: filling the workspace, reading reports.
const OVERHEAD_SECONDS = 120;
// A broken project fails many tests, a flaky one few: more than these are not tried again.
const RERUN_TESTS_MAX = 10;
// A longer suite is not run twice: whoever waits would rather know.
const RERUN_SECONDS_MAX = 30;

export interface ChecksDeps {
  driver: SandboxDriver;
  /** The folder sandbox-images/. */
  imagesDir: string;
  /** Where known holes of packages are looked up; none: the audit is unavailable. */
  audit?: AuditSource | null;
}

export interface ChecksRequest {
  /** Unique name of this run: the container's name, and a retry's, which starts anew. */
  name: string;
  buildId: string;
  language: string;
  files: SandboxFile[];
  /** A tree without tests is not failed for that (a task whose tests come with a later one). */
  allowNoTests?: boolean;
  /** How the project's own tests are run, instead of the language's usual way. */
  testCommand?: TestCommand | null;
  /** Names of the checks to run; absent: all of the image. Dependencies are installed in any case. */
  only?: readonly string[];
  /** Whose turn it takes where checks must wait: a user's id; the build's by default. */
  owner?: string;
  /** Seconds that the checks may take together, beside their own limits. */
  secondsMax?: number;
  /** The verdict as it is, not compared with what failed before (activities/repos/known-failures.ts). */
  absolute?: boolean;
  /** With what is slow and advice only: format, lint, scans. For the verdict on main. */
  thorough?: boolean;
  signal?: AbortSignal;
  onProgress?: (text: string) => void;
  /** Hears the names of the checks under way each time they change, the one that runs longest first; none: all are over. */
  onRunning?: (names: string[]) => void;
  /** Hears of each file that a tool wrote; of a check that ran twice, twice. */
  onReport?: (report: RawReport) => void;
}

export interface Checks {
  /** The verdict on these files. Rejects with SANDBOX_UNAVAILABLE or IMAGE_BUILD_FAILED: a lost engine is never a verdict. */
  run(request: ChecksRequest): Promise<CheckReport>;
}

export function createChecks(deps: ChecksDeps): Checks {
  const { driver, imagesDir } = deps;
  return {
    async run(request) {
      const whole = findImageSpec(await loadImageSpecs(imagesDir), request.language);
      const image = withOnly(whole, request.only);
      const { signal, onProgress } = request;
      const during = tellRunning(request.onRunning);
      const installed = await during('install', () => driver.installDependencies(image.language, request.files, { signal, onProgress }));
      const install = installed.result && installResult(installed.result, installed.volume !== null, installed.unreachable ?? []);
      if (install && install.outcome !== 'passed') return makeReport({ ...NOTHING, checks: [install, ...image.checks.map(skipped)] });
      const inContainer = (stage: Stage) => runStage(driver, image, installed.volume, { ...request, during }, stage);
      // What is slow and only advice has a container of its own: beside the tests it costs little, and they can not touch it.
      const ran = await allDone([inContainer('task'), ...(request.thorough ? [inContainer('main'), scans(whole, request, deps.audit ?? null)] : [])]);
      return makeReport({
        checks: [...(install ? [install] : []), ...ran.flatMap(({ checks }) => checks)],
        tests: ran.flatMap(({ tests }) => tests),
        flaky: ran.flatMap(({ flaky }) => flaky),
        coveragePercent: ran[0]?.coveragePercent ?? null,
      });
    },
  };
}

type Stage = 'task' | 'main';
type During = <T>(name: string, work: () => Promise<T>) => Promise<T>;
interface StageRequest extends ChecksRequest {
  during: During;
}

/** Runs work under a name, and tells all names under way whenever one comes or goes: a stage has its own beside another's. */
function tellRunning(onRunning: ChecksRequest['onRunning']): During {
  const running: string[] = [];
  return async (name, work) => {
    running.push(name);
    onRunning?.([...running]);
    try {
      return await work();
    } finally {
      running.splice(running.indexOf(name), 1);
      onRunning?.([...running]);
    }
  };
}

function withOnly(image: ImageSpec, only: readonly string[] | undefined): ImageSpec {
  return only ? { ...image, checks: image.checks.filter(({ name }) => only.includes(name)) } : image;
}

/** The engine's own scans, as far as they are asked for. */
async function scans(image: ImageSpec, { files, only }: ChecksRequest, source: AuditSource | null): Promise<Ran> {
  if (only && !ENGINE_SCANS.some((name) => only.includes(name))) return NOTHING;
  const checks = await engineScans(image, files, source);
  return { ...NOTHING, checks: checks.filter(({ name }) => !only || only.includes(name)) };
}

const NOTHING: Ran = { checks: [], tests: [], flaky: [], coveragePercent: null };

/** Like Promise.all, and nothing is still going on when it rejects. */
async function allDone<T>(all: Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(all);
  return Promise.all(all);
}

/** The checks of a stage in a fresh container, one after the other: a command ends what the one before left running. */
async function runStage(driver: SandboxDriver, image: ImageSpec, dependencies: string | null, request: StageRequest, stage: Stage): Promise<Ran> {
  const { signal, onProgress, buildId } = request;
  const all = image.checks.filter((check) => (check.at ?? 'task') === stage);
  const wanted = all.filter((check) => isWanted(check, request.files));
  if (wanted.length === 0) return { ...NOTHING, checks: all.map(skipped) };
  const name = stage === 'task' ? request.name : `${request.name}/advice`;
  // What an attempt that died left behind may have been tampered with: verdicts come from fresh containers only.
  await driver.remove(name);
  const lifetimeSeconds = all.reduce((sum, check) => sum + check.timeoutSeconds, OVERHEAD_SECONDS + RERUN_SECONDS_MAX);
  const spec = { name, language: image.language, buildId, purpose: 'checks' as const, lifetimeSeconds, dependencies };
  const sandbox = await driver.open(spec, { signal, onProgress });
  try {
    await sandbox.reset(request.files);
    return await runAll(sandbox, all, request);
  } finally {
    await sandbox.dispose();
  }
}

function isWanted({ when }: CheckSpec, files: SandboxFile[]): boolean {
  return !when || files.some((file) => when.some((pattern) => matchesPattern(file.path, pattern)));
}

async function runAll(sandbox: Sandbox, checks: CheckSpec[], request: StageRequest): Promise<Ran> {
  const ran: Ran = { checks: [], tests: [], flaky: [], coveragePercent: null };
  const locate = locator(request.files);
  const deadline = Date.now() + (request.secondsMax ?? Number.POSITIVE_INFINITY) * 1_000;
  for (const usual of checks) {
    const check = within(deadline, withOwnCommand(usual, request.testCommand));
    if (!isWanted(check, request.files)) {
      ran.checks.push(skipped(check));
      continue;
    }
    request.onProgress?.(`Running ${check.name}`);
    const { judged, coverage, flaky } = await request.during(check.name, () => runTwice(sandbox, check, request));
    const result = { ...judged.result, findings: judged.result.findings.map(locate) };
    ran.checks.push(request.allowNoTests ? withoutNoTests(result) : result);
    ran.tests.push(...judged.tests);
    ran.flaky.push(...flaky);
    if (check.coverage) ran.coveragePercent = parseCoverage(check.coverage.format, coverage ?? '');
  }
  return ran;
}

/** Once more when few tests failed: what passes unchanged then is flaky, and said to be. Where it is asked what fails, once. */
async function runTwice(sandbox: Sandbox, check: CheckSpec, request: ChecksRequest): Promise<RanCheck & { flaky: string[] }> {
  const first = await runCheck(sandbox, check, request);
  const { judged } = first;
  const failed = judged.tests.filter((test) => test.outcome === 'failed');
  const isWorthIt = failed.length > 0 && failed.length <= RERUN_TESTS_MAX && judged.result.durationMs <= RERUN_SECONDS_MAX * 1000;
  if (!isWorthIt || request.absolute) return { ...first, flaky: [] };
  request.onProgress?.(`Running ${check.name} again: is it flaky?`);
  await sandbox.reset(request.files);
  const { judged: again, coverage } = await runCheck(sandbox, { ...check, timeoutSeconds: RERUN_SECONDS_MAX * 2 }, request);
  const passedNow = new Set(again.tests.filter((test) => test.outcome === 'passed').map((test) => test.name));
  const flaky = failed.map((test) => test.name).filter((name) => passedNow.has(name));
  if (flaky.length === 0) return { judged, coverage, flaky };
  // Passed as a whole: that counts. Else the second run's failures are the ones to mend.
  const remarks = flaky.map((name) => finding('flaky', `${name} failed, and passed when run once more unchanged`));
  return { judged: { ...again, result: { ...again.result, findings: [...again.result.findings, ...remarks] } }, coverage, flaky };
}

/** Tools name files as they know them: `Worse.java` is the one file of the tree that ends so. */
function locator(files: SandboxFile[]): (found: Finding) => Finding {
  const paths = files.map((file) => file.path);
  const known = new Set(paths);
  return (found) => {
    if (!found.file || known.has(found.file)) return found;
    const candidates = paths.filter((path) => path.endsWith(`/${found.file}`));
    return candidates.length === 1 ? { ...found, file: candidates[0]! } : found;
  };
}

function withOwnCommand(check: CheckSpec, own: TestCommand | null | undefined): CheckSpec {
  return own && check.name === 'test' ? { ...check, command: own.command, report: own.report } : check;
}

/** Not longer than what is left of the time for all. */
function within(deadline: number, check: CheckSpec): CheckSpec {
  return { ...check, timeoutSeconds: Math.max(1, Math.min(check.timeoutSeconds, Math.ceil((deadline - Date.now()) / 1_000))) };
}

/** No tests yet is a remark here, not a failure. */
function withoutNoTests(result: CheckResult): CheckResult {
  const failures = result.findings.filter((each) => !each.rule.startsWith(SANDBOX_RULE_PREFIX));
  const only = result.outcome === 'failed' && failures.length > 0 && failures.every((each) => each.rule === 'no-tests');
  return only ? { ...result, outcome: 'passed' } : result;
}

function installResult(ran: CommandResult, whole: boolean, unreachable: readonly string[]): CheckResult {
  const output = scopeToRelevant(`${ran.stdout}\n${ran.stderr}`, whole);
  if (!whole && unreachable.length > 0) {
    // Not the project's fault, and nobody can say whether its packages would have been right.
    const message = `The package registry ${unreachable.join(', ')} can not be reached from here, so nothing was installed. Do without packages, or have the operator open the way to it.`;
    return {
      name: 'install',
      outcome: 'unavailable',
      required: true,
      findings: [finding('registry-unreachable', message)],
      output,
      durationMs: ran.durationMs,
    };
  }
  const findings = whole ? [] : [finding('install', `Installing dependencies failed (${ran.outcome} ${ran.exitCode ?? ''}); see the installer's output.`)];
  return { name: 'install', outcome: whole ? 'passed' : 'failed', required: true, findings, output, durationMs: ran.durationMs };
}

function skipped(check: CheckSpec): CheckResult {
  const { name, required, security } = check;
  return { name, outcome: 'skipped', required, findings: [], output: '', durationMs: 0, ...(security ? { security } : {}) };
}
