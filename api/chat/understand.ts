/** From what was said to what is answered: a reply by rules, a card to confirm, or a question for a model. */
import type { Wish } from '../../contracts/chat.js';
import { cardOf, refusalFor } from '../../db/queries/chat-cards.js';
import type { BuildHead } from '../../db/queries/chat-facts.js';
import type { ChatCardRow } from '../../db/queries/chat-rows.js';
import { nextOf } from './answers.js';
import { said, type Asking, type Outcome } from './asking.js';
import { fitsOf } from './fits.js';
import { intentOf } from './new-build.js';
import { notFoundReply } from './not-found.js';
import type { Parsed } from './parse.js';
import { ofPlan } from './plan-question.js';
import { question } from './question.js';
import { cite, type RuleReply } from './reply.js';
import { whichBuild } from './which-build.js';
import { whichThingReply } from './which-thing.js';

export async function understand(parsed: Parsed, asking: Asking): Promise<Outcome> {
  switch (parsed.kind) {
    case 'open':
      return { think: true, buildId: mentioned(parsed.refs, asking) };
    case 'yes':
      return said(yesReply(asking.openCard));
    case 'unclear':
      // A file that goes along says what it should be.
      return !parsed.other && asking.artifactIds.length > 0 ? newBuild(parsed, asking) : said(whichThingReply(parsed));
    case 'create':
      return newBuild(parsed, asking);
    case 'question':
      return said(await question(parsed, asking));
    case 'incomplete':
      return incomplete(parsed, asking);
    case 'wish':
      return wish(parsed, asking);
  }
}

function newBuild(wanted: { description: string; repo: string | null }, { cardId, artifactIds }: Asking): Outcome {
  return said(
    { text: 'This would start a new build; it plans first and waits for your approval of the plan.', buildId: null, citations: [], suggestions: [] },
    cardOf(cardId, { action: 'create', params: intentOf(wanted, artifactIds) }, null),
  );
}

async function wish({ action, params, refs, words }: Extract<Parsed, { kind: 'wish' }>, asking: Asking): Promise<Outcome> {
  const fits = await fitsOf(action, asking, params);
  const meant = whichBuild({ refs, words, focus: asking.focus }, asking.heads, fits);
  if ('unclear' in meant) return { think: true, buildId: mentioned(refs, asking) };
  if (!('build' in meant)) return said(notFoundReply(meant, asking.heads, { action, params, fits }));
  return proposed(await ofPlan(asking.orm, { action, params }, meant.build), meant.build, asking);
}

/** A wish about a build as its card, or why it cannot be done now. */
async function proposed(wanted: Wish, build: BuildHead, { orm, role, cardId }: Asking): Promise<Outcome> {
  const refusal = await refusalFor(orm, role, wanted, build);
  const about = aboutOf(build);
  if (refusal !== null) return said({ ...about, text: refusal, suggestions: nextOf(build) });
  return said({ ...about, text: 'Please confirm; nothing has been done yet.', suggestions: [] }, cardOf(cardId, wanted, build));
}

type Incomplete = Extract<Parsed, { kind: 'incomplete' }>;

async function incomplete({ action, refs, words }: Incomplete, asking: Asking): Promise<Outcome> {
  const fits = await fitsOf(action, asking);
  const meant = whichBuild({ refs, words, focus: asking.focus }, asking.heads, fits);
  if ('unclear' in meant) return { think: true, buildId: mentioned(refs, asking) };
  if (!('build' in meant)) return said(notFoundReply(meant, asking.heads, { action, fits }));
  if (action === 'rollback') return said(await rollbackReply(meant.build, asking));
  // What is missing is asked for where the rest could be done.
  const about = aboutOf(meant.build);
  const whole = await ofPlan(asking.orm, { action, params: action === 'answer' ? { answer: '' } : {} }, meant.build);
  const refusal = await refusalFor(asking.orm, asking.role, whole, meant.build);
  if (refusal !== null) return said({ ...about, text: refusal, suggestions: nextOf(meant.build) });
  return said({ ...about, ...missing(action, meant.build.id) });
}

function missing(action: Exclude<Incomplete['action'], 'rollback'>, id: string): Pick<RuleReply, 'text' | 'suggestions'> {
  switch (action) {
    case 'deploy':
      return { text: `To which environment: staging or production?`, suggestions: [`deploy ${id} to staging`, `deploy ${id} to production`] };
    case 'reject':
      return { text: `Say why, so that the next try is better: "reject ${id} because ..."`, suggestions: [`reject ${id} because `] };
    case 'request_changes':
      return { text: 'Which changes?', suggestions: [`request changes to ${id}: `] };
    case 'answer':
    case 'guidance':
      return { text: 'What should it be told?', suggestions: [action === 'answer' ? `answer ${id}: ` : `tell ${id} to `] };
  }
}

/** Which environment can be rolled back, or why none can. */
async function rollbackReply(build: BuildHead, { orm, role }: Asking): Promise<RuleReply> {
  const environments = ['staging', 'production'] as const;
  const looked = environments.map(async (environment) => refusalFor(orm, role, { action: 'rollback', params: { environment } }, build));
  const refusals = await Promise.all(looked);
  const possible = environments.filter((_each, at) => refusals[at] === null);
  const suggestions = possible.map((environment) => `roll back ${environment} of ${build.id}`);
  const why = [...new Set(refusals.filter((refusal) => refusal !== null))].join('\n\n');
  if (possible.length === 0) return { ...aboutOf(build), text: why, suggestions: nextOf(build) };
  const text = possible.length === 1 ? `${why}\n\nOf ${possible.join()} there is a version before.` : 'Which environment: staging or production?';
  return { ...aboutOf(build), text, suggestions };
}

function aboutOf({ id }: BuildHead): Pick<RuleReply, 'buildId' | 'citations'> {
  return { buildId: id, citations: [cite('status', id, id)] };
}

/** The build a free question is about: one of theirs that is named, else the one that was talked about. */
function mentioned(refs: readonly string[], { heads, focus }: Asking): string | null {
  return heads.find(({ id }) => refs.includes(id))?.id ?? heads.find(({ id }) => id === focus)?.id ?? null;
}

function yesReply(card: ChatCardRow | null): RuleReply {
  const about = { buildId: card?.buildId ?? null, citations: [], suggestions: [] };
  return card
    ? { ...about, text: 'A word alone carries nothing out. Confirm the card itself: press Confirm on it, or send its id as `confirm`.' }
    : { ...about, text: 'There is nothing to confirm just now.' };
}
