import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { CliFailure, EXIT, usageFailure, type ExitCode } from '../failure.js';
import { runNode } from '../program.js';
import { action, type ApiContext, type Scope } from '../scope.js';

/** Tests that the usual run leaves out (no *.test.ts), each run by an option of its name. */
const APART = {
  repos: { files: '**/test/repos/real-packages.ts', description: 'the tests on real packages instead; they need the package registries' },
  api: { files: '**/test/api/fuzz-long.ts', description: 'thousands of made-up requests to every route instead; needs Python and PyPI' },
  executions: { files: '**/test/execution/every-language.ts', description: '/execute in every language with models that are wrong 0 to 5 times' },
  services: { files: '**/test/deploy/every-language.ts', description: 'a REST service in every language, from its words to a live address; prints a table' },
  templates: { files: '**/test/workspaces/every-template.ts', description: 'every workspace template in its sandbox, then once more offline; prints a table' },
  s3: { files: '**/test/blobs/s3.ts', description: 'the tests on a real S3 server instead; builds it with Go the first time' },
} as const;
type Apart = keyof typeof APART;
const APART_NAMES = Object.keys(APART) as Apart[];

interface TestOptions extends Partial<Record<Apart, boolean>> {
  chaos?: boolean;
  hostile?: boolean;
  resume?: boolean;
  json?: boolean;
}

const EXAMPLES = `
Examples:
  mw test                             everything CI runs; engines are started as needed
  mw test test/cli                    only these paths
  mw test test/db -- -t "two writers" everything after -- goes to jest
  mw test --repos                     bugs in real packages, fetched from their registries
  mw test --api                       thousands of made-up requests to every route
  mw test --templates                 every workspace template, installed and then offline
  mw test --services                  a REST service in every language, up to a live address
  mw test --hostile                   programs that attack the sandbox; writes docs/hostile-report.md
  mw test --chaos -- --only engine    the Docker engine killed under five builds
  mw test --chaos --resume            the long crash tests, from where they were

The last line reads "N passed, N failed, N skipped". Exit code 1 when anything failed or nothing ran.`;

const CHAOS_MAIN = 'dist/test/chaos/main.js';
const HOSTILE_MAIN = 'dist/test/hostile/main.js';

/** `mw test [--chaos | --hostile | ...] [--resume] [paths...]`. */
export function registerTest(program: Command, context: ApiContext): void {
  const command = program
    .command('test')
    .description('run the tests of Millwright itself')
    .argument('[paths...]', 'test files or folders')
    .option('--chaos', 'the long crash tests instead')
    .option('--hostile', 'every hostile program in a real sandbox instead; paths choose some of them')
    .option('--resume', 'with --chaos or --hostile: go on with an interrupted run')
    .option('--json', 'a last line {"passed", "failed", "skipped"} instead of words');
  for (const name of APART_NAMES) command.option(`--${name}`, APART[name].description);
  command.addHelpText('after', EXAMPLES).action(action(context, run));
}

async function run(scope: Scope, paths: string[], options: TestOptions): Promise<ExitCode> {
  if (options.chaos) return runProgram(scope, CHAOS_MAIN, [...(options.resume ? ['--resume'] : []), ...paths]);
  if (options.hostile) return runProgram(scope, HOSTILE_MAIN, [...(options.resume ? ['--resume'] : []), ...paths]);
  if (options.resume) throw usageFailure('--resume goes with --chaos or --hostile', 'For example: mw test --chaos --resume');
  const apart = APART_NAMES.filter((name) => options[name]);
  const folder = mkdtempSync(join(tmpdir(), 'mw-test-'));
  try {
    const report = join(folder, 'report.json');
    const code = await runNode(jestArguments(paths, report, apart), { cwd: scope.context.root, signal: scope.signal });
    const totals = readTotals(report);
    const said = totals ?? { passed: 0, failed: 1, skipped: 0 };
    scope.terminal.out(options.json ? JSON.stringify(said) : closingLine(said));
    return totals && code === 0 && isGreen(totals) ? EXIT.done : EXIT.failed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A long test that is a program of its own. */
async function runProgram(scope: Scope, main: string, args: string[]): Promise<ExitCode> {
  if (!existsSync(join(scope.context.root, main))) {
    throw new CliFailure('These tests are not built', { why: `${main} is missing`, todo: 'Build them: npm run build' });
  }
  const code = await runNode([main, ...args], { cwd: scope.context.root, signal: scope.signal });
  return code === 0 ? EXIT.done : EXIT.failed;
}

/** Jest over everything but the crash tests; its own progress goes to stderr, its figures to `report`. */
export function jestArguments(paths: string[], report: string, apart: readonly Apart[] = []): string[] {
  return [
    '--experimental-vm-modules',
    // Node's warning about that flag says nothing to whoever runs the tests.
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    // Given on the command line these replace the configured ones, so the usual two are named again.
    '--testPathIgnorePatterns=/node_modules/',
    '--testPathIgnorePatterns=/dist/',
    '--testPathIgnorePatterns=/test/chaos/',
    ...apart.map((name) => `--testMatch=${APART[name].files}`),
    '--json',
    // An option that takes one value stands last: the list options above would swallow the paths.
    `--outputFile=${report}`,
    ...paths,
  ];
}

export interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

/** The figures of jest's report; a file that could not even be loaded counts as a failed test. Null without a report. */
export function totalsOf(report: Record<string, unknown>): Totals {
  const figure = (name: string) => (typeof report[name] === 'number' ? report[name] : 0);
  return {
    passed: figure('numPassedTests'),
    failed: figure('numFailedTests') + figure('numRuntimeErrorTestSuites'),
    skipped: figure('numPendingTests') + figure('numTodoTests'),
  };
}

export function closingLine(totals: Totals): string {
  return `${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`;
}

/** No test at all is no proof of anything. */
export function isGreen(totals: Totals): boolean {
  return totals.failed === 0 && totals.passed > 0;
}

function readTotals(file: string): Totals | null {
  try {
    return totalsOf(JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>);
  } catch {
    // Jest ended before it wrote anything, and said why on stderr.
    return null;
  }
}
