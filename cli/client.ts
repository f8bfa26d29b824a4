import { randomUUID } from 'node:crypto';
import type { Connection } from './connection.js';
import { CliFailure, Interrupted } from './failure.js';
import { Patience } from './patience.js';
import { problemFailure, unreachableFailure } from './problem.js';

// The slowest answer the API owes anyone is a decision waiting for its workflow (10 s there); the rest is margin.
const REQUEST_MS = 30_000;
// Away for a moment, by the API's own word or by a proxy's: worth another try.
const PASSING = new Set([429, 502, 503, 504]);

export interface ClientOptions {
  connect(): Connection;
  /** How long requests that may be repeated are tried again while nothing answers. */
  patienceSeconds: number;
  say?: (sentence: string) => void;
  signal?: AbortSignal;
}

/**
 * The HTTP client of every command. GETs are repeated while the API restarts, and so are POSTs and PUTs, because each
 * carries an Idempotency-Key: the second one is answered like the first. Throws ApiFailure for what the API refused,
 * CliFailure when nothing answered, Interrupted at Ctrl-C.
 */
export class ApiClient {
  constructor(readonly options: ClientOptions) {}

  /** The same client with another patience: a watcher waits longer than a question. */
  patient(seconds: number): ApiClient {
    return new ApiClient({ ...this.options, patienceSeconds: seconds });
  }

  async get<T>(path: string): Promise<T> {
    return parseObject<T>((await this.send('GET', path)).text, path);
  }

  /** The answer's own bytes as text, for `--json`. */
  async getText(path: string): Promise<string> {
    return (await this.send('GET', path)).text;
  }

  async post<T>(path: string, body: object, idempotencyKey: string = randomUUID()): Promise<T> {
    return parseObject<T>((await this.send('POST', path, body, idempotencyKey)).text, path);
  }

  async put<T>(path: string, body: object, idempotencyKey: string = randomUUID()): Promise<T> {
    return parseObject<T>((await this.send('PUT', path, body, idempotencyKey)).text, path);
  }

  private async send(method: string, path: string, body?: object, key?: string): Promise<{ text: string }> {
    const patience = new Patience(this.options.patienceSeconds, this.options.say);
    for (;;) {
      const { baseUrl, token } = this.options.connect();
      const headers: Record<string, string> = { accept: 'application/json' };
      if (token) headers['authorization'] = `Bearer ${token}`;
      if (body) headers['content-type'] = 'application/json';
      if (key) headers['idempotency-key'] = key;
      const answer = await this.attempt(`${baseUrl}${path}`, { method, headers, body: body && JSON.stringify(body) });
      if ('ok' in answer && answer.ok) return { text: answer.text };
      const passing = 'cause' in answer || PASSING.has(answer.status);
      const reason = 'cause' in answer ? `Millwright does not answer at ${baseUrl}.` : 'A part of Millwright is away.';
      const askedSeconds = 'cause' in answer ? 0 : answer.retryAfterSeconds;
      if (passing && (await patience.pause(reason, this.options.signal, askedSeconds))) continue;
      if ('cause' in answer) throw unreachableFailure(baseUrl, answer.cause, this.options.patienceSeconds);
      throw problemFailure(answer.status, answer.text);
    }
  }

  /** One request: its answer, or the cause why there is none. */
  private async attempt(url: string, init: { method: string; headers: Record<string, string>; body?: string | undefined }) {
    const timeout = AbortSignal.timeout(REQUEST_MS);
    const signal = this.options.signal ? AbortSignal.any([timeout, this.options.signal]) : timeout;
    try {
      const response = await fetch(url, { ...init, signal, redirect: 'error' });
      const text = await response.text();
      return { ok: response.ok, status: response.status, text, retryAfterSeconds: retryAfter(response.headers) };
    } catch (cause) {
      if (this.options.signal?.aborted) throw new Interrupted();
      return { cause };
    }
  }
}

/** Seconds of a Retry-After header; 0 without one or when it holds a date. */
export function retryAfter(headers: Headers): number {
  const seconds = Number(headers.get('retry-after') ?? 0);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 0;
}

function parseObject<T>(text: string, path: string): T {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as T;
  } catch {
    // Reported below, like every other answer that is not an object.
  }
  throw new CliFailure('Something else than Millwright answers there', {
    why: `${path} did not answer with a JSON object`,
    todo: 'Look at who listens on that port; `mw doctor` and MW_PORT help.',
  });
}
