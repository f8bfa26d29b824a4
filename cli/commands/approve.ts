import type { Command } from 'commander';
import type { StatusAnswer } from '../answers.js';
import type { Approval } from '../../client/index.js';
import { fullId } from '../builds.js';
import { shownOf } from '../decide.js';
import { named } from '../named.js';
import { CliFailure, EXIT, usageFailure, type ExitCode } from '../failure.js';
import { action, type ApiContext, type Scope } from '../scope.js';
import { cleanLine } from '../view/clean.js';
import { nextEnvironment, shortId } from '../view/status.js';
import { renderPlan } from '../view/plan.js';
import { readPlanFile } from '../plan-file.js';
import type { Plan } from '../../schemas/plan.js';

interface ApproveOptions {
  digest?: string;
  choice?: string;
  answer?: string;
  plan?: string;
  json?: boolean;
}

const EXAMPLES = `
Examples:
  mw approve abc123                       shows what waits and approves exactly that
  mw approve abc123 --digest 3f2a91c04d   only if it is still what you looked at
  mw approve abc123 --plan plan.json      an edited plan (mw plan abc123 --json > plan.json)
  mw approve abc123 --choice 2            one of three page designs

Of a build that is ready (gate Deployment, G8) this deploys to staging; for production: mw deploy abc123 production`;

/** `mw approve <id>`: approves what waits, bound to the digest of what was shown. */
export function registerApprove(program: Command, context: ApiContext): void {
  program
    .command('approve')
    .description('approve what a build waits for')
    .argument('<id>', 'id of a build, or its last part')
    .option('--digest <digest>', 'approve only this; its first 8 characters are enough')
    .option('--choice <number>', 'which of the designs')
    .option('--answer <text>', 'an answer that goes with the approval')
    .option('--plan <file>', 'approve this edited plan instead')
    .option('--json', "print the API's answer")
    .addHelpText('after', EXAMPLES)
    .action(action(context, run));
}

async function run(scope: Scope, typed: string, options: ApproveOptions): Promise<ExitCode> {
  const id = fullId(typed);
  const choice = options.choice === undefined ? undefined : parseChoice(options.choice);
  const plan = options.plan === undefined ? undefined : readPlanFile(options.plan).plan;
  const status = await scope.client.getBuild(id);
  const digest = await digestToBind(scope, status, options, plan);
  const body: Approval = { decision: 'approve', ...(digest ? { subject_digest: digest } : {}), ...(plan === undefined ? {} : { plan }) };
  if (choice !== undefined) body.choice = choice;
  if (options.answer !== undefined) body.answer = options.answer;
  const answer = await scope.client.approveBuild(id, body);
  scope.terminal.out(options.json ? JSON.stringify(answer) : named(approvedText(status, plan !== undefined)));
  return EXIT.done;
}

function approvedText({ id, waiting_for: waiting }: StatusAnswer, edited: boolean): string {
  if (waiting?.kind === 'deploy') return `approved: ${id} is deployed to staging. Its address will be in: mw status ${shortId(id)}`;
  const what = waiting ? `the ${edited ? 'edited ' : ''}${cleanLine(waiting.kind, 30)} of ` : '';
  return `approved ${what}${id}. It goes on: mw status ${shortId(id)}`;
}

/** Shows what waits and answers its digest; a digest that was given is completed when it is a beginning of that one. */
async function digestToBind(scope: Scope, status: StatusAnswer, options: ApproveOptions, edited?: Plan): Promise<string | undefined> {
  const waiting = status.waiting_for;
  if (!waiting) {
    if (options.digest) return options.digest;
    throw new CliFailure(`Nothing of ${status.id} waits for an approval`, {
      why: `its status is ${cleanLine(status.status, 30)}`,
      todo: status.status === 'ready' ? `Deploy it: mw deploy ${shortId(status.id)} staging` : `See mw status ${shortId(status.id)}`,
    });
  }
  const print = options.json ? scope.terminal.err : scope.terminal.out;
  if (edited) for (const line of editedLines(scope, status, edited)) print(line);
  // Shorter beginnings could fit by chance.
  if (options.digest) return options.digest.length >= 8 && waiting.subject_digest.startsWith(options.digest) ? waiting.subject_digest : options.digest;
  if (!edited) for (const line of await shownOf(scope, status, waiting)) print(line);
  if (waiting.kind === 'deploy') sayDeployment(scope, status);
  return waiting.subject_digest;
}

/** What is approved instead of the plan that waits. */
function editedLines({ terminal }: Scope, status: StatusAnswer, plan: Plan): string[] {
  const { colors, width } = terminal;
  const version = status.plan?.version ?? 0;
  const answer = { version: version + 1, plan };
  return [`Approving your edited plan instead of version ${version}:`, ...renderPlan(answer, { colors, width, model: status.model }), ''];
}

/** An approval of G8 is a deployment to staging: said before it happens, and that production is another command. */
function sayDeployment(scope: Scope, status: StatusAnswer): void {
  scope.say('this approval deploys to staging.');
  if (nextEnvironment(status) === 'production') scope.say(`staging serves it already; for production: mw deploy ${shortId(status.id)} production`);
}

function parseChoice(text: string): number {
  if (/^\d{1,2}$/.test(text)) return Number(text);
  throw usageFailure('--choice takes a number', 'For example: --choice 2');
}
