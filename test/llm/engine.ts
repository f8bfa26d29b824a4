import { MillwrightError } from '../../contracts/failures.js';
import type { ChatAnswer, ChatMessage, ChatRequest, LlmProvider, ToolCall, ToolSpec } from '../../activities/llm/port.js';

/** The least that behaves like the engine towards a model: it asks, repairs, retries, runs tools on files in memory. */
export interface Engine {
  files: Map<string, string>;
  /** Every tool call that was made, as `tool` or `tool!` when it went wrong. */
  log: string[];
  failures: string[];
}

const names = ['list_files', 'read_file', 'write_file', 'edit_file', 'delete_file', 'run_command', 'run_checks', 'note', 'ask_human', 'finish'];
const TOOLS: ToolSpec[] = names.map((name) => ({ name, description: name, parameters: { type: 'object' } }));
const fence = (name: string, value: unknown): string => `\`\`\`${name}\n${JSON.stringify(value)}\n\`\`\``;

export const newEngine = (): Engine => ({ files: new Map(), log: [], failures: [] });

export async function askRetrying(engine: Engine, llm: LlmProvider, request: ChatRequest): Promise<ChatAnswer> {
  // More than any script's troubles at one place.
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      return await llm.complete(request);
    } catch (error) {
      if (!(error instanceof MillwrightError) || (error.code !== 'LLM_UNAVAILABLE' && error.code !== 'LLM_RATE_LIMITED')) throw error;
      engine.failures.push(error.detail);
    }
  }
  throw new Error('no answer in 5 attempts');
}

/** Asks for a structured answer until `usable` takes it. */
export async function askStructured<T>(
  engine: Engine,
  llm: LlmProvider,
  intent: unknown,
  schema: { name: string; schema: Record<string, unknown> },
  usable: (text: string) => T | null,
): Promise<T> {
  const messages: ChatMessage[] = [{ role: 'user', content: `${fence('intent', intent)}\nAnswer as ${schema.name}.` }];
  for (let round = 0; round < 4; round += 1) {
    const answer = await askRetrying(engine, llm, { messages, schema, maxTokens: 1_000 });
    const value = answer.finishReason === 'length' ? null : usable(answer.content ?? '');
    if (value !== null) return value;
    engine.failures.push(`${schema.name} unusable`);
    messages.push({ role: 'assistant', content: answer.content, toolCalls: [] }, { role: 'user', content: 'That cannot be used.' });
  }
  throw new Error(`${schema.name} stayed unusable`);
}

/** Works on a task until finish is accepted; `passes` judges the files as the checks would. Answers the turns it took. */
export async function runSession(
  engine: Engine,
  llm: LlmProvider,
  given: { intent: unknown; plan: unknown; task: object },
  passes: (files: Map<string, string>) => boolean,
  turnsMax = 40,
): Promise<number> {
  const messages: ChatMessage[] = [
    { role: 'system', content: 'You work in a loop.' },
    { role: 'user', content: [fence('intent', given.intent), fence('plan', given.plan), fence('task', given.task)].join('\n') },
  ];
  for (let turn = 1; turn <= turnsMax; turn += 1) {
    const answer = await askRetrying(engine, llm, { messages, tools: TOOLS, maxTokens: 1_000 });
    messages.push({ role: 'assistant', content: answer.content, toolCalls: answer.toolCalls });
    const results = answer.toolCalls.map((call) => ({ call, result: act(engine, call, passes) }));
    for (const { call, result } of results) {
      engine.log.push(/^(error|FAILED)/.test(result) ? `${call.name}!` : call.name);
      messages.push({ role: 'tool', toolCallId: call.id, content: result });
    }
    if (results.some(({ call, result }) => call.name === 'finish' && result === 'accepted')) return turn;
    if (answer.toolCalls.length === 0) messages.push({ role: 'user', content: 'Use a tool.' });
  }
  return turnsMax;
}

function act(engine: Engine, call: ToolCall, passes: (files: Map<string, string>) => boolean): string {
  const args = argumentsOf(call);
  if (args === null) return 'error: the arguments are not JSON';
  const path = typeof args['path'] === 'string' && !args['path'].includes('..') ? args['path'] : null;
  switch (call.name) {
    case 'run_checks':
      return passes(engine.files) ? 'PASSED 3 tests' : 'FAILED 1 of 3 tests';
    case 'finish':
      return passes(engine.files) ? 'accepted' : 'error: the checks do not pass';
    case 'write_file': {
      if (path === null || typeof args['content'] !== 'string') return 'error: that path or content is not allowed';
      engine.files.set(path, args['content']);
      return 'written';
    }
    case 'delete_file':
      return path !== null && engine.files.delete(path) ? 'deleted' : 'error: no such file';
    default:
      return names.includes(call.name) ? 'done' : `error: there is no tool ${call.name}`;
  }
}

function argumentsOf(call: ToolCall): Record<string, unknown> | null {
  try {
    return JSON.parse(call.arguments || '{}') as Record<string, unknown>;
  } catch {
    return null;
  }
}
