import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ChatMessage, ChatRequest, LlmProvider, ToolSpec } from '../../../activities/llm/port.js';
import { createTemplateModel } from '../../../activities/llm/template/index.js';

/** A tiny engine: asks the model like the real one does, keeps the files in memory, and says PASSED to all checks unless told otherwise. */

const TOOLS: ToolSpec[] = ['list_files', 'read_file', 'write_file', 'run_checks', 'note', 'finish'].map((name) => ({
  name,
  description: name,
  parameters: {},
}));
// A session of the template model takes a handful of turns; more is a loop.
const TURNS_MAX = 12;

export type Files = Map<string, string>;
export interface PlanLike {
  title: string;
  language: string;
  requirements: string[];
  tasks: { id: string; goal: string; role: string; files: string[]; depends_on: string[] }[];
  risks: string[];
  summary: string;
  [key: string]: unknown;
}

export interface SessionRecord {
  summary: string;
  notes: string[];
  turns: number;
}

export function intentOf(description: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { project_type: 'api', description, constraints: {}, options: { tests: true, docs: true, deployment: true, review: false }, ...more };
}

function block(kind: string, value: unknown): string {
  return `\`\`\`${kind}\n${typeof value === 'string' ? value : JSON.stringify(value, null, 2)}\n\`\`\`\n`;
}

export async function ask(
  schema: string,
  blocks: Record<string, unknown>,
  feedback: string[] = [],
  model: LlmProvider = createTemplateModel(),
): Promise<Record<string, unknown>> {
  const content = Object.entries(blocks)
    .map(([kind, value]) => block(kind, value))
    .concat(feedback.map((text) => block('feedback', text)))
    .join('\n');
  const messages: ChatMessage[] = [
    { role: 'system', content: 'You are the planner.' },
    { role: 'user', content },
  ];
  const answer = await model.complete({ messages, schema: { name: schema, schema: {} }, maxTokens: 1_000 });
  return JSON.parse(answer.content ?? 'null') as Record<string, unknown>;
}

/** Runs one agent session to its end. */
export async function runSession(intent: unknown, plan: object, task: unknown, files: Files, checks: () => string = () => 'PASSED'): Promise<SessionRecord> {
  const model = createTemplateModel();
  const messages: ChatMessage[] = [
    { role: 'system', content: 'You are a backend developer.' },
    { role: 'user', content: block('intent', intent) + block('plan', plan) + block('task', task) },
  ];
  const record: SessionRecord = { summary: '', notes: [], turns: 0 };
  for (; record.turns < TURNS_MAX; record.turns += 1) {
    const request: ChatRequest = { messages, tools: TOOLS, maxTokens: 1_000 };
    const answer = await model.complete(request);
    messages.push({ role: 'assistant', content: answer.content, toolCalls: answer.toolCalls });
    if (answer.toolCalls.length === 0) throw new Error('an answer without a tool call');
    for (const call of answer.toolCalls) {
      const args = JSON.parse(call.arguments) as Record<string, string>;
      if (call.name === 'finish') return { ...record, summary: args.summary ?? '' };
      if (call.name === 'note') record.notes.push(args.text ?? '');
      if (call.name === 'write_file') files.set(args.path ?? '', args.content ?? '');
      const results: Record<string, () => string> = {
        list_files: () => [...files.keys()].join('\n'),
        read_file: () => files.get(args.path ?? '') ?? `There is no file ${args.path}.`,
        run_checks: checks,
      };
      const content = results[call.name]?.() ?? 'ok';
      messages.push({ role: 'tool', toolCallId: call.id, content });
    }
  }
  throw new Error('the session did not end');
}

/** Plan, design, all tasks in their order, documents: the files a whole build leaves. */
export async function build(intent: Record<string, unknown>, more: { present?: Files } = {}): Promise<{ plan: PlanLike; files: Files }> {
  const plan = (await ask('plan', { intent })) as PlanLike;
  if (typeof plan.cannot === 'string') throw new Error(plan.cannot);
  const files: Files = new Map(more.present);
  const architecture = (await ask('architecture', { intent, plan })) as { files: { path: string; content: string }[] };
  for (const file of architecture.files) files.set(file.path, file.content);
  for (const task of plan.tasks) await runSession(intent, plan, task, files);
  await runSession(intent, plan, { id: 'docs', goal: 'Write the documents', role: 'technical-writer', files: [], depends_on: [] }, files);
  return { plan, files };
}

export function writeTree(directory: string, files: Files): void {
  for (const [path, content] of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
}
