import OpenAI from 'openai';
import type { CallOptions, ChatAnswer, ChatRequest, LlmProvider } from './port.js';
import { boundedFetch } from './openai/bounded-fetch.js';
import { createScrubber, translateFailure } from './openai/failures.js';
import { startPatience } from './openai/patience.js';
import { readAnswer } from './openai/read-answer.js';
import { type Droppable, type Quirk, type RequestBody, refusedParameter, requestBody } from './openai/request-body.js';

export interface OpenAiSettings {
  /** With the version path, e.g. `https://api.openai.com/v1` (the default). Only `{baseUrl}/chat/completions` is ever asked. */
  baseUrl?: string;
  /** Optional where the endpoint wants none: then no Authorization header is sent. */
  apiKey?: string;
  model: string;
  /** Milliseconds until the first byte of an answer. */
  firstByteTimeoutMs: number;
  /** Milliseconds of silence within an answer. */
  idleTimeoutMs: number;
  price?: LlmProvider['price'];
  /** Name of the variable the key is from, for what people are told. */
  keyName?: string;
  headers?: Record<string, string>;
  /** Parameters that this model is known not to take. */
  without?: readonly Droppable[];
  quirks?: readonly Quirk[];
}

const OPENAI_BASE_URL = 'https://api.openai.com/v1';
// An endpoint that cannot stream is silent until the whole answer is made; fetch itself gives up on headers after 300 s.
const UNSTREAMED_FIRST_BYTE_MS = 280_000;
// Our own timers end a call; the package's must never fire first.
const PACKAGE_TIMEOUT_MS = 24 * 60 * 60 * 1000;

/**
 * Any OpenAI-compatible endpoint behind the LLM port, over chat completions. Streams; understands an endpoint that answers
 * a stream request with one JSON body; leaves out a parameter that the endpoint refused by name, from then on.
 * Retries nothing else. An aborted `signal` rejects with the signal's own reason.
 */
export function createOpenAiProvider(settings: OpenAiSettings): LlmProvider {
  const baseUrl = settings.baseUrl ?? OPENAI_BASE_URL;
  const client = createClient(baseUrl, settings);
  const failureContext = { baseUrl, scrub: createScrubber(settings.apiKey, baseUrl), keyName: settings.keyName ?? 'OPENAI_API_KEY', model: settings.model };
  const refused = new Set<Droppable>(settings.without);

  async function ask(body: RequestBody, request: ChatRequest, options: CallOptions): Promise<ChatAnswer> {
    const firstByteMs = body.stream ? settings.firstByteTimeoutMs : Math.max(settings.firstByteTimeoutMs, UNSTREAMED_FIRST_BYTE_MS);
    const patience = startPatience({ firstByteMs, idleMs: settings.idleTimeoutMs, caller: options.signal });
    try {
      const response = await client.chat.completions.create(body, { signal: patience.signal }).asResponse();
      return await readAnswer(response, { request, model: settings.model, onBytes: () => patience.heard(), onDelta: options.onDelta });
    } catch (error) {
      throw patience.ranOut() ?? error;
    } finally {
      patience.end();
    }
  }

  async function complete(request: ChatRequest, options: CallOptions = {}): Promise<ChatAnswer> {
    options.signal?.throwIfAborted();
    const without = new Set(refused);
    for (;;) {
      const body = requestBody(request, settings.model, without, settings.quirks);
      try {
        const answer = await ask(body, request, options);
        // Only now it is known that the parameter was to blame: a refusal may name one and mean the prompt.
        for (const parameter of without) refused.add(parameter);
        return answer;
      } catch (error) {
        if (options.signal?.aborted) throw options.signal.reason;
        const parameter = refusedParameter(error, body);
        if (parameter === null) throw translateFailure(error, failureContext);
        without.add(parameter);
      }
    }
  }

  return { model: settings.model, price: settings.price ?? null, complete };
}

function createClient(baseURL: string, { apiKey, headers }: Pick<OpenAiSettings, 'apiKey' | 'headers'>): OpenAI {
  return new OpenAI({
    baseURL,
    // The package insists on a key; without one of ours the header is taken out again.
    apiKey: apiKey || 'none',
    defaultHeaders: { ...headers, ...(apiKey ? {} : { Authorization: null }) },
    // Said outright, or the package would read them from the environment.
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    // Retries belong to Temporal (temporal.md 51).
    maxRetries: 0,
    timeout: PACKAGE_TIMEOUT_MS,
    logLevel: 'off',
    fetch: boundedFetch,
  });
}
