import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { CliFailure, EXIT, type ExitCode } from '../failure.js';
import { runNode } from '../program.js';
import { action, type ApiContext, type Scope } from '../scope.js';

const BENCH_MAIN = 'dist/bench/main.js';

/** `mw bench [names...]`: hands everything over to bench/main.ts. */
export function registerBench(program: Command, context: ApiContext): void {
  program
    .command('bench')
    .description('measure this installation, each figure beside its floor')
    .argument('[names...]', 'which benchmarks; all otherwise')
    .option('--json', 'print the figures as JSON')
    .allowUnknownOption()
    .addHelpText('after', '\nExamples:\n  mw bench\n  mw bench create turn')
    .action(action(context, run));
}

async function run(scope: Scope, names: string[], options: { json?: boolean }): Promise<ExitCode> {
  if (!existsSync(join(scope.context.root, BENCH_MAIN))) {
    throw new CliFailure('The benchmarks are not built', { why: `${BENCH_MAIN} is missing`, todo: 'Build them: npm run build' });
  }
  const code = await runNode([BENCH_MAIN, ...names, ...(options.json ? ['--json'] : [])], { cwd: scope.context.root, signal: scope.signal });
  return code === 0 ? EXIT.done : EXIT.failed;
}
