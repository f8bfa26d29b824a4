import type { Conversation, TaskBlock } from '../conversation.js';
import { products, type Product } from '../products/index.js';
import { call, json, type Reply } from '../reply.js';
import { structuredAnswer, wish } from './answers.js';
import type { Script } from './script.js';
import { nextTurn, write, type Work } from './work.js';

/** Two tasks with each kind of change (write, edit, delete, command), one a turn, all deterministic: for crash tests. */
export const crash: Script = { reply: crashReply };

function crashReply(conversation: Conversation): Reply {
  // A file of the design, so that the design's own commit on main is there to be interrupted.
  if (conversation.schema?.name === 'architecture')
    return json({ summary: 'A store and a service.', files: [{ path: 'docs/design.md', content: '# Design\n\nA store and a service.\n' }] });
  if (!conversation.task || conversation.schema) return structuredAnswer(conversation, crashPlan(conversation));
  return nextTurn(conversation, crashWork(products[conversation.language], conversation.task));
}

function crashPlan(conversation: Conversation): Record<string, unknown> {
  const { store, service } = products[conversation.language];
  return {
    title: wish(conversation),
    summary: 'A store and a service, in small steps.',
    language: conversation.language,
    tasks: [
      { id: 'data', goal: 'Keep items, and a file of data', role: 'backend-developer', files: [...Object.keys(store), 'data.txt'], depends_on: [] },
      { id: 'report', goal: 'Serve the items', role: 'backend-developer', files: [...Object.keys(service), 'report.txt'], depends_on: ['data'] },
    ],
  };
}

function crashWork(product: Product, task: TaskBlock): Work {
  const [files, name] = task.id === 'report' ? [product.service, 'report'] : [product.store, 'data'];
  return {
    turns: [
      write(files),
      [call('run_command', { command: `printf 'first\\n' > ${name}.txt` })],
      [call('edit_file', { path: `${name}.txt`, old: 'first', new: 'second' })],
      [call('run_command', { command: `printf x > ${name}.tmp` })],
      [call('delete_file', { path: `${name}.tmp` })],
      [call('note', { text: `${name} is in place` })],
    ],
    summary: `${name} is done.`,
  };
}
