/** Said when a message names no build, an unknown one, or could mean several. */
import type { CardAction, Topic } from '../../contracts/chat.js';
import type { BuildHead } from '../../db/queries/chat-facts.js';
import { buildLines } from './answers.js';
import { isOpen, sentenceOf, type Fits } from './fits.js';
import type { RuleReply } from './reply.js';
import type { Meant } from './which-build.js';

const SHOWN_MAX = 5;

/** `fits`: the builds for which the same can be offered; questions can be asked about any. */
export function notFoundReply(
  meant: Exclude<Meant, { build: BuildHead } | { unclear: true }>,
  heads: readonly BuildHead[],
  { action, params = {}, fits = () => true }: { action: CardAction | Topic; params?: Record<string, unknown>; fits?: Fits },
): RuleReply {
  const open = heads.filter(isOpen).slice(0, SHOWN_MAX);
  const listed = open.length > 0 ? open : heads.slice(0, SHOWN_MAX);
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
      suggestions: meant.several.filter(fits).map(({ id }) => sentenceOf(action, params, id)),
    };
  const none = heads.length === 0 ? 'You have no builds yet.' : noneCan(action, params);
  return { ...reply, text: listed.length > 0 ? `${none}\n\n${buildLines(listed)}` : none };
}

function noneCan(action: CardAction | Topic, { environment }: Record<string, unknown>): string {
  if (action === 'rollback')
    return `No ${typeof environment === 'string' ? environment : 'environment'} of yours has a version before the one that serves now, so there is nothing to roll back to. From the second deployment there on there is.`;
  return `None of your builds can take that now (${action.replaceAll('_', ' ')}).`;
}
