/** What a conversation can be told and asked, for people who do not know yet. */
import type { BuildHead } from '../../db/queries/chat-facts.js';
import { nextOf } from './answers.js';
import { words, type RuleReply } from './reply.js';

const FIRST = 'build me a REST API for tasks in Python';
// As many as stand in two rows of a laptop's screen.
const SUGGESTIONS_MAX = 6;

export function helpReply(heads: readonly BuildHead[], focus: string | null): RuleReply {
  const build = heads.find(({ id }) => id === focus) ?? heads[0];
  const id = build?.id ?? 'int-code-7k2m9q';
  const lines = [
    '**Ask about a build.** Where it stands and what it is doing, why its tests failed, what it cost, what was built, its files, plan, journal, findings and deployments.',
    '**Ask about all of yours.** Which builds there are, which services are live, how much you spent today and this month.',
    `**Say what should be done.** Each of these is shown to you first, and done only when you confirm it:`,
    [
      `- ${FIRST}`,
      `- tell ${id} to use SQLite`,
      `- approve ${id}; reject ${id} because ...`,
      `- deploy ${id} to staging; roll back staging of ${id}`,
      `- stop ${id}`,
    ].join('\n'),
    'Such sentences are read by rules and need no model. Anything else is answered by a language model, where one is configured (Settings).',
  ];
  return { text: lines.join('\n\n'), buildId: null, citations: [], suggestions: build ? questionsAbout(build) : [FIRST, 'list my builds'] };
}

export function greetingReply(heads: readonly BuildHead[]): RuleReply {
  const open = heads.filter(({ endedAt }) => endedAt === null);
  const waiting = open.filter(({ waitingFor }) => waitingFor !== null);
  const [first] = waiting;
  const now =
    first !== undefined
      ? `${waiting.length === 1 ? 'One build waits' : `${waiting.length} builds wait`} for you, **${first.id}** (${words(first.title, 100)}) among them.`
      : open.length > 0
        ? `${open.length === 1 ? 'One build is' : `${open.length} builds are`} under way; none waits for you.`
        : 'No build is under way.';
  const suggestions = first ? [`what is ${first.id} waiting for`, ...nextOf(first), 'list my builds'] : [heads.length > 0 ? 'list my builds' : FIRST];
  return {
    text: `Hello. ${now} Say what you want built, or ask about a build.`,
    buildId: null,
    citations: [{ label: 'builds', href: '/api/coding_agent/active', page: '/ui' }],
    suggestions: [...suggestions, 'what can you do'].slice(0, SUGGESTIONS_MAX),
  };
}

function questionsAbout({ id, endedAt }: BuildHead): string[] {
  const now = endedAt === null ? `what is ${id} doing` : `what was built in ${id}`;
  return [now, `did the tests of ${id} pass`, `what did ${id} cost`, `show me the files of ${id}`, `show me the plan of ${id}`, 'list my builds'];
}
