import type { Conversation, TaskBlock } from '../conversation.js';
import { threeDesigns } from '../products/designs.js';
import { pageSaying } from '../products/page.js';
import { call, json, type Reply, type ScriptedCall } from '../reply.js';
import { structuredAnswer, wish } from './answers.js';
import { hopeless } from './hopeless.js';
import type { Script } from './script.js';
import { serviceReply } from './service.js';
import { nextTurn, write } from './work.js';

/**
 * Does what the intent's words ask for, so that one stack shows a person everything: a "page" that says the words its task
 * quotes ("ask me which": the planner asks for them; "ask me while": its first task asks a person; "slowly": a command of it
 * runs for minutes); what "never works"; and `service` for all else.
 */
export const journeys: Script = { reply: journeysReply };

export const PLANNERS_QUESTION = 'Which words should it say?';
export const DEVELOPERS_QUESTION = 'Should the words stand in the middle?';

function journeysReply(conversation: Conversation): Reply {
  const wanted = wish(conversation);
  if (wanted.includes('never works')) return hopeless.reply(conversation);
  if (!wanted.includes('page')) return serviceReply(conversation);
  if (conversation.schema?.name === 'architecture') return architecture(conversation);
  if (conversation.schema?.name === 'ux_options') return json({ options: threeDesigns('The bakery') });
  if (!conversation.task || conversation.schema) return structuredAnswer(conversation, pagePlan(conversation, wanted));
  return nextTurn(conversation, { turns: turnsOf(conversation.task, wanted), summary: `${conversation.task.id} is done.` });
}

function pagePlan(conversation: Conversation, wanted: string): Record<string, unknown> {
  const answer = /^Answer: (.+)$/m.exec(conversation.feedback)?.[1];
  const page = task('page', `Serve a page that says "${answer ?? quoted(wanted) ?? 'Hello'}"`, ['app/page.py', 'app/words.txt', 'tests/test_page.py'], []);
  const more = [
    task('counter', 'Count the visitors and show how many there were', ['app/counter.py'], ['page']),
    task('notes', 'Note what was decided and why', ['docs/decisions.md'], ['page']),
  ];
  return {
    title: wanted,
    summary: 'One page on the standard library, with a test that it says its words.',
    language: 'python',
    requirements: ['the page says its words', 'it says whether it is healthy'],
    phases: ['page'],
    tasks: wanted.includes('ask me') ? [page, ...more] : [page],
    stack: ['python', 'standard library only'],
    risks: ['the words may be too long for a phone'],
    questions: wanted.includes('ask me which') && !answer ? [PLANNERS_QUESTION] : [],
    estimate: { hours: 0.5, usd: 0.02, basis: 'scripted' },
  };
}

function task(id: string, goal: string, files: string[], depends_on: string[]): Record<string, unknown> {
  return { id, goal, role: 'backend-developer', files, depends_on, symbols: [], complexity: 1 };
}

function turnsOf({ id, goal }: TaskBlock, wanted: string): ScriptedCall[][] {
  // Whatever a person put into the plan is noted in their words.
  if (id !== 'page') return [write({ [`docs/${id.toLowerCase()}.md`]: `# ${id}\n\n${goal}\n` })];
  return [
    ...(wanted.includes('ask me while') ? [[call('ask_human', { question: DEVELOPERS_QUESTION })]] : []),
    write(pageSaying(quoted(goal) ?? 'Hello')),
    // Longer than anybody watches.
    ...(wanted.includes('slowly') ? [[call('run_command', { command: 'for i in $(seq 600); do echo "loaf $i"; sleep 1; done', timeout_seconds: 600 })]] : []),
  ];
}

/** What the page really does, as its design. */
function architecture(conversation: Conversation): Reply {
  const answers = { responses: { 200: { description: 'the page' } } };
  const openapi = { openapi: '3.1.0', info: { title: wish(conversation), version: '1.0.0' }, paths: { '/': { get: answers }, '/health': { get: answers } } };
  const files = [
    { path: 'docs/architecture.md', content: '# A page\n\nThe words are a file, the page is made of it, a server hands it out.\n' },
    ...(conversation.intent['project_type'] === 'api' ? [{ path: 'docs/openapi.json', content: `${JSON.stringify(openapi, null, 2)}\n` }] : []),
  ];
  return json({ summary: 'A file of words, and a server that shows it as a page.', files });
}

function quoted(text: string): string | null {
  return /"([^"]+)"/.exec(text)?.[1] ?? null;
}
