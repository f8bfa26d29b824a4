import type { Topic } from '../../contracts/chat.js';
import { findBuild } from '../../db/queries/builds.js';
import type { BuildHead } from '../../db/queries/chat-facts.js';
import { liveReply, spendingReply } from './answer-own.js';
import { answerFor, buildsReply } from './answers.js';
import type { Asking } from './asking.js';
import { isOpen } from './fits.js';
import { greetingReply, helpReply } from './help.js';
import { notFoundReply } from './not-found.js';
import type { Parsed } from './parse.js';
import type { RuleReply } from './reply.js';
import { OF_ONE_BUILD, type BuildTopic } from './topics.js';
import { whichBuild } from './which-build.js';

/** Answers a question from rows: about all of one's own, or about the build that is named, was talked about, or is meant most likely. */
export async function question({ topic, refs, words }: Extract<Parsed, { kind: 'question' }>, asking: Asking): Promise<RuleReply> {
  const named = refs.length > 0 ? refs : titled(words, asking.heads);
  const about = (named.length > 0 && OF_ONE_BUILD[topic]) || topic;
  return isOfBuild(about) ? ofBuild(about, named, asking) : ofOwn(about, asking);
}

function ofOwn(topic: Exclude<Topic, BuildTopic>, asking: Asking): RuleReply | Promise<RuleReply> {
  switch (topic) {
    case 'help':
      return helpReply(asking.heads, asking.focus);
    case 'greeting':
      return greetingReply(asking.heads);
    case 'builds':
      return buildsReply(asking.heads);
    case 'spending':
      return spendingReply(asking);
    case 'live':
      return liveReply(asking);
  }
}

async function ofBuild(topic: BuildTopic, named: string[], asking: Asking): Promise<RuleReply> {
  const meant = whichBuild({ refs: named, words: '', focus: asking.focus }, asking.heads, isOpen);
  // How things stand is asked about all of them.
  if ((topic === 'status' || topic === 'doing' || topic === 'waiting') && 'several' in meant && named.length === 0) return buildsReply(asking.heads);
  // Of several nobody talked about, the newest is meant most often; the answer says which it is.
  const build = 'build' in meant ? meant.build : 'several' in meant && named.length === 0 ? meant.several[0] : 'none' in meant ? asking.heads[0] : undefined;
  const row = build && (await findBuild(asking.orm, asking.userId, build.id));
  if (!row) return 'build' in meant || 'unclear' in meant ? buildsReply(asking.heads) : notFoundReply(meant, asking.heads, { action: topic });
  return answerFor(asking.orm, topic, row);
}

const OWN: readonly Topic[] = ['help', 'greeting', 'builds', 'spending', 'live'];

function isOfBuild(topic: Topic): topic is BuildTopic {
  return !OWN.includes(topic);
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
