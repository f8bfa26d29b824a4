import type { PlanAnswer, StatusAnswer } from './answers.js';
import { ApiFailure } from './failure.js';
import type { Scope } from './scope.js';
import { gateName } from '../contracts/gates.js';
import type { WaitingFor } from '../contracts/messages.js';
import { TEMPLATE_MODEL } from '../contracts/template-model.js';
import { cleanText, wrap } from './view/clean.js';
import { renderPlan } from './view/plan.js';
import { answerCommands, renderWaiting, shortId } from './view/status.js';

export interface DecideOptions {
  /** Plans and gates are approved without asking. */
  approveAll: boolean;
  /** The reason given aloud for approving without asking. */
  notice: string;
  /** Where a ready build goes by itself; null asks nobody and leaves it ready. */
  deployTo: 'staging' | null;
  /** Nothing but JSON on stdout. */
  json: boolean;
}

/**
 * Decides what a build waits for: asks the person at the terminal, or approves by itself when told to.
 * True when it was answered, false when only a person can (the caller ends with exit code 3). Throws ApiFailure.
 */
export async function decide(scope: Scope, status: StatusAnswer, options: DecideOptions): Promise<boolean> {
  const waiting = status.waiting_for;
  if (!waiting) return true;
  if (waiting.kind === 'deploy') return startDeployment(scope, status, options);
  const print = options.json ? scope.terminal.err : scope.terminal.out;
  for (const line of await shownOf(scope, status, waiting)) print(line);
  const asking = await askingPlan(scope, status);
  // The built-in model asks only where it did not understand what is wanted: nobody means such a plan by "approve everything".
  if (options.approveAll && asking?.made_by === TEMPLATE_MODEL) return leaveOpen(scope, status, waiting);
  if ((waiting.kind === 'plan' || waiting.kind === 'gate') && options.approveAll) return approveAloud(scope, status.id, waiting, options);
  const later = answerCommands(status, waiting, asking !== null);
  return interruptible(scope, status.id, later, () => askPerson(scope, status.id, waiting));
}

function askPerson(scope: Scope, id: string, waiting: WaitingFor): Promise<boolean> {
  switch (waiting.kind) {
    case 'plan':
    case 'gate':
      return askApproval(scope, id, waiting);
    case 'ux_choice':
      return askChoice(scope, id, waiting);
    default:
      return askText(scope, id, waiting);
  }
}

/** While a person is asked, an interruption says that the build waits and how to decide later. */
async function interruptible(scope: Scope, id: string, commands: string[], asking: () => Promise<boolean>): Promise<boolean> {
  const usual = scope.whenInterrupted.splice(0);
  const later = [...commands, `mw stop ${shortId(id)}   (ends the build, keeping its work)`];
  scope.whenInterrupted.push(`Nothing was decided: ${id} waits for you, as long as it takes. Decide later:`, ...later.map((line) => `  ${line}`));
  try {
    return await asking();
  } finally {
    if (!scope.signal.aborted) scope.whenInterrupted.splice(0, scope.whenInterrupted.length, ...usual);
  }
}

/** What a person has to see before deciding: the plan itself, or the summary of anything else. */
export async function shownOf(scope: Scope, status: StatusAnswer, waiting: WaitingFor): Promise<string[]> {
  const { colors, width } = scope.terminal;
  if (waiting.kind !== 'plan') return wrap(cleanText(waiting.summary), width, '  ');
  const plan = await scope.client.getPlan(status.id);
  // Between the two answers somebody may have edited the plan: then the digest would bind what was never shown.
  if (status.plan && plan.digest !== status.plan.digest) {
    throw new ApiFailure(409, 'APPROVAL_STALE', 'The plan changed while it was being shown', { todo: `Look again: mw status ${shortId(status.id)}` });
  }
  return ['', ...renderPlan(plan, { colors, width, model: status.model }), ''];
}

/** The plan that a build waits with, where it asks something; null where it does not. */
export async function askingPlan(scope: Scope, { id, waiting_for: waiting }: StatusAnswer): Promise<PlanAnswer['plan'] | null> {
  if (waiting?.kind !== 'plan') return null;
  const { plan } = await scope.client.getPlan(id);
  return (plan.questions ?? []).length > 0 ? plan : null;
}

function leaveOpen(scope: Scope, status: StatusAnswer, waiting: WaitingFor): false {
  scope.say('not approved: it was not understood, and its open question needs an answer. Answer it, or decide:');
  for (const line of answerCommands(status, waiting, true)) scope.say(`  ${line}`);
  return false;
}

async function startDeployment(scope: Scope, status: StatusAnswer, options: DecideOptions): Promise<boolean> {
  if (options.deployTo === null) return false;
  await scope.client.deployBuild(status.id, { environment: options.deployTo });
  return true;
}

async function approveAloud(scope: Scope, id: string, waiting: WaitingFor, options: DecideOptions): Promise<boolean> {
  scope.say(options.notice);
  await scope.client.approveBuild(id, { decision: 'approve', subject_digest: waiting.subject_digest });
  return true;
}

async function askApproval(scope: Scope, id: string, waiting: WaitingFor): Promise<boolean> {
  const subject_digest = waiting.subject_digest;
  const answer = await ask(scope, `approve${waiting.kind === 'gate' && waiting.gate ? ` ${gateName(waiting.gate)}` : ''}? [Y/n] `);
  if (answer === null) return false;
  if (/^(|y|yes)$/i.test(answer)) {
    await scope.client.approveBuild(id, { decision: 'approve', subject_digest });
    return true;
  }
  const reason = await ask(scope, waiting.kind === 'plan' ? 'what should be different? ' : 'why not? (a rejection ends the build) ', (text) => text !== '');
  if (reason === null) return false;
  if (waiting.kind === 'plan') {
    const next = await ask(scope, 'change the plan (c) or end the build (e)? [C/e] ', (text) => /^(|c|e)$/i.test(text));
    if (next === null) return false;
    if (next.toLowerCase() !== 'e') {
      await scope.client.requestChanges(id, { subject_digest, text: reason });
      scope.say(`it plans again with that. From anywhere: mw changes ${shortId(id)} "<what should be different>"`);
      return true;
    }
  }
  await scope.client.rejectBuild(id, { subject_digest, reason });
  return true;
}

async function askChoice(scope: Scope, id: string, waiting: WaitingFor): Promise<boolean> {
  const choice = await ask(scope, 'which one? [1-3] ', (text) => /^[1-3]$/.test(text));
  if (choice === null) return false;
  await scope.client.approveBuild(id, { decision: 'approve', subject_digest: waiting.subject_digest, choice: Number(choice) });
  return true;
}

async function askText(scope: Scope, id: string, waiting: WaitingFor): Promise<boolean> {
  if (waiting.kind === 'budget') return false;
  const answer = await ask(scope, 'your answer: ', (text) => text !== '');
  if (answer === null) return false;
  const body = { subject_digest: waiting.subject_digest, answer };
  await (waiting.kind === 'question' ? scope.client.answerBuild(id, body) : scope.client.approveBuild(id, { decision: 'approve', ...body }));
  return true;
}

/** Asks until the answer will do; null when nobody is there to answer. */
async function ask(scope: Scope, question: string, accepts: (text: string) => boolean = (text) => /^(|y|yes|n|no)$/i.test(text)): Promise<string | null> {
  while (scope.terminal.interactive) {
    const answer = await scope.terminal.ask(question, scope.signal);
    if (answer === null) return null;
    if (accepts(answer.trim())) return answer.trim();
  }
  return null;
}

/** Says that the build waits and how to answer. */
export async function sayWaiting(scope: Scope, status: StatusAnswer): Promise<void> {
  if (!status.waiting_for) return;
  // What it asks is worth a word, not a failure of what was asked for.
  const asking = await askingPlan(scope, status).catch(() => null);
  for (const line of renderWaiting(status, status.waiting_for, { ...scope.terminal, asking })) scope.terminal.err(line);
}
