import { isCannot } from './blueprint.js';
import { type Conversation, textOf } from './conversation.js';
import { understand } from './understand.js';

/** Whether the engine asks for a whole program in one text (POST /execute), not for a turn with tools. */
export function asksForProgram(conversation: Conversation): boolean {
  return conversation.intent !== null && textOf(conversation.task, 'id') === 'execute';
}

/** The program with its tests as fenced blocks with paths; `{"cannot": ...}` when there is no template for it. */
export function programText(conversation: Conversation): string {
  const understood = understand(conversation);
  if (isCannot(understood)) return JSON.stringify({ cannot: understood.cannot });
  const files = understood.blueprint.tasks.flatMap((task) => task.files);
  return [
    `${understood.blueprint.summary}. Written by the built-in template model, from its templates.`,
    ...files.map(({ path, content }) => block(path, content)),
  ].join('\n\n');
}

function block(path: string, content: string): string {
  const longest = Math.max(2, ...[...content.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const kind = path.slice(path.lastIndexOf('.') + 1).replaceAll(/\W/g, '') || 'text';
  return `${fence}${kind}:${path}\n${content}${content.endsWith('\n') ? '' : '\n'}${fence}`;
}
