import type { Command } from 'commander';
import { fullId } from '../builds.js';
import { EXIT, type ExitCode } from '../failure.js';
import { action, type ApiContext, type Scope } from '../scope.js';
import { FINAL_STATUSES, type BuildStatus } from '../../contracts/messages.js';
import { planAnswer } from '../../contracts/plan-answer.js';
import { cleanLine } from '../view/clean.js';
import { shortId } from '../view/status.js';

interface AnswerOptions {
  json?: boolean;
}

/** `mw answer <id> "<text>"`: answers the question a build asks. */
export function registerAnswer(program: Command, context: ApiContext): void {
  program
    .command('answer')
    .description('answer the question a build or its plan asks')
    .argument('<id>', 'id of a build, or its last part')
    .argument('<text>', 'your answer')
    .option('--json', "print the API's answer")
    .addHelpText('after', '\nExample:\n  mw answer abc123 "yes, titles are unique"')
    .action(action(context, answer));
}

/** `mw guidance <id> "<text>"`: a hint for the agents at work, without stopping them. */
export function registerGuidance(program: Command, context: ApiContext): void {
  program
    .command('guidance')
    .description('give the agents of a running build a hint')
    .argument('<id>', 'id of a build, or its last part')
    .argument('<text>', 'the hint')
    .option('--json', "print the API's answer")
    .addHelpText('after', '\nExample:\n  mw guidance abc123 "keep the functions short"')
    .action(action(context, guidance));
}

async function answer(scope: Scope, typed: string, text: string, options: AnswerOptions): Promise<ExitCode> {
  const id = fullId(typed);
  const waiting = (await scope.client.getBuild(id)).waiting_for;
  const planned = waiting?.kind === 'plan' ? await answerPlan(scope, id, text, waiting.subject_digest) : null;
  if (planned) {
    scope.terminal.out(options.json ? JSON.stringify(planned) : `answered ${id}; it plans again. See it with: mw plan ${shortId(id)}`);
    return EXIT.done;
  }
  const answered = await scope.client.answerBuild(id, { answer: text, ...(waiting ? { subject_digest: waiting.subject_digest } : {}) });
  const question = waiting ? `: ${cleanLine(waiting.summary, 300)}` : '';
  scope.terminal.out(options.json ? JSON.stringify(answered) : `answered ${id}${question}`);
  return EXIT.done;
}

/** A plan's open question is answered by having the plan made again. */
async function answerPlan(scope: Scope, id: string, text: string, digest: string): Promise<object | null> {
  const question = (await scope.client.getPlan(id)).plan.questions?.[0];
  return question === undefined ? null : scope.client.requestChanges(id, { text: planAnswer(question, text), subject_digest: digest });
}

async function guidance(scope: Scope, typed: string, text: string, options: AnswerOptions): Promise<ExitCode> {
  const id = fullId(typed);
  const given = await scope.client.giveGuidance(id, { text });
  const { status, waiting_for: waiting } = await scope.client.getBuild(id);
  scope.terminal.out(options.json ? JSON.stringify(given) : `${heard(status, waiting !== null)} (${id})`);
  return EXIT.done;
}

/** Who reads a hint that a build has taken, by what the build does. */
function heard(status: BuildStatus, waits: boolean): string {
  if (FINAL_STATUSES.includes(status) || status === 'ready' || status === 'deploying') return 'noted, but no agent works on this build any more.';
  return waits ? 'noted; the agents read it when the build goes on.' : 'the agents read it at their next turn.';
}
