import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { stepCallId, type Conversation, type WireRequest } from './conversation.js';
import { fitSchema } from './fit-schema.js';
import type { Answer, Reply } from './reply.js';

export interface Pace {
  /** Milliseconds before the first byte of every answer. */
  latencyMs: number;
  /** Milliseconds between two chunks of a stream. */
  chunkDelayMs: number;
  /** Milliseconds that the trouble `slow` adds before the first byte. */
  slowFirstByteMs: number;
}

// Small enough that a short answer is several chunks, as from a real endpoint.
const PIECE_CHARS = 40;

interface WireMessageOut {
  content: string | null;
  calls: { id: string | null; name: string; arguments: string }[];
  finish: string;
}

/** Sends the reply in the form that was asked for; ends early or wrong where the reply's trouble says so. */
export async function send(response: ServerResponse, request: WireRequest, conversation: Conversation, reply: Reply, pace: Pace): Promise<void> {
  const { trouble } = reply;
  await sleep(pace.latencyMs + (trouble?.kind === 'slow' ? pace.slowFirstByteMs : 0));
  if (trouble?.kind === 'status') {
    const headers: Record<string, string> = trouble.retryAfter === undefined ? {} : { 'retry-after': trouble.retryAfter };
    return sendError(response, trouble.status, trouble.message, { headers, param: trouble.param });
  }
  if (trouble?.kind === 'error_in_200') return sendJson(response, 200, { error: { message: trouble.message, type: 'server_error' } });
  const message = wireMessage(reply.answer, conversation);
  if (trouble?.kind === 'length') halve(message);
  const usage = { prompt_tokens: tokens(JSON.stringify(request.messages)), completion_tokens: tokens(JSON.stringify(message)) };
  if (request.stream) await sendStream(response, request, message, usage, pace, trouble?.kind === 'cut');
  else sendWhole(response, request, message, usage, trouble?.kind === 'cut');
}

export function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

export function sendError(response: ServerResponse, status: number, message: string, more: { headers?: Record<string, string>; param?: string } = {}): void {
  sendJson(response, status, { error: { message, type: 'scripted', param: more.param ?? null, code: null } }, more.headers);
}

function wireMessage(answer: Answer, conversation: Conversation): WireMessageOut {
  if (answer.kind === 'text') return { content: answer.text, calls: [], finish: 'stop' };
  if (answer.kind === 'json') {
    const value = conversation.schema ? fitSchema(answer.value, conversation.schema.schema) : answer.value;
    return { content: JSON.stringify(value), calls: [], finish: 'stop' };
  }
  const idOf = (position: number): string => (answer.counts === false ? `m${conversation.turns}_${position}` : stepCallId(conversation.step, position));
  const calls = answer.calls.map((one, position) => ({
    id: one.id === undefined ? idOf(position) : one.id,
    name: one.name,
    arguments: typeof one.arguments === 'string' ? one.arguments : JSON.stringify(one.arguments),
  }));
  return { content: answer.text ?? null, calls, finish: 'tool_calls' };
}

function halve(message: WireMessageOut): void {
  message.finish = 'length';
  message.content &&= message.content.slice(0, message.content.length / 2);
  for (const one of message.calls) one.arguments = one.arguments.slice(0, one.arguments.length / 2);
}

function sendWhole(response: ServerResponse, request: WireRequest, message: WireMessageOut, usage: object, cut: boolean): void {
  const toolCalls = message.calls.map((one) => ({
    ...(one.id === null ? {} : { id: one.id }),
    type: 'function',
    function: { name: one.name, arguments: one.arguments },
  }));
  const choice = {
    index: 0,
    message: { role: 'assistant', content: message.content, ...(toolCalls.length > 0 ? { tool_calls: toolCalls } : {}) },
    finish_reason: message.finish,
  };
  const body = JSON.stringify({ object: 'chat.completion', model: request.model, choices: [choice], usage });
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  if (!cut) return void response.end(body);
  response.write(body.slice(0, body.length / 2), () => response.destroy());
}

async function sendStream(response: ServerResponse, request: WireRequest, message: WireMessageOut, usage: object, pace: Pace, cut: boolean): Promise<void> {
  const chunk = (delta: object, finish: string | null = null): object => ({
    object: 'chat.completion.chunk',
    model: request.model,
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
  const body = [chunk({ role: 'assistant', content: '' }), ...deltas(message).map((delta) => chunk(delta))];
  const end = [
    chunk({}, message.finish),
    ...(request.stream_options?.include_usage ? [{ object: 'chat.completion.chunk', model: request.model, choices: [], usage }] : []),
  ];
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  const wanted = cut ? body.slice(0, Math.ceil(body.length / 2)) : [...body, ...end];
  for (const one of wanted) {
    if (response.destroyed) return;
    response.write(`data: ${JSON.stringify(one)}\n\n`);
    if (pace.chunkDelayMs > 0) await sleep(pace.chunkDelayMs);
  }
  if (!cut) return void response.end('data: [DONE]\n\n');
  // Flushed first, so that what was cut was seen.
  response.write('data: {"choices":[{"del', () => response.destroy());
}

function deltas(message: WireMessageOut): object[] {
  const content = pieces(message.content ?? '').map((piece) => ({ content: piece }));
  const calls = message.calls.flatMap((one, index) => [
    { tool_calls: [{ index, ...(one.id === null ? {} : { id: one.id }), type: 'function', function: { name: one.name, arguments: '' } }] },
    ...pieces(one.arguments).map((piece) => ({ tool_calls: [{ index, function: { arguments: piece } }] })),
  ]);
  return [...content, ...calls];
}

function pieces(text: string): string[] {
  return Array.from({ length: Math.ceil(text.length / PIECE_CHARS) }, (_, at) => text.slice(at * PIECE_CHARS, (at + 1) * PIECE_CHARS));
}

// The usual rule of thumb of four characters a token.
function tokens(text: string): number {
  return Math.ceil(text.length / 4);
}
