import type { Conversation, TaskBlock } from '../conversation.js';
import { products, type Product } from '../products/index.js';
import type { Reply } from '../reply.js';
import { structuredAnswer, wish } from './answers.js';
import type { Script } from './script.js';
import { nextTurn, write, type Work } from './work.js';

/** Plans three tasks, does each by tool calls, and ends with a small HTTP service that can be deployed. */
export const service: Script = { reply: serviceReply };

export function serviceReply(conversation: Conversation): Reply {
  if (!conversation.task || conversation.schema) return structuredAnswer(conversation, servicePlan(conversation));
  return nextTurn(conversation, serviceWork(conversation, conversation.task));
}

export function servicePlan(conversation: Conversation): Record<string, unknown> {
  const product = products[conversation.language];
  return {
    title: wish(conversation),
    summary: 'A small HTTP service with GET /health, GET /items and POST /items on the standard library.',
    language: conversation.language,
    requirements: ['items are created and listed', 'bad input is refused', 'it says whether it is healthy'],
    phases: ['store', 'service', 'documents'],
    tasks: [
      {
        id: 'store',
        goal: 'Keep items in memory, with tests',
        role: 'backend-developer',
        files: Object.keys(product.store),
        depends_on: [],
        symbols: ['Store'],
        complexity: 2,
      },
      {
        id: 'service',
        goal: 'Serve the items over HTTP, with tests',
        role: 'backend-developer',
        files: Object.keys(product.service),
        depends_on: ['store'],
        symbols: [],
        complexity: 3,
      },
      {
        id: 'docs',
        goal: 'Explain how to run and use it',
        role: 'technical-writer',
        files: ['README.md'],
        depends_on: ['service'],
        symbols: [],
        complexity: 1,
      },
    ],
    stack: [conversation.language, 'standard library only'],
    risks: ['items are lost at a restart'],
    questions: [],
    estimate: { hours: 1, usd: 0.05, basis: 'scripted' },
  };
}

export function serviceWork(conversation: Conversation, task: TaskBlock): Work {
  const product = products[conversation.language];
  switch (task.id) {
    case 'store':
      return { turns: [write(product.store)], summary: 'The store keeps items; its tests pass.' };
    case 'service':
      return { turns: [write(product.service)], summary: 'GET /health, GET /items and POST /items work; their tests pass.' };
    case 'docs':
      return { turns: [write({ 'README.md': readme(wish(conversation), product) })], summary: 'README.md says how to run and use it.' };
    // A task that a person put into the plan, or a repair that the engine asks for.
    default:
      return { turns: [write({ [`docs/notes-${task.id.toLowerCase()}.md`]: `# ${task.id}\n\n${task.goal}\n` })], summary: `Noted what ${task.id} needs.` };
  }
}

function readme(title: string, product: Product): string {
  const start = JSON.parse(product.service['millwright.json'] ?? '{"start":[]}').start.join(' ');
  return `# ${title}\n\nRun it: \`PORT=8080 ${start}\`\n\nTest it: \`${product.runTests}\`\n\nRoutes: GET /health, GET /items, POST /items \`{"name": "tea"}\`\n`;
}
