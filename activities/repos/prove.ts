/**
 * Whether a fix fixes: of an existing repository some test that failed must pass by the change of the code alone, or a new
 * test must fail on the old code. The engine finds out by running mixtures of the two trees, never by the model's word.
 */
import { MillwrightError } from '../../contracts/failures.js';
import type { CheckReport } from '../checks/port.js';
import type { Checks } from '../checks/run-checks.js';
import type { TreeFile } from '../git/store.js';
import { named } from './compare.js';

export interface ProofRequest {
  /** Unique name of this proof: part of the containers' names. */
  name: string;
  buildId: string;
  language: string;
  base: TreeFile[];
  result: TreeFile[];
  /** Of the untouched base, and of the result (as it is, not compared). */
  before: CheckReport;
  after: CheckReport;
  signal?: AbortSignal;
}

export interface Proof {
  proven: boolean;
  /** One line for people: what shows it, or what is missing. */
  summary: string;
}

// Folders and names that tools of all languages take for tests, and what belongs to them.
const TEST_PATH =
  /(^|\/)(tests?|__tests__|spec|specs|testing|test-data|testdata|fixtures)\/|(^|\/)(test_[^/]*|[^/]*[._-](test|spec|tests)\.[^/]+|conftest\.py|tests?\.[^/]+)$|Tests?\.(java|cs|kt)$|_test\.go$/i;

export function isTestPath(path: string): boolean {
  return TEST_PATH.test(path);
}

/** Runs what is needed to know. Throws as checks do when the sandbox is lost. */
export async function proveFix(checks: Checks, request: ProofRequest): Promise<Proof> {
  const { before, after } = request;
  const seen = new Set(after.tests.names);
  const failsAfter = new Set(after.tests.failing ?? []);
  const passes = (name: string) => seen.has(name) && !failsAfter.has(name);
  const fixed = (before.tests.failing ?? []).filter(passes);
  const honest = await fixedByCode(checks, request, fixed);
  if (honest.length > 0) return { proven: true, summary: `failed before and passes now, with the tests as they were: ${named(honest)}` };
  const red = await redOnOldCode(checks, request, passes);
  if (red.length > 0) return { proven: true, summary: `new and failing on the old code: ${named(red)}` };
  if (fixed.length > 0) return { proven: false, summary: `${named(fixed)} passes only because the test was changed: with the test as it was it still fails` };
  const failing = before.tests.failing ?? [];
  const open = failing.length > 0 ? ` What failed on the untouched base fails still: ${named(failing)}.` : '';
  return { proven: false, summary: `nothing shows that the bug is gone: no test that failed passes now, and no new test fails on the old code.${open}` };
}

/** Of `fixed`, those that pass too when every test file is as it was. */
async function fixedByCode(checks: Checks, request: ProofRequest, fixed: string[]): Promise<string[]> {
  if (fixed.length === 0) return [];
  const original = new Map(request.base.filter((file) => isTestPath(file.path)).map((file) => [file.path, file]));
  const changed = request.result.some((file) => isTestPath(file.path) && !original.get(file.path)?.content.equals(file.content));
  const gone = [...original.keys()].some((path) => !request.result.some((file) => file.path === path));
  if (!changed && !gone) return fixed;
  const tree = [...request.result.filter((file) => !isTestPath(file.path)), ...original.values()];
  const report = await run(checks, request, 'old-tests', tree);
  const failing = new Set(report.tests.failing ?? []);
  return fixed.filter((name) => report.tests.names.includes(name) && !failing.has(name));
}

/** Names of tests that pass on the result and fail, or do not exist and fail, on the old code with the new test files. */
async function redOnOldCode(checks: Checks, request: ProofRequest, passes: (name: string) => boolean): Promise<string[]> {
  const old = new Map(request.base.map((file) => [file.path, file]));
  const tests = request.result.filter((file) => isTestPath(file.path));
  if (tests.every((file) => old.get(file.path)?.content.equals(file.content))) return [];
  const known = new Set(request.before.tests.names);
  const fresh = request.after.tests.names.filter((name) => !known.has(name) && passes(name));
  if (fresh.length === 0) return [];
  const tree = [...request.base.filter((file) => !tests.some((test) => test.path === file.path)), ...tests];
  const report = await run(checks, request, 'old-code', tree);
  const failing = new Set(report.tests.failing ?? []);
  const ran = new Set(report.tests.names);
  // A test that cannot even be loaded on the old code (a name it imports is missing) is not there: that shows nothing of the bug.
  return fresh.filter((name) => ran.has(name) && failing.has(name));
}

async function run(checks: Checks, request: ProofRequest, kind: string, files: TreeFile[]): Promise<CheckReport> {
  const { name, buildId, language, signal } = request;
  if (files.length === 0) throw new MillwrightError('CHECKS_FAILED', 'nothing is left of the repository');
  return checks.run({ name: `${name}/${kind}`, buildId, language, files, absolute: true, allowNoTests: true, signal });
}
