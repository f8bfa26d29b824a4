import { CHAT_TEXT_CHARS_MAX, type CardAction, type Topic } from '../../contracts/chat.js';
import {
  ANSWER,
  BECAUSE,
  CHANGES,
  CHOICE,
  CREATE,
  ENVIRONMENTS,
  FILLER,
  GUIDANCE,
  LEAD_IN,
  NEW_THING,
  NOT_PLAIN,
  PHRASES,
  POLITE,
  RAISE,
  REPO_URL,
  TWO_WISHES,
  WORK_ON_REPO,
  WRITTEN,
  YES,
  type Phrase,
} from './phrases.js';
import { readThing } from './software.js';
import { topicOf } from './topics.js';

/** What a person's words mean as far as rules can tell. `refs`: ids of builds in them; `words`: what else may name one. */
export type Parsed =
  | { kind: 'wish'; action: Exclude<CardAction, 'create'>; params: Record<string, unknown>; refs: string[]; words: string }
  /** A wish that lacks something. */
  | { kind: 'incomplete'; action: 'deploy' | 'rollback' | 'reject' | 'guidance' | 'answer' | 'request_changes'; refs: string[]; words: string }
  | { kind: 'create'; description: string; repo: string | null }
  /** Something is to be made that is no software (`other`), or that nobody could tell to be any. */
  | { kind: 'unclear'; description: string; repo: string | null; other: boolean }
  | { kind: 'question'; topic: Topic; refs: string[]; words: string }
  | { kind: 'yes' }
  /** For a model. */
  | { kind: 'open'; refs: string[] };

// A question that rows answer is short; a longer one wants more than rows.
const QUESTION_CHARS_MAX = 160;
// What is to be done with which build, title included; longer ones are no plain wish, and patterns must not chew on them.
const WISH_CHARS_MAX = 500;
// These are whole sentences: what was said before them out of politeness is left out.
const WITHOUT_POLITENESS: readonly Topic[] = ['help', 'builds', 'live'];
const REF = /(?<![A-Za-z0-9-])int[-_ ]?code[-_ ]?([0-9a-z]{1,32})(?![A-Za-z0-9])/gi;
// A sentence that asks how or why in so many words is for a model, whatever topic it names.
const WANTS_ADVICE =
  /(?<![\p{L}])(?:how (?:can|do|should|would) (?:i|we|you)|should (?:i|we)|explain|compare|suggest|what if|wie kann|soll ich|erkläre?|comment (?:puis|faire)|explique|cómo puedo|explica|come posso|spiega|como posso)(?![\p{L}])/iu;

/** Reads a message by rules alone: no model, no rows. What is not plainly one thing is `open`. `repo`: a repository was chosen. */
export function parseMessage(text: string, chosen: { repo: string | null } = { repo: null }): Parsed {
  // Some characters are eighteen in this form: what counts is how long a message may be.
  const said = text
    .normalize('NFKC')
    .slice(0, CHAT_TEXT_CHARS_MAX)
    .toWellFormed()
    .replaceAll(/[\u2018\u2019]/g, "'")
    .trim();
  const body = said.replace(POLITE, '');
  if (YES.test(bare(body)) || YES.test(bare(said))) return { kind: 'yes' };
  return newBuild(body, chosen.repo) ?? addressed(body) ?? wish(body) ?? question(said, body) ?? { kind: 'open', refs: refsOf(said) };
}

/** Ids of builds in a text, as they are written properly. */
export function refsOf(text: string): string[] {
  return [...new Set([...text.matchAll(REF)].map((match) => `int-code-${(match[1] ?? '').toLowerCase()}`))];
}

function newBuild(body: string, repo: string | null): Parsed | null {
  const found = REPO_URL.exec(body)?.[0];
  const url = found === undefined ? null : withoutEnd(found, /[.,;:)]/);
  const match = CREATE.exec(body);
  const rest = match ? body.slice(match[0].length).trim() : '';
  const isForMe = match !== null && /\s(?:me|us|mir|uns) $|-(?:moi|nous) $|me $|mi $|need $|want $|给我|帮我/iu.test(match[0]);
  // `build int-code-001`, `make it faster` and `write me` are something else.
  if (match && rest.length >= 6 && refsOf(rest).length === 0 && (NEW_THING.test(rest) || (isForMe && !/^(?:to|it|this|that)(?![\p{L}])/iu.test(rest)))) {
    const wanted = { description: rest, repo: url ?? repo };
    const thing = readThing(rest, { madeOfCode: wanted.repo !== null || !WRITTEN.test(match[0]) });
    return thing === 'software' ? { kind: 'create', ...wanted } : { kind: 'unclear', ...wanted, other: thing === 'other' };
  }
  if (WORK_ON_REPO.test(body) && refsOf(body).length === 0 && (url ?? repo) !== null) return { kind: 'create', description: body, repo: url ?? repo };
  return null;
}

/** What is said to a build: guidance, an answer, wishes for changes, a budget; or anything behind its id and a colon. */
function addressed(body: string): Parsed | null {
  const line = oneLine(body);
  const refs = refsOf(line);
  const budget = line.length > WISH_CHARS_MAX ? null : RAISE.exec(withoutEnd(withoutRefs(line), /[.!]/).trim());
  if (budget) return { kind: 'wish', action: 'raise_budget', params: { budget_usd: Number((budget[1] ?? '').replace(',', '.')) }, refs, words: '' };
  const led = /^(int[-_ ]?code[-_ ]?[0-9a-z]{1,32})\s*[:,]\s*([\s\S]+)$/iu.exec(body);
  if (led) {
    const rest = led[2] ?? '';
    const inner = wish(rest);
    if (inner && 'refs' in inner) return { ...inner, refs: refsOf(body) };
    return question(rest, rest) ? null : { kind: 'wish', action: 'guidance', params: { text: rest.trim() }, refs: refsOf(led[1] ?? ''), words: '' };
  }
  return spoken(body, CHANGES, 'request_changes', 'text') ?? spoken(body, ANSWER, 'answer', 'answer') ?? guidance(body);
}

function guidance(body: string): Parsed | null {
  // `tell me ...` asks.
  if (/^\S+\s+(?:me|us|mir|uns|moi|nous|a mí|mi)(?![\p{L}])|^\S+-moi/iu.test(body)) return null;
  return spoken(body, GUIDANCE, 'guidance', 'text');
}

function spoken(body: string, pattern: RegExp, action: 'guidance' | 'answer' | 'request_changes', key: string): Parsed | null {
  if (!pattern.test(oneLine(body))) return null;
  const rest = pattern.exec(body)?.[1] ?? '';
  const refs = refsOf(rest.slice(0, 60));
  let said = refs.length > 0 ? rest.replace(REF, '').trim() : rest.trim();
  // `to ...`, `: ...`, `that ...`, perhaps two of them.
  for (let before = ''; before !== said;) {
    before = said;
    said = said.replace(LEAD_IN, '').trim();
  }
  return said === '' ? { kind: 'incomplete', action, refs, words: '' } : { kind: 'wish', action, params: { [key]: said }, refs, words: '' };
}

function wish(body: string): Parsed | null {
  const line = withoutEnd(oneLine(body), /[.!?。！？]/u);
  for (const phrase of PHRASES) {
    const takesReason = phrase.action === 'reject' || phrase.action === 'stop';
    const [head = line, reason = ''] = takesReason ? splitOnce(line, BECAUSE) : [line];
    const parsed = plainWish(phrase, head, reason);
    if (parsed) return parsed;
  }
  return null;
}

function plainWish({ action, pattern, needsEnvironment }: Phrase, head: string, reason: string): Parsed | null {
  const match = pattern.exec(head);
  if (!match || head.length > WISH_CHARS_MAX || NOT_PLAIN.test(head) || TWO_WISHES.test(head)) return null;
  const environment = environmentOf(head);
  if (needsEnvironment && environment === null) return null;
  const refs = refsOf(head);
  const about = { refs, words: wordsOf(head.replace(match[0], ' ')) };
  if (action === 'deploy' || action === 'rollback')
    return environment === null ? { kind: 'incomplete', action, ...about } : { kind: 'wish', action, params: { environment }, ...about };
  if (action === 'reject')
    return reason === '' ? { kind: 'incomplete', action, ...about } : { kind: 'wish', action, params: { reason: capital(reason) }, ...about };
  const choice = action === 'approve' ? CHOICE.exec(head)?.[1] : undefined;
  const params = { ...(choice === undefined ? {} : { choice: Number(choice) }), ...(action === 'stop' && reason !== '' ? { reason } : {}) };
  return action === 'create' ? null : { kind: 'wish', action, params, ...about };
}

function question(said: string, body: string): Parsed | null {
  const line = oneLine(said);
  // A wish with an `if` or an `and` is no question, whatever words it has.
  const isWish = PHRASES.some(({ pattern }) => pattern.test(oneLine(body)));
  if (isWish || line.length > QUESTION_CHARS_MAX || WANTS_ADVICE.test(line)) return null;
  const asked = bare(oneLine(body));
  const topic = topicOf((each) => (WITHOUT_POLITENESS.includes(each) && asked !== '' ? asked : bare(line) || line));
  if (topic === 'help' && asked.split(' ').length > 6) return null;
  return topic ? { kind: 'question', topic, refs: refsOf(line), words: wordsOf(line) } : null;
}

/** The environment that is named; of `from staging to production` the one behind the last preposition. Null when none is, or two are. */
function environmentOf(line: string): 'staging' | 'production' | null {
  const found = ENVIRONMENTS.filter(({ pattern }) => pattern.test(line));
  if (found.length < 2) return found[0]?.environment ?? null;
  const target = /.*(?<![\p{L}])(?:to|into|nach|auf|vers|en|a|para|in|em|到)\s*([\p{L}-]+)$/iu.exec(line)?.[1] ?? '';
  return ENVIRONMENTS.find(({ pattern }) => pattern.test(target))?.environment ?? null;
}

/** What is left when ids, environments, choices and small words are taken away: perhaps a build's title. */
function wordsOf(text: string): string {
  const rest = ENVIRONMENTS.reduce((left, { pattern }) => left.replace(pattern, ' '), withoutRefs(text).replace(CHOICE, ' '));
  return rest
    .replaceAll(FILLER, ' ')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function withoutRefs(text: string): string {
  return text.replace(REF, ' ').replaceAll(/\s+/g, ' ');
}

function splitOnce(line: string, at: RegExp): string[] {
  const match = at.exec(line);
  return match && match.index > 0 ? [line.slice(0, match.index), line.slice(match.index + match[0].length).trim()] : [line];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function bare(text: string): string {
  return withoutEnd(text, /[\s.!?,。！？]/u).trim();
}

/** Without the marks at its end, one look at each: a pattern for a run at the end begins anew at every mark of a run elsewhere. */
function withoutEnd(text: string, mark: RegExp): string {
  let end = text.length;
  while (end > 0 && mark.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
