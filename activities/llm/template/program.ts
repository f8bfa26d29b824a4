import { type Blueprint, type Cannot, type GeneratedFile, isCannot } from './blueprint.js';
import { type Conversation, textOf } from './conversation.js';
import type { Language } from './spec.js';
import { understand } from './understand.js';

/** Whether the engine asks for a whole program in one text (POST /execute), not for a turn with tools. */
export function asksForProgram(conversation: Conversation): boolean {
  return conversation.intent !== null && textOf(conversation.task, 'id') === 'execute';
}

/** The program with its tests as fenced blocks with paths; `{"cannot": ...}` when there is no template for it. */
export function programText(conversation: Conversation): string {
  const understood = understand(conversation);
  if (isCannot(understood)) return JSON.stringify({ cannot: understood.cannot });
  const { blueprint } = understood;
  const files = conversation.task?.['existing'] === true ? addedTo(conversation.files, blueprint) : filesOf(blueprint);
  if ('cannot' in files) return JSON.stringify(files);
  return [`${blueprint.summary}. Written by the built-in template model, from its templates.`, ...files.map(({ path, content }) => block(path, content))].join(
    '\n\n',
  );
}

function filesOf({ tasks }: Blueprint): GeneratedFile[] {
  return tasks.flatMap((task) => task.files);
}

const SOURCE: Record<Language, RegExp> = { python: /\.py$/, typescript: /\.ts$/, go: /\.go$/, java: /\.java$/, csharp: /\.cs$/ };

/** To an existing repository it adds code with what belongs to it; manifests, settings and documents at its top are their owner's. */
function addedTo(present: readonly string[] | null, blueprint: Blueprint): GeneratedFile[] | Cannot {
  if (present === null) return { cannot: 'The repository has too many files for the template model, which must see all of them before it adds one.' };
  const files = filesOf(blueprint).filter(({ path }) => path.includes('/') || SOURCE[blueprint.language].test(path));
  const taken = files.filter(({ path, content }) => content !== '' && present.includes(path)).map(({ path }) => path);
  if (taken.length > 0) return { cannot: `The template model only adds files, and the repository has ${taken.join(', ')} already.` };
  return files.filter(({ path }) => !present.includes(path));
}

function block(path: string, content: string): string {
  const longest = Math.max(2, ...[...content.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const kind = path.slice(path.lastIndexOf('.') + 1).replaceAll(/\W/g, '') || 'text';
  return `${fence}${kind}:${path}\n${content}${content.endsWith('\n') ? '' : '\n'}${fence}`;
}
