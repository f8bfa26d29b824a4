/** From what was said to what is answered: a reply by rules, a card to confirm, or a question for a model. */
import type { CardAction, Topic, Wish } from '../../contracts/chat.js';
import type { Executor } from '../../db/client.js';
import { findBuild } from '../../db/queries/builds.js';
import { cardOf, refusalOf } from '../../db/queries/chat-cards.js';
import type { BuildHead } from '../../db/queries/chat-facts.js';
import type { ChatCardRow } from '../../db/queries/chat-rows.js';
import type { NewCard } from '../../db/queries/chat.js';
import { answerFor, buildLines, buildsReply, nextOf } from './answers.js';
import { greetingReply, helpReply } from './help.js';
import { intentOf } from './new-build.js';
import type { Parsed } from './parse.js';
import { cite, type RuleReply } from './reply.js';
import { whichBuild, type Meant } from './which-build.js';

export type Outcome = { reply: RuleReply; card: NewCard | null } | { think: true; buildId: string | null };

export interface Asking {
  orm: Executor;
  userId: string;
  heads: readonly BuildHead[];
  /** The build that was talked about, or that the page shows. */
  focus: string | null;
  /** Of the card, should there be one. */
  cardId: string;
  artifactIds: string[];
  openCard: ChatCardRow | null;
}

/** What each wish can be about where no build is named. */
const FITS: Record<Exclude<CardAction, 'create'>, (build: BuildHead) => boolean> = {
  deploy: isReady,
  approve: ({ waitingFor }) => waitingFor !== null && waitingFor.kind !== 'deploy',
  reject: ({ waitingFor }) => waitingFor !== null && waitingFor.kind !== 'deploy',
  request_changes: ({ waitingFor }) => waitingFor !== null && waitingFor.kind !== 'deploy',
  answer: ({ waitingFor }) => waitingFor?.kind === 'question' || waitingFor?.kind === 'review',
  complete: isReady,
  rollback: ({ status }) => status === 'ready' || status === 'completed',
  guidance: isOpen,
  stop: isOpen,
  raise_budget: isOpen,
  request_review: isOpen,
};

export async function understand(parsed: Parsed, asking: Asking): Promise<Outcome> {
  switch (parsed.kind) {
    case 'open':
      return { think: true, buildId: mentioned(parsed.refs, asking) };
    case 'yes':
      return said(yesReply(asking.openCard));
    case 'create':
      return said(
        { text: 'This would start a new build; it plans first and waits for your approval of the plan.', buildId: null, citations: [], suggestions: [] },
        cardOf(asking.cardId, { action: 'create', params: intentOf(parsed, asking.artifactIds) }, null),
      );
    case 'question':
      return question(parsed, asking);
    case 'incomplete':
      return incomplete(parsed, asking);
    case 'wish':
      return wish(parsed, asking);
  }
}

async function wish({ action, params, refs, words }: Extract<Parsed, { kind: 'wish' }>, asking: Asking): Promise<Outcome> {
  const meant = whichBuild({ refs, words, focus: asking.focus }, asking.heads, FITS[action]);
  if ('unclear' in meant) return { think: true, buildId: mentioned(refs, asking) };
  if (!('build' in meant)) return said(notFoundReply(meant, asking.heads, action, params));
  return proposed({ action, params }, meant.build, asking.cardId);
}

/** A wish about a build as its card, or why the build cannot do it now. */
function proposed(wanted: Wish, build: BuildHead, cardId: string): Outcome {
  const refusal = refusalOf(wanted, build);
  const about = { buildId: build.id, citations: [cite('status', build.id, build.id)] };
  if (refusal !== null) return said({ ...about, text: refusal, suggestions: nextOf(build) });
  return said({ ...about, text: 'Please confirm; nothing has been done yet.', suggestions: [] }, cardOf(cardId, wanted, build));
}

function incomplete({ action, refs, words }: Extract<Parsed, { kind: 'incomplete' }>, asking: Asking): Outcome {
  const meant = whichBuild({ refs, words, focus: asking.focus }, asking.heads, FITS[action]);
  if ('unclear' in meant) return { think: true, buildId: mentioned(refs, asking) };
  if (!('build' in meant)) return said(notFoundReply(meant, asking.heads, action));
  const { id } = meant.build;
  const about = { buildId: id, citations: [cite('status', id, id)] };
  switch (action) {
    case 'deploy':
      return said({ ...about, text: `To which environment: staging or production?`, suggestions: [`deploy ${id} to staging`, `deploy ${id} to production`] });
    case 'rollback':
      return said({
        ...about,
        text: 'Which environment: staging or production?',
        suggestions: [`roll back staging of ${id}`, `roll back production of ${id}`],
      });
    case 'reject':
      return said({ ...about, text: `Say why, so that the next try is better: "reject ${id} because ..."`, suggestions: [`reject ${id} because `] });
    case 'request_changes':
      return said({ ...about, text: 'Which changes?', suggestions: [`request changes to ${id}: `] });
    default:
      return said({ ...about, text: 'What should it be told?', suggestions: [action === 'answer' ? `answer ${id}: ` : `tell ${id} to `] });
  }
}

async function question({ topic, refs, words }: Extract<Parsed, { kind: 'question' }>, asking: Asking): Promise<Outcome> {
  if (topic === 'help') return said(helpReply(asking.heads, asking.focus));
  if (topic === 'greeting') return said(greetingReply(asking.heads));
  if (topic === 'builds') return said(buildsReply(asking.heads));
  const named = refs.length > 0 ? refs : titled(words, asking.heads);
  const meant = whichBuild({ refs: named, words: '', focus: asking.focus }, asking.heads, isOpen);
  // How things stand is asked about all of them.
  if ((topic === 'status' || topic === 'doing' || topic === 'waiting') && 'several' in meant && named.length === 0) return said(buildsReply(asking.heads));
  // Of several nobody talked about, the newest is meant most often; the answer says which it is.
  const build = 'build' in meant ? meant.build : 'several' in meant && named.length === 0 ? meant.several[0] : 'none' in meant ? asking.heads[0] : undefined;
  const row = build && (await findBuild(asking.orm, asking.userId, build.id));
  if (!row) return said('build' in meant || 'unclear' in meant ? buildsReply(asking.heads) : notFoundReply(meant, asking.heads, topic));
  return said(await answerFor(asking.orm, topic, row));
}

function said(reply: RuleReply, card: NewCard | null = null): Outcome {
  return { reply, card };
}

function isOpen({ endedAt }: BuildHead): boolean {
  return endedAt === null;
}

function isReady({ endedAt, waitingFor }: BuildHead): boolean {
  return endedAt === null && waitingFor?.kind === 'deploy';
}

/** The only build whose whole title stands in the words. */
function titled(words: string, heads: readonly BuildHead[]): string[] {
  const text = ` ${words.toLowerCase()} `;
  const found = heads.filter(
    ({ title }) =>
      title.length > 3 &&
      text.includes(
        ` ${title
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
          .trim()} `,
      ),
  );
  return found.length === 1 && found[0] ? [found[0].id] : [];
}

/** The build a free question is about: one of theirs that is named, else the one that was talked about. */
function mentioned(refs: readonly string[], { heads, focus }: Asking): string | null {
  return heads.find(({ id }) => refs.includes(id))?.id ?? heads.find(({ id }) => id === focus)?.id ?? null;
}

function notFoundReply(
  meant: Exclude<Meant, { build: BuildHead } | { unclear: true }>,
  heads: readonly BuildHead[],
  action: CardAction | Topic,
  params: Record<string, unknown> = {},
): RuleReply {
  const open = heads.filter(isOpen).slice(0, 5);
  const listed = open.length > 0 ? open : heads.slice(0, 5);
  const reply = { buildId: null, citations: [{ label: 'builds', href: '/api/coding_agent/active', page: '/ui' }], suggestions: [] };
  if ('unknown' in meant) {
    const near = meant.near.length > 0 ? `Did you mean ${meant.near.map(({ id }) => id).join(' or ')}?` : '';
    const there =
      listed.length > 0
        ? `${open.length > 0 ? 'Those under way' : 'The last ones'}:\n\n${buildLines(meant.near.length > 0 ? meant.near : listed)}`
        : 'You have no builds yet.';
    return { ...reply, text: `There is no build ${meant.unknown}. ${near}\n\n${there}`, suggestions: meant.near.map(({ id }) => `how far is ${id}`) };
  }
  if ('several' in meant)
    return {
      ...reply,
      text: `Which of these do you mean?\n\n${buildLines(meant.several)}`,
      suggestions: meant.several.filter((build) => canTake(action, build)).map(({ id }) => sentenceOf(action, params, id)),
    };
  const none = heads.length === 0 ? 'You have no builds yet.' : `None of your builds can take that now (${action.replaceAll('_', ' ')}).`;
  return { ...reply, text: listed.length > 0 ? `${none}\n\n${buildLines(listed)}` : none };
}

/** Whether what was wished for can be offered for this build; questions can be asked about any. */
function canTake(action: CardAction | Topic, build: BuildHead): boolean {
  return action === 'create' || !(action in FITS) || FITS[action as keyof typeof FITS](build);
}

/** The same wish about one build, its environment included. */
function sentenceOf(action: CardAction | Topic, { environment }: Record<string, unknown>, id: string): string {
  // Without one a deployment is asked back for it; a rollback always names one.
  const where = environment === 'production' || environment === 'staging' ? environment : null;
  if (action === 'deploy') return where ? `deploy ${id} to ${where}` : `deploy ${id}`;
  if (action === 'rollback') return `roll back ${where ?? 'staging'} of ${id}`;
  return ['approve', 'stop', 'complete', 'reject'].includes(action) ? `${action} ${id}` : `how far is ${id}`;
}

function yesReply(card: ChatCardRow | null): RuleReply {
  const about = { buildId: card?.buildId ?? null, citations: [], suggestions: [] };
  return card
    ? { ...about, text: 'A word alone carries nothing out. Confirm the card itself: press Confirm on it, or send its id as `confirm`.' }
    : { ...about, text: 'There is nothing to confirm just now.' };
}
