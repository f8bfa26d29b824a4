import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createOpenAiProvider } from '../../activities/llm/openai.js';
import type { ChatRequest, LlmProvider } from '../../activities/llm/port.js';

export type Handler = (response: ServerResponse, body: Record<string, unknown>, request: IncomingMessage) => void;

export interface Endpoint {
  baseUrl: string;
  /** Bodies of all requests so far. */
  asked: Record<string, unknown>[];
  stop(): Promise<void>;
}

/** A real HTTP server that answers every request by `handler`. */
export async function startEndpoint(handler: Handler): Promise<Endpoint> {
  const asked: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body: Record<string, unknown> = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      asked.push(body);
      handler(response, body, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    asked,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const KEY = 'sk-canary-4711-do-not-show';
export const HELLO: ChatRequest = { messages: [{ role: 'user', content: 'Hello' }], maxTokens: 100 };

export function provider(baseUrl: string, more: { apiKey?: string; firstByteTimeoutMs?: number; idleTimeoutMs?: number } = {}): LlmProvider {
  return createOpenAiProvider({ baseUrl, apiKey: KEY, model: 'scripted-1', firstByteTimeoutMs: 5_000, idleTimeoutMs: 5_000, ...more });
}

/** Starts an endpoint, runs `use`, and stops the endpoint whatever happens. */
export async function withEndpoint<T>(handler: Handler, use: (endpoint: Endpoint) => Promise<T>): Promise<T> {
  const endpoint = await startEndpoint(handler);
  try {
    return await use(endpoint);
  } finally {
    await endpoint.stop();
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

export const completion = (message: object, more: object = {}): object => ({
  model: 'answering-1',
  choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 7, completion_tokens: 3 },
  ...more,
});

export const delta = (content: object, finish: string | null = null): string =>
  `data: ${JSON.stringify({ model: 'answering-1', choices: [{ index: 0, delta: content, finish_reason: finish }] })}\n\n`;

/** Sends a stream made of these texts at once. */
export function sendStream(response: ServerResponse, texts: string[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.end(texts.join(''));
}

/** What the promise was rejected with; fails the test when it was not. */
export async function failureOf(promise: Promise<unknown>): Promise<Record<string, unknown> & Error> {
  try {
    await promise;
  } catch (error) {
    return error as Record<string, unknown> & Error;
  }
  throw new Error('it was expected to fail');
}
