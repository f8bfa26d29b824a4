/** Proves an image by its smoke projects: `smoke` is right in every way, `smoke-bad` laid over it holds what each tool is there to find. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { z } from 'zod';
import type { SandboxFile } from '../sandbox/port.js';
import type { CheckReport } from './port.js';
import type { Checks } from './run-checks.js';

const EXPECTED = 'expected.json';
// What the two projects hold, whatever the language.
const GOOD_TESTS = 2;
const COVERAGE_PERCENT = 100;
const BUILD_ID = 'smoke';

/** smoke-bad/expected.json: what each tool must find in there, check -> file and a part of the rule's name. */
const expectedSchema = z.strictObject({
  failing: z.string(),
  found: z.record(z.string(), z.strictObject({ file: z.string(), rule: z.string() })),
});
type Expected = z.infer<typeof expectedSchema>;

export interface SmokeReport {
  /** What is not as it must be, a sentence each; empty for an image that does its work. */
  problems: string[];
  /** For people: what was seen. */
  seen: string[];
}

/** Runs both projects, each in fresh containers without a network and with every limit, as generated code is. */
export async function smokeCheck(checks: Checks, imagesDir: string, language: string): Promise<SmokeReport> {
  const folder = join(imagesDir, language);
  const expected = expectedSchema.parse(JSON.parse(await readFile(join(folder, 'smoke-bad', EXPECTED), 'utf8')));
  const good = await projectOf(join(folder, 'smoke'));
  const bad = await projectOf(join(folder, 'smoke-bad'));
  const run = (files: SandboxFile[], name: string) =>
    checks.run({ name: `smoke-${language}-${name}`, buildId: BUILD_ID, language, files, thorough: true, absolute: true });
  const [passed, failed] = [await run(good, 'good'), await run([...good, ...bad], 'bad')];
  return { problems: [...goodProblems(passed), ...badProblems(failed, expected)], seen: seenIn(passed, failed, expected) };
}

async function projectOf(folder: string): Promise<SandboxFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile() && entry.name !== EXPECTED).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(paths.map(async (path) => ({ path: relative(folder, path), content: await readFile(path) })));
}

function goodProblems({ verdict, summary, tests, coveragePercent, checks }: CheckReport): string[] {
  const { total, failed, skipped } = tests;
  // A toolchain that is less than the language's own may say so, and nothing else.
  const dirty = checks.filter(({ name, outcome, findings }) =>
    name === 'toolchain' ? findings.some(({ rule }) => rule !== 'degraded') : outcome !== 'passed' && outcome !== 'skipped',
  );
  return [
    ...(verdict === 'passed' ? [] : [`the project that is right is ${verdict}: ${summary}`]),
    ...(total === GOOD_TESTS && failed === 0 && skipped === 0
      ? []
      : [`of its ${GOOD_TESTS} tests ${total} were seen, ${failed} failed and ${skipped} skipped`]),
    ...(coveragePercent === COVERAGE_PERCENT ? [] : [`its coverage is ${coveragePercent ?? 'not measured'} instead of ${COVERAGE_PERCENT} %`]),
    ...dirty.map(({ name, outcome, findings }) => `${name} is ${outcome} on it: ${findings[0]?.message ?? 'without a finding'}`),
  ];
}

function badProblems({ verdict, tests, checks }: CheckReport, { failing, found }: Expected): string[] {
  const broken = checks.find(({ name }) => name === 'test')?.findings[0];
  return [
    ...(verdict === 'failed' ? [] : [`the project with a failing test is ${verdict}`]),
    ...(tests.total === GOOD_TESTS + 1 && tests.failed === 1 && tests.failing?.join() === failing
      ? []
      : [`${tests.failed} of ${tests.total} tests fail (${tests.failing?.join() ?? ''}) instead of ${failing} of ${GOOD_TESTS + 1}`]),
    ...(broken?.rule === 'test-failed' && /worse/i.test(broken.file ?? '') ? [] : [`the failing test is not named with its file: ${JSON.stringify(broken)}`]),
    ...Object.entries(found).flatMap(([name, { file, rule }]) =>
      checks.find((check) => check.name === name)?.findings.some((each) => each.file === file && each.rule.includes(rule))
        ? []
        : [`${name} does not find ${rule} in ${file}`],
    ),
  ];
}

function seenIn(passed: CheckReport, failed: CheckReport, { found }: Expected): string[] {
  const { tests, coveragePercent } = passed;
  return [
    `${tests.total - tests.failed} tests pass, covering ${coveragePercent ?? '?'} %`,
    `${failed.tests.failing?.join(', ') ?? 'nothing'} fails`,
    ...Object.entries(found).map(([name, { file, rule }]) => `${name} finds ${rule} in ${file}`),
  ];
}
