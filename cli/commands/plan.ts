import type { Command } from 'commander';
import { fullId, getPlan, getStatus, planPath } from '../builds.js';
import { ApiFailure, CliFailure, EXIT, type ExitCode } from '../failure.js';
import { action, type ApiContext, type Scope } from '../scope.js';
import { cleanLine } from '../view/clean.js';
import { renderPlan } from '../view/plan.js';
import { shortId } from '../view/status.js';

const EXAMPLES = `
Examples:
  mw plan abc123                        read it
  mw plan abc123 --json > plan.json     edit it, then: mw approve abc123 --plan plan.json`;

/** `mw plan <id>`. */
export function registerPlan(program: Command, context: ApiContext): void {
  program
    .command('plan')
    .description('the current plan of a build')
    .argument('<id>', 'id of a build, or its last part')
    .option('--json', "print the API's JSON untouched")
    .addHelpText('after', EXAMPLES)
    .action(action(context, run));
}

async function run(scope: Scope, typed: string, options: { json?: boolean }): Promise<ExitCode> {
  const id = fullId(typed);
  if (options.json) scope.terminal.out((await scope.client.getText(planPath(id)).catch(explain(scope, id))).trimEnd());
  else {
    const plan = await getPlan(scope.client, id).catch(explain(scope, id));
    for (const line of renderPlan(plan, scope.terminal)) scope.terminal.out(line);
    scope.terminal.out(scope.terminal.colors.dim(`  Digest ${cleanLine(plan.digest, 80)}`));
  }
  return EXIT.done;
}

/** Why a build has no plan; an id that is no build's is refused by its status. */
function explain(scope: Scope, id: string): (error: unknown) => Promise<never> {
  return async (error) => {
    if (!(error instanceof ApiFailure) || error.code !== 'NOT_FOUND') throw error;
    const { status, failure } = await getStatus(scope.client, id);
    const why = failure ? `it ended before one was made: ${cleanLine(failure.title, 300)}` : `its status is ${cleanLine(status, 30)}`;
    throw new CliFailure(`${id} has no plan`, { why, todo: `See mw status ${shortId(id)}` });
  };
}
