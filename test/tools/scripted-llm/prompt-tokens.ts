import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import type { WireRequest } from './conversation.js';

// As OpenAI's own counting guide: three tokens around each message, three for the answer's beginning.
const MESSAGE_TOKENS = 3;
const ALL_TEXT = { disallowedSpecial: new Set<string>() };

/** Tokens of a request: every text in it, as o200k counts it. Written apart from the product's own counting, to check it. */
export function promptTokensOf(request: WireRequest): number {
  const texts = request.messages.flatMap((message) => {
    if (message.role !== 'assistant') return [message.content];
    return [message.content ?? '', ...(message.tool_calls ?? []).flatMap((one) => [one.id, one.function.name, one.function.arguments])];
  });
  const rest = [request.tools, request.response_format].filter((part) => part !== undefined).map((part) => JSON.stringify(part));
  return [...texts, ...rest].reduce((sum, text) => sum + counted(text), 0) + (request.messages.length + 1) * MESSAGE_TOKENS;
}

// Most of a request was in the one before it.
const known = new Map<string, number>();

function counted(text: string): number {
  const tokens = known.get(text) ?? countTokens(text, ALL_TEXT);
  if (known.size > 5_000) known.clear();
  known.set(text, tokens);
  return tokens;
}
