import type { Command } from 'commander';
import { fullId } from '../builds.js';
import { ASKS, DECLINED, endingLines, goOn, rollbackLines, YES, type AskOptions } from '../confirm.js';
import { environmentOf } from '../environment.js';
import { EXIT, usageFailure, type ExitCode } from '../failure.js';
import { named } from '../named.js';
import { action, type ApiContext, type Scope } from '../scope.js';
import { shortId } from '../view/status.js';

interface JsonOption {
  json?: boolean;
}

/** `mw raise <id> <dollars>`: a build that waits for money goes on at the same step. */
export function registerRaise(program: Command, context: ApiContext): void {
  define(program, 'raise', 'raise the budget of a build', 'dollars', 'the new budget, in dollars', 'mw raise abc123 10')
    .option('--day', 'raise what the user of the build may spend today instead (UTC)')
    .option('--month', 'raise what the user of the build may spend this month instead (UTC)')
    .action(action(context, raise));
}

/** `mw changes <id> "<text>"`: the plan is made again with these wishes. */
export function registerChanges(program: Command, context: ApiContext): void {
  define(program, 'changes', 'ask for changes of the plan that waits', 'text', 'what should be different', 'mw changes abc123 "store prices in cents"').action(
    action(context, changes),
  );
}

/** `mw rollback <id> [environment]`: traffic returns to the deployment before. */
export function registerRollback(program: Command, context: ApiContext): void {
  define(program, 'rollback', 'return an environment to the deployment before', 'environment', 'staging or production', 'mw rollback abc123 production')
    .option(...YES)
    .addHelpText('after', `\n${ASKS}`)
    .action(action(context, rollback));
}

/** `mw complete <id>`: closes a ready build; what is live stays live. */
export function registerComplete(program: Command, context: ApiContext): void {
  defineBare(program, 'complete', 'close a ready build without a further deployment; what is live stays live')
    .option(...YES)
    .addHelpText('after', `\n${ASKS}`)
    .action(action(context, completeBuild));
}

function defineBare(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .argument('<id>', 'id of a build, or its last part')
    .option('--json', "print the API's answer")
    .addHelpText('after', `\nExample:\n  mw ${name} abc123`);
}

function define(program: Command, name: string, description: string, argument: string, meaning: string, example: string): Command {
  return program
    .command(name)
    .description(description)
    .argument('<id>', 'id of a build, or its last part')
    .argument(`<${argument}>`, meaning)
    .option('--json', "print the API's answer")
    .addHelpText('after', `\nExample:\n  ${example}`);
}

async function raise(scope: Scope, typed: string, text: string, options: JsonOption & { day?: boolean; month?: boolean }): Promise<ExitCode> {
  const id = fullId(typed);
  const usd = Number(text.replace(/^\$/, ''));
  if (!Number.isFinite(usd) || usd <= 0)
    throw usageFailure(`The budget is a number of dollars above 0, not ${JSON.stringify(text)}`, 'For example: mw raise abc123 10');
  const period = options.month ? 'month' : options.day ? 'day' : undefined;
  const what = period ? `the user of ${id} may spend $${usd} this ${period}.` : `the budget of ${id} is now $${usd}.`;
  return said(scope, options, await scope.client.raiseBudget(id, { budget_usd: usd, ...(period ? { scope: period } : {}) }), what);
}

async function changes(scope: Scope, typed: string, text: string, options: JsonOption): Promise<ExitCode> {
  const id = fullId(typed);
  const waiting = (await scope.client.getBuild(id)).waiting_for;
  return said(
    scope,
    options,
    await scope.client.requestChanges(id, { text, ...(waiting ? { subject_digest: waiting.subject_digest } : {}) }),
    `${id} plans again. See it with: mw plan ${shortId(id)}`,
  );
}

async function rollback(scope: Scope, typed: string, where: string, options: AskOptions): Promise<ExitCode> {
  const environment = environmentOf(where);
  const id = fullId(typed);
  if (!(await goOn(scope, options, 'Roll it back?', () => rollbackLines(scope, id, environment)))) return DECLINED;
  return said(
    scope,
    options,
    await scope.client.rollBackBuild(id, { environment }),
    `${environment} of ${id} returns to the deployment before. Follow it with: mw status ${shortId(id)}`,
  );
}

async function completeBuild(scope: Scope, typed: string, options: AskOptions): Promise<ExitCode> {
  const id = fullId(typed);
  const effect = 'It is closed and cannot be deployed any more; what is live stays live.';
  if (!(await goOn(scope, options, 'Close it?', () => endingLines(scope, id, effect)))) return DECLINED;
  return said(scope, options, await scope.client.completeBuild(id), `${id} is being closed. See it with: mw status ${shortId(id)}`);
}

function said(scope: Scope, options: JsonOption, answer: unknown, text: string): ExitCode {
  scope.terminal.out(options.json ? JSON.stringify(answer) : named(text));
  return EXIT.done;
}
