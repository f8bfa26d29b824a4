import { createHash } from 'node:crypto';
import { APIError, type OpenAI } from 'openai';
import type { ChatMessage, ChatRequest, ToolCall } from '../port.js';
import { cut, isRecord } from './values.js';

export type RequestBody = OpenAI.Chat.ChatCompletionCreateParams;

/** What may be left out of a request without changing what is asked. Endpoints differ in which of these they know. */
const DROPPABLES = ['stream_options', 'stream', 'response_format', 'max_completion_tokens', 'max_tokens', 'temperature'] as const;
/** `reasoning`: a model that refuses tools while it reasons, as newer ones of OpenAI do over chat completions. */
export type Droppable = (typeof DROPPABLES)[number] | 'reasoning';

/**
 * What some vendors insist on: `short_tool_ids`: ids of tool calls are nine letters and digits; `no_user_after_tool`: an
 * assistant's word comes between the result of a tool and what a person says; `max_tokens`: the limit of an answer is
 * called so, and other names are passed over in silence; `thinking_off`: a model that thought wants its thoughts back with
 * its tool calls, so it must not; `thought_signatures`: the same by a signature, which may be said to be skipped.
 */
export type Quirk = 'short_tool_ids' | 'no_user_after_tool' | 'max_tokens' | 'thinking_off' | 'thought_signatures';

/** The body of `POST /chat/completions`, without the parameters this endpoint is known to refuse. */
export function requestBody(request: ChatRequest, model: string, refused: ReadonlySet<Droppable>, quirks: readonly Quirk[] = []): RequestBody {
  const stream = !refused.has('stream');
  const asksForSchema = request.schema !== undefined && !refused.has('response_format');
  return {
    model,
    messages: conversation([...request.messages, ...(request.schema && !asksForSchema ? [schemaInWords(request.schema.schema)] : [])], quirks),
    ...(request.tools?.length ? { tools: request.tools.map((tool) => ({ type: 'function' as const, function: tool })) } : {}),
    // Not strict: strict mode takes only a part of JSON schema, and our own check follows anyway.
    ...(request.schema && asksForSchema ? { response_format: { type: 'json_schema' as const, json_schema: { ...request.schema, strict: false } } } : {}),
    ...answerLimit(request.maxTokens, refused, quirks),
    ...(request.temperature !== undefined && !refused.has('temperature') ? { temperature: request.temperature } : {}),
    ...(request.tools?.length && refused.has('reasoning') ? { reasoning_effort: 'none' as const } : {}),
    ...(quirks.includes('thinking_off') ? { thinking: { type: 'disabled' } } : {}),
    ...(stream ? { stream } : {}),
    // Without it a stream says nothing of its usage; endpoints refuse it where nothing is streamed.
    ...(stream && !refused.has('stream_options') ? { stream_options: { include_usage: true } } : {}),
  };
}

/** Newer models refuse `max_tokens`, older endpoints know nothing else. */
function answerLimit(tokens: number, refused: ReadonlySet<Droppable>, quirks: readonly Quirk[]): Partial<RequestBody> {
  if (!refused.has('max_completion_tokens') && !quirks.includes('max_tokens')) return { max_completion_tokens: tokens };
  return refused.has('max_tokens') ? {} : { max_tokens: tokens };
}

/** The parameter of `sent` that a 400 or 422 names as the one it does not take; the first when it names several. Null: none. */
export function refusedParameter(error: unknown, sent: RequestBody): Droppable | null {
  if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return null;
  if (error.param === 'reasoning_effort' && sent.tools && !('reasoning_effort' in sent)) return 'reasoning';
  const candidates = DROPPABLES.filter((name) => name in sent);
  const byField = candidates.find((name) => error.param?.split(/[.[]/)[0] === name);
  if (byField) return byField;
  const words = error.message.replaceAll('json_schema', 'response_format');
  const places = candidates.map((name) => ({ name, at: words.search(new RegExp(`(?<![\\w])${name}(?!\\w)`)) })).filter(({ at }) => at >= 0);
  return places.toSorted((a, b) => a.at - b.at)[0]?.name ?? null;
}

function schemaInWords(schema: Record<string, unknown>): ChatMessage {
  return { role: 'user', content: `Answer with one JSON value of this JSON schema and nothing else:\n${JSON.stringify(schema)}` };
}

/** The conversation as this vendor takes it, whoever answered so far: it may have begun with another one. */
function conversation(messages: readonly ChatMessage[], quirks: readonly Quirk[]): OpenAI.Chat.ChatCompletionMessageParam[] {
  const fits = quirks.includes('short_tool_ids') ? SHORT_ID : COMMON_ID;
  const sent = alternating(messages).map((message) => outgoing(withIds(message, fits), quirks.includes('thought_signatures')));
  if (!quirks.includes('no_user_after_tool')) return sent;
  return sent.flatMap((message, index) =>
    message.role === 'user' && sent[index - 1]?.role === 'tool' ? [{ role: 'assistant' as const, content: 'I see.' }, message] : [message],
  );
}

/** Neighbours of one role as one message: templates of many open models refuse two in a row, and to the others it is the same. */
function alternating(messages: readonly ChatMessage[]): ChatMessage[] {
  const merged: ChatMessage[] = [];
  for (const message of messages) {
    const last = merged.at(-1);
    if ((message.role === 'user' || message.role === 'system') && last?.role === message.role)
      merged[merged.length - 1] = { role: message.role, content: `${last.content}\n\n${message.content}` };
    else merged.push(message);
  }
  return merged;
}

const SHORT_ID = /^[A-Za-z0-9]{9}$/;
// The strictest of what the large vendors accept.
const COMMON_ID = /^[A-Za-z0-9_-]{1,40}$/;

/** Ids that do not fit are replaced by others made of them, the same in the call and in its result. */
function withIds(message: ChatMessage, fits: RegExp): ChatMessage {
  const idOf = (id: string): string => (fits.test(id) ? id : createHash('sha256').update(id).digest('hex').slice(0, 9));
  if (message.role === 'tool') return { ...message, toolCallId: idOf(message.toolCallId) };
  if (message.role !== 'assistant') return message;
  return { ...message, toolCalls: message.toolCalls.map((call) => ({ ...call, id: idOf(call.id) })) };
}

function outgoing(message: ChatMessage, signed: boolean): OpenAI.Chat.ChatCompletionMessageParam {
  // Some endpoints refuse a text of nothing but blanks.
  if (message.role === 'tool') return { role: 'tool', tool_call_id: message.toolCallId, content: message.content.trim() ? message.content : '(empty)' };
  if (message.role !== 'assistant') return { role: message.role, content: message.content };
  // Endpoints refuse an assistant message that says nothing at all.
  if (message.toolCalls.length === 0) return { role: 'assistant', content: message.content?.trim() ? message.content : '(no answer)' };
  return {
    role: 'assistant',
    content: message.content,
    tool_calls: message.toolCalls.map((call, index) => ({ ...outgoingCall(call), ...(signed && index === 0 ? UNSIGNED : {}) })),
  };
}

// The vendor's own word for calls whose signature is not at hand; it stands at the first call of a message.
const UNSIGNED = { extra_content: { google: { thought_signature: 'skip_thought_signature_validator' } } };

/** The model's own mistakes go back to it in a form that endpoints accept; a 400 for them would end the session. */
function outgoingCall(call: ToolCall): OpenAI.Chat.ChatCompletionMessageFunctionToolCall {
  const name = call.name.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 64) || 'unnamed';
  return { id: call.id, type: 'function', function: { name, arguments: outgoingArguments(call.arguments) } };
}

function outgoingArguments(text: string): string {
  try {
    if (isRecord(JSON.parse(text))) return text;
  } catch {
    // Not JSON: shown to the model as what it is.
  }
  // As long as the model needs to recognise its own words.
  return text.trim() === '' ? '{}' : JSON.stringify({ invalid_json: cut(text, 2_000) });
}
