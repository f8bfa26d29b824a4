import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { CliFailure, EXIT, usageFailure, type ExitCode } from '../failure.js';
import { runNode } from '../program.js';
import { action, type ApiContext, type Scope } from '../scope.js';

interface TestOptions {
  chaos?: boolean;
  repos?: boolean;
  resume?: boolean;
}

const EXAMPLES = `
Examples:
  mw test                             everything CI runs; engines are started as needed
  mw test test/cli                    only these paths
  mw test test/db -- -t "two writers" everything after -- goes to jest
  mw test --repos                     bugs in real packages, fetched from their registries
  mw test --chaos --resume            the long crash tests, from where they were

The last line reads "N passed, N failed, N skipped". Exit code 1 when anything failed or nothing ran.`;

const CHAOS_MAIN = 'dist/test/chaos/main.js';

/** `mw test [--chaos] [--resume] [paths...]`. */
export function registerTest(program: Command, context: ApiContext): void {
  program
    .command('test')
    .description('run the tests of Millwright itself')
    .argument('[paths...]', 'test files or folders')
    .option('--chaos', 'the long crash tests instead')
    .option('--repos', 'the tests on real packages instead; they need the package registries')
    .option('--resume', 'with --chaos: go on with an interrupted run')
    .addHelpText('after', EXAMPLES)
    .action(action(context, run));
}

async function run(scope: Scope, paths: string[], options: TestOptions): Promise<ExitCode> {
  if (options.chaos) return runChaos(scope, paths, options.resume ?? false);
  if (options.resume) throw usageFailure('--resume goes with --chaos', 'For example: mw test --chaos --resume');
  const folder = mkdtempSync(join(tmpdir(), 'mw-test-'));
  try {
    const report = join(folder, 'report.json');
    const code = await runNode(jestArguments(paths, report, options.repos ?? false), { cwd: scope.context.root, signal: scope.signal });
    const totals = readTotals(report);
    scope.terminal.out(totals ? closingLine(totals) : '0 passed, 1 failed, 0 skipped');
    return totals && code === 0 && isGreen(totals) ? EXIT.done : EXIT.failed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runChaos(scope: Scope, paths: string[], resume: boolean): Promise<ExitCode> {
  if (!existsSync(join(scope.context.root, CHAOS_MAIN))) {
    throw new CliFailure('The crash tests are not built', { why: `${CHAOS_MAIN} is missing`, todo: 'Build them: npm run build' });
  }
  const code = await runNode([CHAOS_MAIN, ...(resume ? ['--resume'] : []), ...paths], { cwd: scope.context.root, signal: scope.signal });
  return code === 0 ? EXIT.done : EXIT.failed;
}

/** Jest over everything but the crash tests; its own progress goes to stderr, its figures to `report`. */
export function jestArguments(paths: string[], report: string, repos = false): string[] {
  return [
    '--experimental-vm-modules',
    // Node's warning about that flag says nothing to whoever runs the tests.
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    // Given on the command line these replace the configured ones, so the usual two are named again.
    '--testPathIgnorePatterns=/node_modules/',
    '--testPathIgnorePatterns=/dist/',
    '--testPathIgnorePatterns=/test/chaos/',
    // No *.test.ts, so that the usual run leaves it out.
    ...(repos ? ['--testMatch=**/test/repos/real-packages.ts'] : []),
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
