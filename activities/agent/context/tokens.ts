import { createHash } from 'node:crypto';
import type { ChatMessage, ToolSpec } from '../../llm/port.js';

// The tokenizer's time grows with the square of a long run of one letter; slices bound it, at a token of difference each.
const SLICE_CHARS = 1_000;
// A request of 200,000 tokens has some hundred messages; this holds those of a dozen sessions, 100 bytes each.
const REMEMBERED_MAX = 20_000;
// Role, separators and ids around a message, in the formats that are published.
const MESSAGE_TOKENS = 6;
// The same around one tool call.
const CALL_TOKENS = 8;

type Count = (text: string) => number;

let loading: Promise<Count> | null = null;
const texts = new Map<string, number>();

/** Counts tokens as OpenAI's newer models do (o200k). Its tables take 70 MB, so they are loaded when they are first needed. */
export function tokenCounter(): Promise<Count> {
  loading ??= import('gpt-tokenizer/encoding/o200k_base').then(({ countTokens }) => {
    // Text such as <|endoftext|> is text here; the default would throw.
    const options = { disallowedSpecial: new Set<string>() };
    return (text) => {
      let tokens = 0;
      for (let at = 0; at < text.length; at += SLICE_CHARS) tokens += countTokens(text.slice(at, at + SLICE_CHARS), options);
      return tokens;
    };
  });
  return loading;
}

/** Tokens of some messages; each message, and each text, is counted once while it is remembered. */
export function countMessages(count: Count, messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, message) => sum + remembered(counts, message, () => wrapping(message) + rememberedCount(count, textOf(message))), 0);
}

const counts = new WeakMap<ChatMessage, number>();
const bounds = new WeakMap<ChatMessage, number>();

function remembered(numbers: WeakMap<ChatMessage, number>, message: ChatMessage, make: () => number): number {
  const known = numbers.get(message);
  if (known !== undefined) return known;
  const made = make();
  numbers.set(message, made);
  return made;
}

function wrapping(message: ChatMessage): number {
  return MESSAGE_TOKENS + (message.role === 'assistant' ? message.toolCalls.length * CALL_TOKENS : 0);
}

/** Tokens of the tools' descriptions. */
export function countTools(count: Count, tools: readonly ToolSpec[]): number {
  return rememberedCount(count, JSON.stringify(tools)) + tools.length * CALL_TOKENS;
}

/** More tokens than these the messages cannot have: each holds a byte at least. */
export function tokensAtMost(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, message) => sum + remembered(bounds, message, () => wrapping(message) + Buffer.byteLength(textOf(message))), 0);
}

/** Everything of a message that becomes tokens. */
function textOf(message: ChatMessage): string {
  if (message.role !== 'assistant') return message.content;
  return [message.content ?? '', ...message.toolCalls.map((call) => `${call.id} ${call.name} ${call.arguments}`)].join('\n');
}

function rememberedCount(count: Count, text: string): number {
  const key = createHash('sha1').update(text).digest('base64');
  const known = texts.get(key);
  if (known !== undefined) return known;
  const tokens = count(text);
  if (texts.size >= REMEMBERED_MAX) texts.delete(texts.keys().next().value ?? '');
  texts.set(key, tokens);
  return tokens;
}
