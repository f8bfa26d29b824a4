import type { Command } from 'commander';
import { fullId } from '../builds.js';
import { CliFailure, EXIT, usageFailure, type ExitCode } from '../failure.js';
import { readPlanFile } from '../plan-file.js';
import { codeOf } from '../problem.js';
import { action, type ApiContext, type Scope } from '../scope.js';
import { cleanLine, shortDigest } from '../view/clean.js';
import { renderPlan } from '../view/plan.js';
import { shortId } from '../view/status.js';

interface PlanOptions {
  set?: string;
  redo?: boolean;
  json?: boolean;
}

const EXAMPLES = `
Examples:
  mw plan abc123                        read it
  mw plan abc123 --json > plan.json     edit it, then while it waits: mw approve abc123 --plan plan.json
  mw plan abc123 --set plan.json        while it is worked on: what has not begun is changed, moved, added or removed
  mw plan abc123 --set plan.json --redo tasks that are done may be changed too; they and what depends on them run again`;

/** `mw plan <id>`. */
export function registerPlan(program: Command, context: ApiContext): void {
  program
    .command('plan')
    .description('the current plan of a build')
    .argument('<id>', 'id of a build, or its last part')
    .option('--set <file>', 'replace what is left of it by this edited plan')
    .option('--redo', 'with --set: tasks that are done may be changed')
    .option('--json', "print the API's JSON untouched")
    .addHelpText('after', EXAMPLES)
    .action(action(context, run));
}

async function run(scope: Scope, typed: string, options: PlanOptions): Promise<ExitCode> {
  const id = fullId(typed);
  if (options.set !== undefined) return replace(scope, id, options.set, options);
  if (options.redo) throw usageFailure('--redo goes with --set', 'For example: mw plan abc123 --set plan.json --redo');
  const plan = await scope.client.getPlan(id).catch(explain(scope, id));
  if (options.json) scope.terminal.out(JSON.stringify(plan));
  else {
    for (const line of renderPlan(plan, scope.terminal)) scope.terminal.out(line);
    scope.terminal.out(scope.terminal.colors.dim(`  Digest ${shortDigest(plan.digest)}`));
  }
  return EXIT.done;
}

async function replace(scope: Scope, id: string, file: string, { redo, json }: PlanOptions): Promise<ExitCode> {
  const { plan, digest } = readPlanFile(file);
  const answer = await scope.client.editPlan(id, { plan, ...(digest ? { base_digest: digest } : {}), ...(redo ? { redo: true } : {}) });
  const again = (answer.again ?? []).map((task) => cleanLine(task, 40));
  const what = `the plan of ${id} is now version ${answer.version}${again.length > 0 ? `; ${again.join(', ')} run again` : ''}.`;
  scope.terminal.out(json ? JSON.stringify(answer) : what);
  if (!json) for (const line of answer.not_built) scope.terminal.out(`  will not be built: ${cleanLine(line, 300)}`);
  return EXIT.done;
}

/** Why a build has no plan; an id that is no build's is refused by its status. */
function explain(scope: Scope, id: string): (error: unknown) => Promise<never> {
  return async (error) => {
    if (codeOf(error) !== 'NOT_FOUND') throw error;
    const { status, failure } = await scope.client.getBuild(id);
    const why = failure ? `it ended before one was made: ${cleanLine(failure.title, 300)}` : `its status is ${cleanLine(status, 30)}`;
    throw new CliFailure(`${id} has no plan`, { why, todo: `See mw status ${shortId(id)}` });
  };
}
