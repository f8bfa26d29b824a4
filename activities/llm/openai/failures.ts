import { APIConnectionError, APIError } from 'openai';
import { type FailureCode, MillwrightError } from '../../../contracts/failures.js';
import { cut } from './values.js';

// Enough of the endpoint's own words for a person to act on.
const WORDS_MAX = 500;
// reliability.md row 16: an endpoint may not park a build for longer.
const RETRY_AFTER_MAX_SECONDS = 300;
// "Retry-After: 0" would make a hot loop.
const RETRY_AFTER_MIN_SECONDS = 1;

export type Scrub = (text: string) => string;

/** Removes the key, and credentials within the base URL, from texts that leave the adapter. */
export function createScrubber(apiKey: string | undefined, baseUrl: string): Scrub {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  const secrets = [apiKey, apiKey?.trim(), url?.password, url && decodeURIComponent(url.password), url?.username, url?.search.slice(1)]
    .filter((secret): secret is string => Boolean(secret))
    .flatMap((secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
    // The longest first, or a part of a secret would be left over.
    .toSorted((a, b) => b.length - a.length);
  return (text) => {
    const known = secrets.reduce((result, secret) => withoutCut(result.replaceAll(secret, '[key]'), secret), text);
    return known.replace(/\b(Bearer\s+|sk-)[A-Za-z0-9._~+/=-]{8,}/gi, '$1[key]');
  };
}

// So much of a key's beginning tells nothing that its vendor's name does not.
const CUT_CHARS_MIN = 8;

/** What `cut` left of a secret that stood at the end of a long text. */
function withoutCut(text: string, secret: string): string {
  let result = text;
  for (let length = secret.length - 1; length >= CUT_CHARS_MIN; length -= 1) result = result.replaceAll(`${secret.slice(0, length)}...`, '[key]...');
  return result;
}

export interface FailureContext {
  baseUrl: string;
  scrub: Scrub;
  /** Name of the variable that holds the key. */
  keyName: string;
  model: string;
}

/** Any error of a call as one of LLM_AUTH, LLM_REQUEST_REFUSED, LLM_RATE_LIMITED, LLM_UNAVAILABLE; free of secrets, so without a cause. */
export function translateFailure(error: unknown, context: FailureContext): MillwrightError {
  if (error instanceof MillwrightError) return new MillwrightError(error.code, context.scrub(error.detail), error.options);
  const endpoint = `the model endpoint ${URL.canParse(context.baseUrl) ? new URL(context.baseUrl).host : ''}`.trim();
  const say = (text: string): string => context.scrub(cut(text, WORDS_MAX));
  if (error instanceof APIError && typeof error.status === 'number') return ofStatus(error, error.status, endpoint, context);
  if (error instanceof APIConnectionError)
    return new MillwrightError('LLM_UNAVAILABLE', say(`${endpoint} could not be reached: ${reasonOf(error)}. Is its base URL right, and is it up?`), {
      unbilled: true,
    });
  return new MillwrightError('LLM_UNAVAILABLE', say(`the call to ${endpoint} broke off: ${reasonOf(error)}`));
}

function ofStatus(error: APIError, status: number, endpoint: string, context: FailureContext): MillwrightError {
  const say = (text: string): string => context.scrub(cut(text, WORDS_MAX));
  const words = say(error.message.replace(/^\d{3} /, ''));
  const answered = say(endpoint) + ` answered ${status}: ${words}`;
  const asked = retryAfter(error.headers);
  const retryAfterSeconds = Math.min(asked ?? 0, RETRY_AFTER_MAX_SECONDS);
  if (status === 429 && !isBroke(error, status)) {
    if (asked === null) return new MillwrightError('LLM_RATE_LIMITED', `${answered}. It does not say how long to wait`, { unbilled: true });
    const capped = asked > retryAfterSeconds ? `, and is asked again after ${RETRY_AFTER_MAX_SECONDS} s: nobody may park a build for longer` : '';
    return new MillwrightError('LLM_RATE_LIMITED', `${answered}. It asks us to wait ${asked} s${capped}`, { retryAfterSeconds, unbilled: true });
  }
  const [code, advice] = codeOf(error, status, context);
  return new MillwrightError(code, `${answered}. ${advice}`, {
    unbilled: true,
    ...(asked !== null && code === 'LLM_UNAVAILABLE' ? { retryAfterSeconds } : {}),
  });
}

/** An account without credit is no matter of waiting, though OpenAI answers it like one. */
function isBroke(error: APIError, status: number): boolean {
  return status === 402 || (status === 429 && error.code === 'insufficient_quota');
}

function codeOf(error: APIError, status: number, { keyName, model }: FailureContext): [FailureCode, string] {
  if (isBroke(error, status)) return ['LLM_REQUEST_REFUSED', `The account of ${keyName} has no credit left: add some, or use another provider`];
  // The model wrote a call that its own server could not read: another answer may be better.
  if (error.code === 'tool_use_failed') return ['LLM_UNAVAILABLE', 'It will be asked again'];
  if (status === 401 || status === 403) return ['LLM_AUTH', `Set ${/^[AEIOU]/.test(keyName) ? 'an' : 'a'} ${keyName} that this endpoint and model accept`];
  // Request timeout, conflict and too early are answers about the moment, not about the request.
  if (status >= 500 || status === 408 || status === 409 || status === 425) return ['LLM_UNAVAILABLE', 'It will be asked again'];
  if (status < 400) return ['LLM_REQUEST_REFUSED', 'It sends us elsewhere, and redirects are not followed: set its base URL to the final address'];
  return ['LLM_REQUEST_REFUSED', `Check the model's name (${cut(model, 100)}) and the base URL against what the endpoint offers`];
}

/** Retry-After in its seconds or its date form, in whole seconds from 1 on; null when absent or unreadable. */
function retryAfter(headers: Headers | undefined): number | null {
  const milliseconds = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  if (milliseconds >= 0) return wholeSeconds(milliseconds / 1000);
  const value = headers?.get('retry-after')?.trim();
  if (!value) return null;
  const seconds = Number(value);
  if (!Number.isNaN(seconds)) return seconds >= 0 ? wholeSeconds(seconds) : null;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : wholeSeconds((date - Date.now()) / 1000);
}

function wholeSeconds(seconds: number): number {
  return Math.max(Math.ceil(seconds), RETRY_AFTER_MIN_SECONDS);
}

/** The innermost reason: fetch hides "connection refused", DNS and TLS errors in a chain of causes. */
function reasonOf(error: unknown): string {
  let inner: unknown = error;
  // A chain deeper than 5 says nothing more.
  for (let depth = 0; depth < 5 && inner instanceof Error && inner.cause !== undefined; depth += 1) inner = inner.cause;
  if (inner instanceof AggregateError && inner.errors.length > 0) inner = inner.errors[0];
  if (!(inner instanceof Error)) return String(inner);
  const code = 'code' in inner && typeof inner.code === 'string' ? ` (${inner.code})` : '';
  return `${inner.message || inner.name}${code}`;
}
