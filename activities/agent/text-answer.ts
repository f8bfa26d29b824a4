import { parseAnswer } from '../../edits/parse-answer.js';
import type { ChatAnswer, ToolCall } from '../llm/port.js';

// A line that ends the work, as models without tools are told to write it or write it of themselves.
const FINISH_LINE = /^[ \t]*(?:\*\*)?(?:FINISH(?:ED)?|DONE|TASK[ _-]?COMPLETED?)(?:\*\*)?[ \t]*(?:[:.!-][ \t]*(.*))?$/m;
const SAYS_DONE =
  /\b(?:I have|I've) (?:now )?(?:completed|finished) (?:the|this|all|my)\b|\b(?:the |this )?(?:task|work|implementation) (?:is|has been) (?:now )?(?:complete|completed|done|finished)\b/i;
// A short note says that the work is done; in a long text the words stand for something else.
const NOTE_CHARS_MAX = 2_000;
const SUMMARY_CHARS_MAX = 500;

/**
 * What an answer asks for: its tool calls, or for one in plain text the calls that mean the same. Edits in a text are one
 * call, so one step and one commit; a text that says it is done asks to finish, and the engine's checks decide. The same
 * stored answer always gives the same calls.
 */
export function callsOf(answer: ChatAnswer, allowed: readonly string[]): ToolCall[] {
  if (answer.toolCalls.length > 0) return answer.toolCalls;
  const role = allowed.join(' ');
  const known = read.get(answer);
  if (known?.role === role) return known.calls;
  const calls = readText(answer, allowed);
  read.set(answer, { role, calls });
  return calls;
}

// A turn asks several times, and an answer may have megabytes.
const read = new WeakMap<ChatAnswer, { role: string; calls: ToolCall[] }>();

function readText(answer: ChatAnswer, allowed: readonly string[]): ToolCall[] {
  const text = answer.content ?? '';
  if (text.trim() === '') return [];
  if (allowed.includes('write_file') || allowed.includes('edit_file')) {
    const cut = answer.finishReason === 'length';
    const { edits, problems } = parseAnswer(text, { cut });
    if (edits.length > 0 || problems.length > 0) return [textCall('apply_answer', { text, cut, mayDelete: allowed.includes('delete_file') })];
  }
  if (!allowed.includes('finish') || answer.finishReason === 'length') return [];
  const finish = FINISH_LINE.exec(text);
  const done = finish !== null || (text.length <= NOTE_CHARS_MAX && SAYS_DONE.test(text) && !text.trimEnd().endsWith('?'));
  return done ? [textCall('finish', { summary: (finish?.[1]?.trim() || text.trim()).slice(0, SUMMARY_CHARS_MAX) })] : [];
}

/** True for a call that stands for a text: its result goes back as words, for the model called no tool. */
export function isTextCall(toolCallId: string | null): boolean {
  return toolCallId === TEXT_CALL_ID;
}

const TEXT_CALL_ID = 'text';

function textCall(name: string, args: Record<string, unknown>): ToolCall {
  return { id: TEXT_CALL_ID, name, arguments: JSON.stringify(args) };
}
