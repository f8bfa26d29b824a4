import { createHash } from 'node:crypto';
import { z } from 'zod';

const wireCall = z.object({
  id: z.string().min(1),
  type: z.literal('function'),
  function: z.object({ name: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/), arguments: z.string() }),
});
const wireMessage = z.discriminatedUnion('role', [
  z.object({ role: z.enum(['system', 'user']), content: z.string() }),
  z.object({ role: z.literal('assistant'), content: z.string().nullish(), tool_calls: z.array(wireCall).optional() }),
  z.object({ role: z.literal('tool'), tool_call_id: z.string(), content: z.string() }),
]);
const jsonSchema = z.record(z.string(), z.unknown());

/** As strict as OpenAI itself, so that a request of ours that it would refuse is refused here. */
export const wireRequest = z.object({
  model: z.string().min(1),
  messages: z.array(wireMessage).min(1),
  tools: z
    .array(z.object({ type: z.literal('function'), function: z.object({ name: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/), parameters: jsonSchema }) }))
    .min(1)
    .optional(),
  response_format: z
    .object({ type: z.literal('json_schema'), json_schema: z.object({ name: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/), schema: jsonSchema }) })
    .optional(),
  stream: z.boolean().optional(),
  stream_options: z.object({ include_usage: z.boolean() }).optional(),
  max_completion_tokens: z.number().int().positive().optional(),
  max_tokens: z.number().int().positive().optional(),
});
export type WireRequest = z.infer<typeof wireRequest>;
type WireMessage = WireRequest['messages'][number];

export interface TaskBlock {
  id: string;
  role: string;
  goal: string;
  files: string[];
  /** Of an execution: which attempt this is; 1 elsewhere. */
  attempt: number;
}

/** A request, read as a script needs it. */
export interface Conversation {
  schema: { name: string; schema: Record<string, unknown> } | null;
  intent: Record<string, unknown>;
  intentDigest: string;
  plan: Record<string, unknown> | null;
  /** What a person asked to be different in the plan; empty when nothing. */
  feedback: string;
  task: TaskBlock | null;
  language: 'python' | 'typescript';
  /** One of several candidates, and told to do it otherwise than the first. */
  isRival: boolean;
  /** The script's own step that is due: one more than the last that is in the conversation. */
  step: number;
  /** Assistant messages so far. */
  turns: number;
  /** Tools of the script's last step. */
  lastTools: string[];
  /** How the run_checks of this conversation ended, in order. */
  checks: ('PASSED' | 'FAILED')[];
}

/** Ids of the calls of a step: `s<step>_<position>`; so the step is known even when early messages were pruned. */
export const stepCallId = (step: number, position: number): string => `s${step}_${position}`;
const STEP_ID = /^s(\d+)_\d+$/;

/** What makes messages unacceptable to OpenAI beyond their types, or null. */
export function conversationProblem(request: WireRequest): string | null {
  let owed = new Set<string>();
  for (const [at, message] of request.messages.entries()) {
    if (message.role === 'tool') {
      if (!owed.delete(message.tool_call_id)) return `messages.[${at}]: 'tool' must answer a tool_call of the assistant message before it`;
      continue;
    }
    if (owed.size > 0) return `messages.[${at}]: tool_call_ids without an answer: ${[...owed].join(', ')}`;
    if (message.role !== 'assistant') continue;
    const calls = message.tool_calls ?? [];
    if (calls.length === 0 && !message.content) return `messages.[${at}]: an assistant message needs content or tool_calls`;
    owed = new Set(calls.map((one) => one.id));
    if (owed.size < calls.length) return `messages.[${at}]: tool_call ids are used twice`;
  }
  return owed.size > 0 ? `tool_call_ids without an answer: ${[...owed].join(', ')}` : null;
}

export function readConversation(request: WireRequest): Conversation {
  const prompt = request.messages.flatMap((message) => (message.role === 'system' || message.role === 'user' ? [message.content] : [])).join('\n');
  const intent = block(prompt, 'intent', 'first') ?? {};
  const plan = block(prompt, 'plan', 'last');
  const task = block(prompt, 'task', 'last');
  const steps = request.messages.flatMap((message) => (message.role === 'assistant' ? stepsOf(message) : []));
  const step = Math.max(-1, ...steps.map((one) => one.step)) + 1;
  const names = new Map(request.messages.flatMap((message) => (message.role === 'assistant' ? callNames(message) : [])));
  return {
    schema: request.response_format?.json_schema ?? null,
    intent,
    intentDigest: digest(JSON.stringify(intent)),
    plan,
    feedback: text(prompt, 'feedback', 'last') ?? '',
    task: task && {
      id: String(task['id']),
      role: String(task['role']),
      goal: String(task['goal']),
      files: Array.isArray(task['files']) ? task['files'].map(String) : [],
      attempt: Number(task['attempt'] ?? 1),
    },
    language: languageOf(plan?.['language'], intent),
    isRival: prompt.includes('who work on this task apart from each other'),
    step,
    turns: request.messages.filter((message) => message.role === 'assistant').length,
    lastTools: steps.filter((one) => one.step === step - 1).map((one) => one.name),
    checks: request.messages.flatMap((message) =>
      message.role === 'tool' && names.get(message.tool_call_id) === 'run_checks' ? [outcome(message.content)] : [],
    ),
  };
}

export function digest(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

function block(prompt: string, name: string, which: 'first' | 'last'): Record<string, unknown> | null {
  const found = text(prompt, name, which);
  if (found === undefined) return null;
  try {
    return jsonSchema.parse(JSON.parse(found));
  } catch {
    return null;
  }
}

/** What stands in a fenced block of that name. */
function text(prompt: string, name: string, which: 'first' | 'last'): string | undefined {
  const found = [...prompt.matchAll(new RegExp(`\`\`\`${name}\\s*\\n([\\s\\S]*?)\\n\`\`\``, 'g'))].map((match) => match[1] ?? '');
  return which === 'first' ? found[0] : found.at(-1);
}

function stepsOf(message: Extract<WireMessage, { role: 'assistant' }>): { step: number; name: string }[] {
  return (message.tool_calls ?? []).flatMap((one) => {
    const match = STEP_ID.exec(one.id);
    return match ? [{ step: Number(match[1]), name: one.function.name }] : [];
  });
}

function callNames(message: Extract<WireMessage, { role: 'assistant' }>): [string, string][] {
  return (message.tool_calls ?? []).map((one) => [one.id, one.function.name]);
}

function outcome(result: string): 'PASSED' | 'FAILED' {
  return result.trimStart().startsWith('PASSED') ? 'PASSED' : 'FAILED';
}

function languageOf(planned: unknown, intent: Record<string, unknown>): 'python' | 'typescript' {
  if (planned === 'python' || planned === 'typescript') return planned;
  return /typescript|node/i.test(JSON.stringify(intent)) ? 'typescript' : 'python';
}
