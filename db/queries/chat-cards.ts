/** Wishes of people (or proposals of a model) as cards: whether a build can do that now, and what exactly would be confirmed. */
import { APPROVERS_ACTIONS, CARD_MINUTES, DECISION_BUDGET_USD_MAX, DECISION_TEXT_CHARS_MAX, type CardAction, type Wish } from '../../contracts/chat.js';
import { escapeMarkdown } from '../../contracts/markdown.js';
import { dollars } from '../../contracts/money.js';
import { digestOf } from '../canonical-json.js';
import type { Executor } from '../client.js';
import type { BuildHead } from './chat-facts.js';
import type { NewCard } from './chat.js';
import { whyNoWayBack } from './rollbacks.js';

/** Decisions about what the build waits for: they are bound to it. */
const ON_THE_WAIT: readonly CardAction[] = ['approve', 'reject', 'request_changes', 'answer', 'deploy', 'complete'];
// A card shows a line or two; the whole is in its `params`.
const SUBJECT_CHARS_MAX = 600;

type Subject = Pick<BuildHead, 'id' | 'title' | 'status' | 'waitingFor' | 'endedAt' | 'projectId' | 'budgetUsd'>;

/** Why this cannot be done now by somebody of that role; null when it can, and only then is a card of use. The build itself decides in the end. */
export async function refusalFor(orm: Executor, role: string, wish: Wish, build: Subject): Promise<string | null> {
  const refusal = refusalOf(wish, build) ?? (wish.action === 'rollback' ? await wayBackRefusal(orm, wish, build) : null);
  if (refusal !== null || !APPROVERS_ACTIONS.includes(wish.action)) return refusal;
  return role === 'approver' || role === 'admin' ? null : `That needs the role approver, and yours is ${role}: ask somebody who has it.`;
}

/** Nothing to return to is said before it is offered. */
async function wayBackRefusal(orm: Executor, { params }: Wish, { id, title, projectId }: Subject): Promise<string | null> {
  const environment = String(params['environment'] ?? '');
  const where = `${environment} of ${id} (${escapeMarkdown(title)})`;
  switch (await whyNoWayBack(orm, projectId, environment)) {
    case 'under way':
      return `A deployment to ${where} is under way. Wait for its end, then roll back if that is still wanted.`;
    case 'nothing served':
      return `${where} serves nothing, so there is nothing to roll back.`;
    case 'nothing before':
      return `${where} has no version before the one that serves now, so there is nothing to roll back to. From the second deployment there on there is.`;
    case null:
      return null;
  }
}

/** What a build by its state cannot do now. */
function refusalOf({ action, params }: Wish, build: Subject): string | null {
  const { waitingFor, status, endedAt } = build;
  // These words stand in an answer, which is Markdown.
  const name = `${build.id} (${escapeMarkdown(build.title)})`;
  const wanted = escapeMarkdown(waitingFor?.summary ?? '');
  if (action === 'rollback') return null;
  if (endedAt !== null) return `${name} is ${status}: it has ended, so that cannot be done any more. A fork goes on from it.`;
  const tooMuch = excessOf({ action, params }, build);
  if (tooMuch !== null || !ON_THE_WAIT.includes(action)) return tooMuch;
  if (action === 'deploy')
    return waitingFor?.kind === 'deploy' ? null : `${name} is ${status}${waitingFor ? ` and waits for: ${wanted}` : ''}. It can be deployed once it is ready.`;
  if (!waitingFor) return `${name} is ${status} and waits for nobody just now.`;
  if (action === 'approve' && waitingFor.kind === 'deploy') return `${name} is ready: say to which environment it should be deployed, staging or production.`;
  if (action === 'approve' && waitingFor.kind === 'ux_choice' && params['choice'] === undefined)
    return `${name} waits for a choice: ${wanted}. Say which, for instance: approve option 2 of ${build.id}`;
  const can = waitingFor.actions.map((each) => each.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
  return can.includes(action) ? null : `${name} waits for "${wanted}"; that takes ${can.join(', ')}, not ${action}.`;
}

/** What the decision's own request would not take. */
function excessOf({ action, params }: Wish, { id, budgetUsd }: Subject): string | null {
  const usd = params['budget_usd'];
  if (action === 'raise_budget' && typeof usd === 'number') {
    if (usd <= budgetUsd) return `The budget of ${id} is ${dollars(budgetUsd)} already; say a larger one to raise it.`;
    if (usd > DECISION_BUDGET_USD_MAX) return `A build may have ${dollars(DECISION_BUDGET_USD_MAX)} at most.`;
  }
  const isLong = Object.values(params).some((value) => typeof value === 'string' && value.length > DECISION_TEXT_CHARS_MAX);
  return isLong
    ? `That is longer than the ${DECISION_TEXT_CHARS_MAX} characters that can be said to a build at once; attach it as a file, or say it in parts.`
    : null;
}

/** A wish that its build can do, as the card that shows it. `build` is null for a new one. */
export function cardOf(id: string, { action, params }: Wish, build: Subject | null, now = Date.now()): NewCard {
  const subject = cut(subjectOf({ action, params }, build));
  const boundTo = build && ON_THE_WAIT.includes(action) ? waitOf(build) : null;
  const shown = { action, buildId: build?.id ?? null, params: boundParams(action, params, build), subject, boundTo };
  return { id, ...shown, digest: digestOf(shown), expiresAt: new Date(now + CARD_MINUTES * 60_000) };
}

/** As long as a card can show; how much is missing is said, for it is confirmed with the rest. */
function cut(subject: string): string {
  const missing = subject.length - SUBJECT_CHARS_MAX;
  return missing <= 0 ? subject.toWellFormed() : `${subject.slice(0, SUBJECT_CHARS_MAX)}… (${missing} more characters)`.toWellFormed();
}

/** Names this very wait of a build: a redo may show the same thing again. */
export function waitOf({ waitingFor }: Pick<Subject, 'waitingFor'>): string | null {
  return waitingFor ? `${waitingFor.subject_digest} ${waitingFor.since}` : null;
}

/** The body of the decision's own request, with the digest of what was shown where it takes one. */
function boundParams(action: CardAction, params: Record<string, unknown>, build: Subject | null): Record<string, unknown> {
  const takesDigest = ON_THE_WAIT.includes(action) && action !== 'complete';
  return takesDigest && build?.waitingFor ? { ...params, subject_digest: build.waitingFor.subject_digest } : params;
}

/** What a new build may cost and works on, said before its words: those may be long. */
function terms({ budget_usd: budget, artifacts }: Record<string, unknown>): string {
  const { repo, datasets = [], artifact_ids: ids = [] } = (artifacts ?? {}) as { repo?: unknown; datasets?: unknown[]; artifact_ids?: unknown[] };
  const files = datasets.length + ids.length;
  const parts = [
    ...(typeof budget === 'number' ? [`for at most $${budget}`] : []),
    ...(typeof repo === 'string' ? [`in ${repo}`] : []),
    ...(files > 0 ? [`with ${files} ${files === 1 ? 'file' : 'files'}`] : []),
  ];
  return ['Build', ...parts].join(' ');
}

function subjectOf({ action, params }: Wish, build: Subject | null): string {
  const name = build ? `${build.id} (${build.title})` : '';
  const said = (key: string) => {
    const value = params[key];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  switch (action) {
    case 'create':
      return `${terms(params)}: ${said('description')}`;
    case 'deploy':
      return `Deploy ${name} to ${said('environment')}`;
    case 'rollback':
      return `Return ${said('environment')} of ${name} to the version before`;
    case 'approve':
      return `Approve what ${name} waits for: ${build?.waitingFor?.summary ?? ''}${params['choice'] === undefined ? '' : `, option ${said('choice')}`}`;
    case 'reject':
      return `Reject what ${name} waits for (${build?.waitingFor?.summary ?? ''}), because: ${said('reason')}`;
    case 'request_changes':
      return `Ask ${name} for changes: ${said('text')}`;
    case 'answer':
      return `Answer ${name}: ${said('answer')}`;
    case 'guidance':
      return `Tell the agents of ${name}: ${said('text')}`;
    case 'stop':
      return `Stop ${name}; the work so far is kept`;
    case 'complete':
      return `Close ${name} as complete`;
    case 'raise_budget':
      return `Set the budget of ${name} to $${said('budget_usd')}`;
    case 'request_review':
      return `Let ${name} wait for a person's answer to: ${said('question')}`;
  }
}
