import { APIError, type OpenAI } from 'openai';
import type { ChatMessage, ChatRequest, ToolCall } from '../port.js';
import { cut, isRecord } from './values.js';

export type RequestBody = OpenAI.Chat.ChatCompletionCreateParams;

/** What may be left out of a request without changing what is asked. Endpoints differ in which of these they know. */
const DROPPABLES = ['stream_options', 'stream', 'response_format', 'max_completion_tokens', 'max_tokens'] as const;
export type Droppable = (typeof DROPPABLES)[number];

/** The body of `POST /chat/completions`, without the parameters this endpoint is known to refuse. */
export function requestBody(request: ChatRequest, model: string, refused: ReadonlySet<Droppable>): RequestBody {
  const stream = !refused.has('stream');
  const asksForSchema = request.schema !== undefined && !refused.has('response_format');
  return {
    model,
    messages: [...request.messages.map(outgoing), ...(request.schema && !asksForSchema ? [schemaInWords(request.schema.schema)] : [])],
    ...(request.tools?.length ? { tools: request.tools.map((tool) => ({ type: 'function' as const, function: tool })) } : {}),
    // Not strict: strict mode takes only a part of JSON schema, and our own check follows anyway.
    ...(request.schema && asksForSchema ? { response_format: { type: 'json_schema' as const, json_schema: { ...request.schema, strict: false } } } : {}),
    ...answerLimit(request.maxTokens, refused),
    ...(stream ? { stream } : {}),
    // Without it a stream says nothing of its usage; endpoints refuse it where nothing is streamed.
    ...(stream && !refused.has('stream_options') ? { stream_options: { include_usage: true } } : {}),
  };
}

/** Newer models refuse `max_tokens`, older endpoints know nothing else. */
function answerLimit(tokens: number, refused: ReadonlySet<Droppable>): Partial<RequestBody> {
  if (!refused.has('max_completion_tokens')) return { max_completion_tokens: tokens };
  return refused.has('max_tokens') ? {} : { max_tokens: tokens };
}

/** The parameter of `sent` that a 400 or 422 names as the one it does not take; the first when it names several. Null: none. */
export function refusedParameter(error: unknown, sent: RequestBody): Droppable | null {
  if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return null;
  const candidates = DROPPABLES.filter((name) => name in sent);
  const byField = candidates.find((name) => error.param?.split(/[.[]/)[0] === name);
  if (byField) return byField;
  const words = error.message.replaceAll('json_schema', 'response_format');
  const places = candidates.map((name) => ({ name, at: words.search(new RegExp(`(?<![\\w])${name}(?!\\w)`)) })).filter(({ at }) => at >= 0);
  return places.toSorted((a, b) => a.at - b.at)[0]?.name ?? null;
}

function schemaInWords(schema: Record<string, unknown>): OpenAI.Chat.ChatCompletionMessageParam {
  return { role: 'user', content: `Answer with one JSON value of this JSON schema and nothing else:\n${JSON.stringify(schema)}` };
}

function outgoing(message: ChatMessage): OpenAI.Chat.ChatCompletionMessageParam {
  if (message.role === 'tool') return { role: 'tool', tool_call_id: message.toolCallId, content: message.content };
  if (message.role !== 'assistant') return { role: message.role, content: message.content };
  // Endpoints refuse an assistant message that says nothing at all.
  if (message.toolCalls.length === 0) return { role: 'assistant', content: message.content?.trim() ? message.content : '(no answer)' };
  return { role: 'assistant', content: message.content, tool_calls: message.toolCalls.map(outgoingCall) };
}

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
