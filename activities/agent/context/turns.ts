/** Turns as messages. A turn's messages change only when it is pruned, so that what prompt caches hold stays as it is. */
import type { ChatAnswer, ChatMessage, ToolCall } from '../../llm/port.js';
import type { StepRow } from '../session-store.js';
import { isTextCall } from '../text-answer.js';
import type { Mark } from './marks.js';

export interface Answered {
  turn: number;
  answer: ChatAnswer;
}

/** One turn: the answer, what its calls came to, and what was said to it. */
export interface Block {
  turn: number;
  messages: ChatMessage[];
}

// Enough to recognise what an old call wrote.
const ARGUMENT_CHARS_KEPT = 200;
// A result shorter than its replacement is left as it is.
const PRUNED_CHARS_MIN = 200;
const NOT_RUN = '(not run: the session went on without it)';

/** The steps of each turn. */
export function byTurn(steps: readonly StepRow[]): Map<number, StepRow[]> {
  const turns = new Map<number, StepRow[]>();
  for (const step of steps) {
    const known = turns.get(step.turn);
    if (known) known.push(step);
    else turns.set(step.turn, [step]);
  }
  return turns;
}

/** A turn as the model sees it. `pruned`: old results and long arguments are cut to what tells them apart. */
export function renderTurn({ turn, answer }: Answered, steps: readonly StepRow[], nudges: readonly Mark[], pruned: boolean): Block {
  const toolCalls = pruned ? answer.toolCalls.map(shortened) : answer.toolCalls;
  const messages: ChatMessage[] = [{ role: 'assistant', content: answer.content, toolCalls }];
  for (const [index, call] of answer.toolCalls.entries()) {
    const step = steps.find((one) => one.call === index);
    messages.push({ role: 'tool', toolCallId: call.id, content: step ? resultOf(step, pruned) : NOT_RUN });
  }
  // What a text answer came to goes back in words: the model called no tool.
  const said = answer.toolCalls.length === 0 ? steps.filter((step) => isTextCall(step.toolCallId)).map((step) => resultOf(step, pruned)) : [];
  if (answer.toolCalls.length === 0) messages.push({ role: 'user', content: said.join('\n') || missing(answer) });
  for (const mark of nudges) messages.push({ role: 'user', content: mark.text });
  return { turn, messages };
}

function resultOf(step: StepRow, pruned: boolean): string {
  if (!pruned || step.result.length <= PRUNED_CHARS_MIN) return step.result;
  return `(an old result, cut to save space: ${step.summary.slice(0, PRUNED_CHARS_MIN)})`;
}

function missing(answer: ChatAnswer): string {
  if (answer.finishReason === 'length') return 'Your answer was cut at its limit. Go on in smaller steps, with tool calls.';
  if (!answer.content?.trim()) return 'Your answer was empty. Call a tool, or finish.';
  return 'Nothing was done: only tool calls change anything. Call a tool, or finish when the task is done.';
}

/** A call whose long arguments are cut. */
export function shortened(call: ToolCall): ToolCall {
  if (call.arguments.length <= 2 * ARGUMENT_CHARS_KEPT) return call;
  const cut = (value: unknown) =>
    typeof value === 'string' && value.length > ARGUMENT_CHARS_KEPT
      ? `${value.slice(0, ARGUMENT_CHARS_KEPT)} ... (${value.length - ARGUMENT_CHARS_KEPT} characters cut)`
      : value;
  try {
    const args = JSON.parse(call.arguments) as Record<string, unknown>;
    const short = JSON.stringify(Object.fromEntries(Object.entries(args).map(([key, value]) => [key, cut(value)])));
    // Many small values, or deep ones, are as long as before.
    return { ...call, arguments: short.length <= call.arguments.length / 2 ? short : '{}' };
  } catch {
    return { ...call, arguments: '{}' };
  }
}
