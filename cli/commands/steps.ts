import type { Command } from 'commander';
import { allSteps, fullId } from '../builds.js';
import { EXIT, type ExitCode } from '../failure.js';
import { named } from '../named.js';
import { action, type ApiContext, type Scope } from '../scope.js';
import { cleanLine } from '../view/clean.js';
import { shortId } from '../view/status.js';

/** `mw steps <id>`: every tool call by its number, to choose where to fork. */
export function registerSteps(program: Command, context: ApiContext): void {
  program
    .command('steps')
    .description('the steps of a build by their numbers: where it can be forked')
    .argument('<id>', 'id of a build, or its last part')
    .option('--json', 'print them as JSON')
    .addHelpText('after', '\nExample:\n  mw steps abc123\n  mw fork abc123 --at 12')
    .action(action(context, run));
}

async function run(scope: Scope, typed: string, options: { json?: boolean }): Promise<ExitCode> {
  const id = fullId(typed);
  const steps = await allSteps(scope.client, id);
  if (options.json) {
    scope.terminal.out(JSON.stringify({ items: steps, total: steps.length }));
    return EXIT.done;
  }
  const { colors, width } = scope.terminal;
  if (steps.length === 0) scope.terminal.out(named(`No step of ${id} is done yet. See mw status ${shortId(id)}`));
  const wide = Math.max(0, ...steps.map(({ at }) => at.length));
  for (const step of steps) {
    const line = `${String(step.ordinal).padStart(4)}  ${cleanLine(step.at, 80).padEnd(wide)}  ${cleanLine(step.tool, 60)}${step.ok ? '' : ' (failed)'}  ${cleanLine(step.summary, 300)}`;
    const cut = line.slice(0, Math.max(width, 60));
    scope.terminal.out(step.commit ? cut : colors.dim(cut));
  }
  return EXIT.done;
}
