import { mkdtempSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { conversationProblem, digest, readConversation, wireRequest, type Conversation, type WireRequest } from './conversation.js';
import { Ledger } from './ledger.js';
import type { Mistake, Reply } from './reply.js';
import { promptTokensOf } from './prompt-tokens.js';
import { send, sendError, sendJson, type Pace } from './send.js';
import { scriptNamed, type Script, type ScriptOptions } from './scripts/index.js';

export interface ScriptedLlmOptions extends Partial<Pace>, Partial<ScriptOptions> {
  /** One of `scriptNames`. */
  script: string;
  /** 0, the default, takes a free one. */
  port?: number;
  /** JSON lines; kept and continued when it exists. A new temporary file by default. */
  ledgerFile?: string;
  /** Answers 401 to any other key, when set. */
  apiKey?: string;
  /** The model's window, prompt and answer together: what does not fit is refused as endpoints do, and the ledger says how much each request had. */
  contextTokens?: number;
  /** Hears of every request that is answered; for tests in the same process. */
  onRequest?: (request: WireRequest, seq: number) => void;
}

export interface ScriptedLlm {
  /** For OPENAI_BASE_URL. */
  baseUrl: string;
  port: number;
  ledger: Ledger;
  /** Ends all connections, as a crash would. */
  stop(): Promise<void>;
}

// A conversation beyond this is a fault of the asker.
const REQUEST_BYTES_MAX = 32 * 1024 * 1024;
// Long enough to be felt, shorter than any first-byte timeout in earnest.
const SLOW_FIRST_BYTE_MS = 2_000;
// A session long enough for a second page of history, short enough for a test.
const TURNS_DEFAULT = 20;

/** A real HTTP server that speaks OpenAI's chat completions and answers by a script. Listens on 127.0.0.1. */
export async function startScriptedLlm(options: ScriptedLlmOptions): Promise<ScriptedLlm> {
  const script = scriptNamed(options.script, { turns: options.turns ?? TURNS_DEFAULT, turnKind: options.turnKind ?? 'mixed' });
  const ledger = new Ledger(options.ledgerFile ?? join(mkdtempSync(join(tmpdir(), 'scripted-llm-')), 'ledger.jsonl'));
  const pace = { latencyMs: options.latencyMs ?? 0, chunkDelayMs: options.chunkDelayMs ?? 0, slowFirstByteMs: options.slowFirstByteMs ?? SLOW_FIRST_BYTE_MS };
  const server = createServer((request, response) => {
    handle(request, response, { script, ledger, pace, ...pick(options) }).catch((error: unknown) => {
      if (!response.headersSent) sendError(response, 500, `the scripted server itself broke: ${String(error)}`);
      else response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the scripted server got no port');
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    port: address.port,
    ledger,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      ledger.close();
    },
  };
}

function pick({ apiKey, contextTokens, onRequest }: ScriptedLlmOptions): Omit<Serving, 'script' | 'ledger' | 'pace'> {
  return { apiKey, contextTokens, onRequest };
}

interface Received {
  body: string;
  /** By performance.now(). */
  receivedMs: number;
}

interface Serving {
  script: Script;
  ledger: Ledger;
  pace: Pace;
  apiKey: string | undefined;
  contextTokens: number | undefined;
  onRequest: ScriptedLlmOptions['onRequest'];
}

async function handle(request: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  // `?after=12` leaves out the first twelve: whoever looks often must not be in the way of what is measured.
  const asked = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (request.method === 'GET' && asked.pathname === '/ledger')
    return sendJson(response, 200, serving.ledger.requests().slice(Number(asked.searchParams.get('after') ?? 0)));
  const body = await readBody(request);
  const receivedMs = performance.now();
  if (request.method !== 'POST' || request.url !== '/v1/chat/completions')
    return refuse(serving, response, { request, body, receivedMs }, 404, 'there is only POST /v1/chat/completions here');
  if (serving.apiKey !== undefined && request.headers.authorization !== `Bearer ${serving.apiKey}`)
    return refuse(serving, response, { request, body, receivedMs }, 401, 'Incorrect API key provided');
  const parsed = wireRequest.safeParse(parseJson(body));
  const problem = parsed.success
    ? conversationProblem(parsed.data)
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  if (!parsed.success || problem !== null) return refuse(serving, response, { request, body, receivedMs }, 400, problem ?? '');
  const promptTokens = serving.contextTokens === undefined ? null : promptTokensOf(parsed.data);
  const wanted = (promptTokens ?? 0) + (parsed.data.max_completion_tokens ?? parsed.data.max_tokens ?? 0);
  if (serving.contextTokens !== undefined && wanted > serving.contextTokens)
    return refuse(
      serving,
      response,
      { request, body, receivedMs },
      400,
      `This model's maximum context length is ${serving.contextTokens} tokens, not ${wanted}`,
    );
  await answer(serving, response, { body, receivedMs, promptTokens }, parsed.data);
}

async function answer(
  serving: Serving,
  response: ServerResponse,
  { body, receivedMs, promptTokens }: Received & { promptTokens: number | null },
  request: WireRequest,
): Promise<void> {
  const { ledger } = serving;
  const conversation = readConversation(request);
  const place = placeOf(conversation);
  const fired = dueMistake(serving, conversation, place);
  const reply: Reply = fired?.mistake.reply ?? serving.script.reply(conversation);
  const seq = ledger.arrived({
    digest: digest(body),
    path: '/v1/chat/completions',
    bytes: Buffer.byteLength(body),
    messages: request.messages.length,
    schema: conversation.schema?.name ?? null,
    tools: (request.tools ?? []).length > 0,
    stream: request.stream === true,
    intent: conversation.intentDigest.slice(0, 12),
    place,
    kind: reply.trouble?.kind ?? reply.answer.kind,
    mistake: fired?.key ?? null,
    receivedMs,
    ...(promptTokens === null ? {} : { promptTokens }),
  });
  serving.onRequest?.(request, seq);
  let over = false;
  const end = (outcome: 'sent' | 'aborted'): void => {
    if (!over) ledger.ended(seq, outcome);
    over = true;
  };
  response.once('finish', () => end('sent'));
  response.once('close', () => end(reply.trouble?.kind === 'cut' ? 'sent' : 'aborted'));
  await send(response, request, conversation, reply, serving.pace);
}

function dueMistake(serving: Serving, conversation: Conversation, place: string): { key: string; mistake: Mistake } | null {
  for (const mistake of serving.script.mistakes?.(conversation) ?? []) {
    const key = `${conversation.intentDigest.slice(0, 12)}/${place}/${mistake.name}`;
    if (serving.ledger.timesFired(key) < mistake.times) return { key, mistake };
  }
  return null;
}

function placeOf(conversation: Conversation): string {
  if (conversation.schema) return `schema:${conversation.schema.name}`;
  return conversation.task ? `task:${conversation.task.id}:${conversation.step}` : 'chat';
}

/** Refusals are in the ledger too: a test that counts requests must see them. */
function refuse(
  serving: Serving,
  response: ServerResponse,
  { request, body, receivedMs }: Received & { request: IncomingMessage },
  status: number,
  message: string,
): void {
  const seq = serving.ledger.arrived({
    digest: digest(body),
    path: request.url ?? '',
    bytes: Buffer.byteLength(body),
    messages: 0,
    schema: null,
    tools: false,
    stream: false,
    intent: '',
    place: 'refused',
    kind: `refused ${status}`,
    mistake: null,
    receivedMs,
  });
  serving.ledger.ended(seq, 'sent');
  sendError(response, status, message);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > REQUEST_BYTES_MAX) throw new Error('the request is larger than 32 MB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
