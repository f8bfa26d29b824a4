import type { BuildDeps } from '../build/deps.js';
import { finding } from './detect/context.js';
import type { MainSubject } from './main-subject.js';
import type { Change, HonestyFinding } from './port.js';
import { isProduct, isTestSide } from './source/paths.js';

/**
 * Tests of a fix must fail on the old code: the engine runs them there, in a fresh sandbox. A fix without any test is named
 * as well. Existing repositories have a proof of their own (activities/repos/prove.ts), which compares test by test.
 */
export async function redFirst(deps: BuildDeps, subject: MainSubject & { base: string; changes: Change[] }, signal?: AbortSignal): Promise<HonestyFinding[]> {
  const { build, changes, files, base, name } = subject;
  if (build.projectType !== 'bug_fix' || build.baseCommit) return [];
  const tests = changes.filter(({ path, after }) => isTestSide(path) && after !== null);
  const [product] = changes.filter(({ path }) => isProduct(path));
  if (!product) return [];
  if (tests.length === 0) return [finding('fix-without-test', product.path, null, 'The fix comes without any new or changed test.')];
  const old = await deps.git.files(build.projectId, base);
  const fresh = new Set(tests.map(({ path }) => path));
  const mixed = [...old.filter(({ path }) => !fresh.has(path)), ...files.filter(({ path }) => fresh.has(path))];
  const report = await deps.checks.run({
    name: `${name}.red`,
    buildId: build.id,
    language: build.language ?? 'python',
    files: mixed,
    absolute: true,
    ...(signal ? { signal } : {}),
  });
  if (report.verdict === 'failed' || report.tests.total === 0) return [];
  const [first] = tests;
  return [
    finding(
      'new-tests-pass-on-old-code',
      first!.path,
      null,
      `The new and changed tests pass on the code before the fix as well (${report.tests.total} tests): they do not show that anything was fixed.`,
    ),
  ];
}
