import type { Citation } from '../../contracts/chat.js';
import { escapeMarkdown } from '../../contracts/markdown.js';
import type { BuildRow } from '../../db/queries/builds.js';
import type { BuildTopic } from './topics.js';

/** An answer by rules: markdown, where its facts are to be seen, and what could be said next. */
export interface RuleReply {
  text: string;
  buildId: string | null;
  citations: Citation[];
  suggestions: string[];
}

// Of a text of a model or a program: enough to know it again.
const QUOTE_CHARS_MAX = 500;

/** Text of models, repositories and programs inside an answer: in a code span, so that nothing in it is markup. */
export function code(text: string | null | undefined, max = QUOTE_CHARS_MAX): string {
  const line = (text ?? '').replaceAll(/\s+/g, ' ').trim();
  const cut = line.length > max ? `${line.slice(0, max - 1)}…`.toWellFormed() : line;
  const longest = Math.max(0, ...[...cut.matchAll(/`+/g)].map((match) => match[0].length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return cut === '' ? '' : `${fence}${pad}${cut}${pad}${fence}`;
}

const PLACES: Record<Exclude<BuildTopic, 'waiting'>, { path: (id: string) => string; tab: string }> = {
  status: { path: (id) => `status/${id}`, tab: '' },
  tests: { path: (id) => `${id}/timeline`, tab: '?tab=checks' },
  cost: { path: (id) => `status/${id}`, tab: '' },
  findings: { path: (id) => `${id}/findings`, tab: '?tab=checks' },
  journal: { path: (id) => `${id}/journal`, tab: '?tab=journal' },
  deployments: { path: (id) => `status/${id}`, tab: '' },
  plan: { path: (id) => `${id}/plan`, tab: '/plan' },
  doing: { path: (id) => `status/${id}`, tab: '?tab=activity' },
  built: { path: (id) => `status/${id}`, tab: '' },
  files: { path: (id) => `${id}/diff`, tab: '?tab=files' },
};

/** A text of a person or a model within a sentence: its words, and nothing in it as markup. */
export function words(text: string | null | undefined, max = QUOTE_CHARS_MAX): string {
  const line = (text ?? '').replaceAll(/\s+/g, ' ').trim();
  return escapeMarkdown(line.length > max ? `${line.slice(0, max - 1)}…`.toWellFormed() : line);
}

/** Where a person and a program see what an answer says. */
export function cite(topic: keyof typeof PLACES, buildId: string, label: string): Citation {
  const { path, tab } = PLACES[topic];
  return { label, href: `/api/coding_agent/${path(buildId)}`, page: `/ui/builds/${buildId}${tab}` };
}

/** Which build, and how it stands. */
export function head({ id, title, status, waitingFor, endedAt }: BuildRow): string {
  const now = endedAt === null && waitingFor && status === 'awaiting_review' ? 'waits for you' : `is ${status}`;
  return `**${id}** (${words(title, 100)}) ${now}.`;
}

export function waitLine({ waitingFor, endedAt }: Pick<BuildRow, 'waitingFor' | 'endedAt'>): string {
  if (waitingFor) return `It needs your word on: ${words(waitingFor.summary)}`;
  return endedAt ? '' : 'It waits for nobody.';
}
