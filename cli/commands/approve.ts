import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { StatusAnswer } from '../answers.js';
import { approve, fullId, getStatus, type Approval } from '../builds.js';
import { shownOf } from '../decide.js';
import { CliFailure, EXIT, usageFailure, type ExitCode } from '../failure.js';
import { action, type ApiContext, type Scope } from '../scope.js';
import { cleanLine } from '../view/clean.js';
import { shortId } from '../view/status.js';

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
  mw approve abc123 --choice 2            one of three page designs`;

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
  const plan = options.plan === undefined ? undefined : readPlan(options.plan);
  const status = await getStatus(scope.client, id);
  const digest = await digestToBind(scope, status, options);
  const body: Approval = { ...(digest ? { subject_digest: digest } : {}), ...(plan === undefined ? {} : { plan }) };
  if (choice !== undefined) body.choice = choice;
  if (options.answer !== undefined) body.answer = options.answer;
  const answer = await approve(scope.client, id, body);
  const what = status.waiting_for ? `the ${cleanLine(status.waiting_for.kind, 30)} of ` : '';
  scope.terminal.out(options.json ? JSON.stringify(answer) : `approved ${what}${id}. It goes on: mw status ${shortId(id)}`);
  return EXIT.done;
}

/** Shows what waits and answers its digest; a digest that was given is completed when it is a beginning of that one. */
async function digestToBind(scope: Scope, status: StatusAnswer, options: ApproveOptions): Promise<string | undefined> {
  const waiting = status.waiting_for;
  if (!waiting) {
    if (options.digest) return options.digest;
    throw new CliFailure(`Nothing of ${status.id} waits for an approval`, {
      why: `its status is ${cleanLine(status.status, 30)}`,
      todo: status.status === 'ready' ? `Deploy it: mw deploy ${shortId(status.id)} staging` : `See mw status ${shortId(status.id)}`,
    });
  }
  // Shorter beginnings could fit by chance.
  if (options.digest) return options.digest.length >= 8 && waiting.subject_digest.startsWith(options.digest) ? waiting.subject_digest : options.digest;
  const print = options.json ? scope.terminal.err : scope.terminal.out;
  for (const line of await shownOf(scope, status, waiting)) print(line);
  return waiting.subject_digest;
}

/** The plan of a file: a bare one, or the answer of `mw plan --json` around it. */
function readPlan(file: string): unknown {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as { plan?: unknown } | null;
    return value?.plan ?? value;
  } catch (error) {
    throw usageFailure(
      `${cleanLine(file, 200)} holds no readable plan: ${cleanLine((error as Error).message, 200)}`,
      'Make one with: mw plan <id> --json > plan.json',
    );
  }
}

function parseChoice(text: string): number {
  if (/^\d{1,2}$/.test(text)) return Number(text);
  throw usageFailure('--choice takes a number', 'For example: --choice 2');
}
