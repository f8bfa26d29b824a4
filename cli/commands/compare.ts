import type { Command } from 'commander';
import { fullId } from '../builds.js';
import { EXIT, type ExitCode } from '../failure.js';
import { action, type ApiContext, type Scope } from '../scope.js';
import { renderComparison } from '../view/compare.js';

/** `mw compare <a> <b>`: two builds in one view. */
export function registerCompare(program: Command, context: ApiContext): void {
  program
    .command('compare')
    .description('two builds side by side: plans, tasks, turns, cost, time, tests, and where their results differ')
    .argument('<id>', 'id of a build, or its last part')
    .argument('<other>', 'id of the other one')
    .option('--json', "print the API's JSON untouched")
    .addHelpText('after', '\nExample:\n  mw compare abc123 def456')
    .action(action(context, run));
}

async function run(scope: Scope, left: string, right: string, options: { json?: boolean }): Promise<ExitCode> {
  const comparison = await scope.client.compareBuilds(fullId(left), { with: fullId(right) });
  if (options.json) scope.terminal.out(JSON.stringify(comparison));
  else for (const line of renderComparison(comparison, scope.terminal)) scope.terminal.out(line);
  return EXIT.done;
}
