import type { ChatMessage } from '../llm/port.js';
import { ANSWER_TOKENS_MAX } from '../../contracts/limits.js';
import type { ChatRequest, ChatAnswer, ToolCall } from '../llm/port.js';
import type { Role } from '../roles.js';
import type { SessionRun } from './session-run.js';
import type { BuildRow, SessionContext, StepRow } from './session-store.js';
import { headAndTail } from './tools/output.js';
import { toolSpecs } from './tools/index.js';

// Characters of all tool results a request carries; older ones are pruned first (about 40,000 tokens, as the best peers keep).
const RESULTS_CHARS_MAX = 160_000;
// The same for what the model itself wrote into tool calls.
const ARGUMENTS_CHARS_MAX = 160_000;
// Enough to recognise what an old call wrote.
const ARGUMENT_CHARS_KEPT = 200;
// Files of the map in the first message; the rest is a list_files call away.
const MAP_FILES_MAX = 60;
const PRUNED = '(an old result, cut to save space; ask again if you need it)';

type Transcript = Pick<SessionRun, 'answers' | 'steps' | 'guidance'>;

/** The next request of a session, rebuilt from rows: what never changes first, so that prompt caches hit. */
export function sessionRequest(context: SessionContext, role: Role, plan: Record<string, unknown>, baseFiles: string[], transcript: Transcript): ChatRequest {
  const messages: ChatMessage[] = [
    { role: 'system', content: role.prompt },
    { role: 'user', content: openingMessage(context, plan, baseFiles) },
    ...conversation(transcript),
  ];
  return { messages, tools: toolSpecs(role.tools), maxTokens: ANSWER_TOKENS_MAX };
}

/** The intent as every request of a build carries it. */
export function intentBlock(build: BuildRow): string {
  const intent = {
    project_type: build.projectType,
    description: build.description,
    domain: build.domain ?? undefined,
    constraints: build.constraints,
    options: build.options,
  };
  return fenced('intent', JSON.stringify(intent));
}

/** A fence longer than any inside the text, so that the text cannot end it. */
export function fenced(name: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((match) => match[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${name}\n${text}\n${fence}`;
}

function openingMessage({ build, task }: SessionContext, plan: Record<string, unknown>, baseFiles: string[]): string {
  const shown = baseFiles.slice(0, MAP_FILES_MAX);
  const more = baseFiles.length > shown.length ? `\n... and ${baseFiles.length - shown.length} more` : '';
  return [
    'The intent, in the words of the person:',
    intentBlock(build),
    'The approved plan:',
    fenced('plan', JSON.stringify(plan)),
    'Your task:',
    fenced('task', JSON.stringify({ id: task.taskId, role: task.role, goal: task.goal, files: task.files })),
    `Files now: ${shown.length === 0 ? '(none)' : `\n${fenced('files', shown.join('\n') + more)}`}`,
  ].join('\n\n');
}

function conversation({ answers, steps, guidance }: Transcript): ChatMessage[] {
  const kept = keptResults(steps);
  const whole = wholeTurns(answers);
  const messages: ChatMessage[] = [];
  let said = 0;
  const sayUntil = (time: Date | null) => {
    for (; said < guidance.length && (time === null || guidance[said]!.createdAt < time); said += 1)
      messages.push({ role: 'user', content: `Guidance from the person:\n${fenced('guidance', guidance[said]!.text)}` });
  };
  for (const { turn, answer, at } of answers) {
    sayUntil(at);
    messages.push({ role: 'assistant', content: answer.content, toolCalls: whole.has(turn) ? answer.toolCalls : answer.toolCalls.map(shortened) });
    const results = steps.filter((step) => step.turn === turn);
    for (const [index, call] of answer.toolCalls.entries()) {
      const step = results.find((result) => result.call === index);
      const text = step ? (kept.has(step) ? step.result : PRUNED) : '(not run: the session went on without it)';
      messages.push({ role: 'tool', toolCallId: call.id, content: text });
    }
    if (answer.toolCalls.length === 0) messages.push({ role: 'user', content: nudge(answer) });
  }
  sayUntil(null);
  return messages;
}

function nudge(answer: ChatAnswer): string {
  if (answer.finishReason === 'length') return 'Your answer was cut at its limit. Go on in smaller steps, with tool calls.';
  if (!answer.content?.trim()) return 'Your answer was empty. Call a tool, or finish.';
  return 'Nothing was done: only tool calls change anything. Call a tool, or finish when the task is done.';
}

/** The newest turns whose tool arguments (whole files, often) fit the limit; of older ones the beginning stays. */
function wholeTurns(answers: Transcript['answers']): Set<number> {
  const whole = new Set<number>();
  let chars = 0;
  for (const { turn, answer } of [...answers].reverse()) {
    chars += answer.toolCalls.reduce((sum, call) => sum + call.arguments.length, 0);
    if (chars > ARGUMENTS_CHARS_MAX) break;
    whole.add(turn);
  }
  return whole;
}

function shortened(call: ToolCall): ToolCall {
  if (call.arguments.length <= 2 * ARGUMENT_CHARS_KEPT) return call;
  const cut = (value: unknown) =>
    typeof value === 'string' && value.length > ARGUMENT_CHARS_KEPT
      ? `${value.slice(0, ARGUMENT_CHARS_KEPT)} ... (${value.length - ARGUMENT_CHARS_KEPT} characters cut)`
      : value;
  try {
    const args = JSON.parse(call.arguments) as Record<string, unknown>;
    return { ...call, arguments: JSON.stringify(Object.fromEntries(Object.entries(args).map(([key, value]) => [key, cut(value)]))) };
  } catch {
    return { ...call, arguments: '{}' };
  }
}

/** The newest results within the limit; the older ones are pruned. */
function keptResults(steps: StepRow[]): Set<StepRow> {
  const kept = new Set<StepRow>();
  let chars = 0;
  for (const step of [...steps].reverse()) {
    chars += step.result.length;
    if (chars > RESULTS_CHARS_MAX) break;
    kept.add(step);
  }
  return kept;
}

/** One line of what the model said, for watchers. */
export function gist(answer: ChatAnswer): string {
  return headAndTail((answer.content ?? '').replaceAll(/\s+/g, ' ').trim(), 300);
}
