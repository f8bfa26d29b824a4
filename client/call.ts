import { isPassing, Pauses, type RetryOptions } from './pauses.js';
import { BadAnswer, NoAnswer, problemOf, ApiProblem } from './problem.js';
import type { ApiRequest, Caller } from './request.js';
import { linked } from './signals.js';
import { streamEvents, type StreamEvent, type StreamOptions } from './stream.js';

export type { StreamEvent, StreamOptions } from './stream.js';

export interface ClientOptions {
  /** `http://host:port`, without a slash at the end; '' on a page of the API itself. A function is asked before each attempt. */
  baseUrl: string | (() => string);
  /** Sent as a Bearer token; absent where a cookie speaks. A function is asked before each attempt. */
  token?: string | null | (() => string | null);
  /** Sent with every request. */
  headers?: Record<string, string>;
  fetch?: typeof fetch;
  /** What may be repeated is: reads, and writes that carry an Idempotency-Key. Requests try for 15 s unless `forMs` says otherwise. */
  retry?: RetryOptions;
  /** How long one attempt may take, in milliseconds. */
  timeoutMs?: number;
  /** Aborts whatever this client does. */
  signal?: AbortSignal;
}

export interface CallOptions {
  signal?: AbortSignal;
  /** One of your own, to repeat a request from another process; made anew for each call otherwise. */
  idempotencyKey?: string;
  headers?: Record<string, string>;
  retry?: RetryOptions;
  timeoutMs?: number;
}

/** A page of a list: the items, and the same items under the list's own name. */
export type Page<Name extends string, Item> = { items: Item[]; total: number; page: number } & { [name in Name]: Item[] };

// The slowest answer the API owes anyone is a decision waiting for its workflow (10 s there); the rest is margin.
const TIMEOUT_MS = 30_000;
// By HTTP's own rules doing these twice is doing them once.
const REPEATABLE = new Set(['GET', 'PUT', 'DELETE']);
// A supervised API is back within seconds of a crash; ten more cover a slow machine.
const RETRY_MS = 15_000;

/** Carries requests out. Throws ApiProblem (refused), NoAnswer, BadAnswer, or the signal's reason. */
export class Call implements Caller {
  constructor(readonly options: ClientOptions) {}

  json<T>(request: ApiRequest, options: CallOptions): Promise<T> {
    return this.#send(request, options, async (response) => parseObject<T>(await response.text(), request.path));
  }

  text(request: ApiRequest, options: CallOptions): Promise<string> {
    return this.#send(request, options, (response) => response.text());
  }

  nothing(request: ApiRequest, options: CallOptions): Promise<void> {
    return this.#send(request, options, async (response) => void (await response.text()));
  }

  /** The answer itself, its body unread: for what is large or binary. The time limit counts until it begins. */
  raw(request: ApiRequest, options: CallOptions): Promise<Response> {
    return this.#send(request, options, (response) => Promise.resolve(response));
  }

  stream(request: ApiRequest, options: StreamOptions): AsyncGenerator<StreamEvent, void, void> {
    return streamEvents(this, request, options);
  }

  /** One attempt: its answer if it is a success, else an ApiProblem. */
  async attempt(request: ApiRequest, headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
    const { token, fetch: given } = this.options;
    const key = typeof token === 'function' ? token() : token;
    const init: RequestInit = {
      method: request.method,
      headers: { ...(key ? { authorization: `Bearer ${key}` } : {}), ...this.options.headers, ...headers },
      signal,
      // No route redirects, and a token must not follow one elsewhere.
      redirect: 'error',
    };
    if (request.form) init.body = formOf(request.form);
    else if (request.body !== undefined) init.body = JSON.stringify(request.body);
    const url = `${this.baseUrl}/api${request.path}${queryText(request.query ?? {})}`;
    const response = await (given ?? fetch)(url, init);
    if (response.ok) return response;
    throw await problemOf(response);
  }

  get baseUrl(): string {
    const { baseUrl } = this.options;
    return typeof baseUrl === 'function' ? baseUrl() : baseUrl;
  }

  async #send<T>(request: ApiRequest, options: CallOptions, read: (response: Response) => Promise<T>): Promise<T> {
    const retry = options.retry ?? this.options.retry ?? {};
    const mayRepeat = REPEATABLE.has(request.method) || request.keyed === true;
    const pauses = new Pauses(retry, mayRepeat ? (retry.forMs ?? RETRY_MS) : 0);
    const headers = headersOf(request, options);
    const outers = [options.signal, this.options.signal];
    for (;;) {
      let cause: unknown;
      try {
        const answer = await this.#once(request, options, headers, read);
        pauses.succeeded();
        return answer;
      } catch (error) {
        for (const outer of outers) if (outer?.aborted) throw outer.reason;
        if (error instanceof BadAnswer || !isPassing(error)) throw error;
        cause = error;
      }
      if (await pauses.wait(cause, ...outers)) continue;
      throw cause instanceof ApiProblem ? cause : new NoAnswer(this.baseUrl, pauses.forMs, { cause });
    }
  }

  /** One attempt with its time limit, read to its end (or handed out, for `raw`). */
  async #once<T>(request: ApiRequest, options: CallOptions, headers: Record<string, string>, read: (response: Response) => Promise<T>): Promise<T> {
    const link = linked(options.signal, this.options.signal);
    const timeout = setTimeout(() => link.abort(new Error('no answer in time')), this.#timeoutMs(request, options));
    let isHandedOut = false;
    try {
      const answer = await Promise.race([link.aborted, this.attempt(request, headers, link.signal).then(read)]);
      isHandedOut = answer instanceof Response;
      return answer;
    } finally {
      clearTimeout(timeout);
      // Who reads a body that was handed out may still abort it.
      if (!isHandedOut) link.unlink();
    }
  }

  #timeoutMs(request: ApiRequest, options: CallOptions): number {
    // An upload takes as long as the line needs; timers hold at most 2^31 - 1.
    return options.timeoutMs ?? (request.form ? 2 ** 31 - 1 : (this.options.timeoutMs ?? TIMEOUT_MS));
  }
}

function headersOf(request: ApiRequest, options: CallOptions): Record<string, string> {
  const key = request.keyed ? (options.idempotencyKey ?? randomKey()) : options.idempotencyKey;
  return {
    accept: 'application/json, */*;q=0.5',
    ...(request.body !== undefined && !request.form ? { 'content-type': 'application/json' } : {}),
    ...(key ? { 'idempotency-key': key } : {}),
    ...options.headers,
  };
}

/** 128 random bits; crypto.randomUUID is missing on pages that came by plain http from another machine. */
function randomKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function formOf(fields: Record<string, Blob>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

function queryText(query: NonNullable<ApiRequest['query']>): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) given.set(name, String(value));
  const text = given.toString();
  return text && `?${text}`;
}

function parseObject<T>(text: string, path: string): T {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as T;
  } catch {
    // Reported below, like every other answer that is not an object.
  }
  throw new BadAnswer(`The answer to ${path} is not a JSON object`);
}
