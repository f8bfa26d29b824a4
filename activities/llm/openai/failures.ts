import { APIConnectionError, APIError } from 'openai';
import { type FailureCode, MillwrightError } from '../../../contracts/failures.js';
import { cut } from './values.js';

// Enough of the endpoint's own words for a person to act on.
const WORDS_MAX = 500;
// A 429 that names no time: long enough to help, short enough not to be felt.
const RETRY_AFTER_DEFAULT_SECONDS = 5;
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
    const known = secrets.reduce((result, secret) => result.replaceAll(secret, '[key]'), text);
    return known.replace(/\b(Bearer\s+|sk-)[A-Za-z0-9._~+/=-]{8,}/gi, '$1[key]');
  };
}

/** Any error of a call as one of LLM_AUTH, LLM_REQUEST_REFUSED, LLM_RATE_LIMITED, LLM_UNAVAILABLE; free of secrets, so without a cause. */
export function translateFailure(error: unknown, context: { baseUrl: string; scrub: Scrub }): MillwrightError {
  if (error instanceof MillwrightError) return new MillwrightError(error.code, context.scrub(error.detail), error.options);
  const endpoint = `the model endpoint ${URL.canParse(context.baseUrl) ? new URL(context.baseUrl).host : ''}`.trim();
  const say = (text: string): string => context.scrub(cut(text, WORDS_MAX));
  if (error instanceof APIError && typeof error.status === 'number') return ofStatus(error, error.status, endpoint, say);
  if (error instanceof APIConnectionError)
    return new MillwrightError('LLM_UNAVAILABLE', say(`${endpoint} could not be reached: ${reasonOf(error)}. Is OPENAI_BASE_URL right, and is it up?`), {
      unbilled: true,
    });
  return new MillwrightError('LLM_UNAVAILABLE', say(`the call to ${endpoint} broke off: ${reasonOf(error)}`));
}

function ofStatus(error: APIError, status: number, endpoint: string, say: (text: string) => string): MillwrightError {
  const words = say(error.message.replace(/^\d{3} /, ''));
  const answered = say(endpoint) + ` answered ${status}: ${words}`;
  const retryAfterSeconds = retryAfter(error.headers);
  if (status === 429) {
    const seconds = retryAfterSeconds ?? RETRY_AFTER_DEFAULT_SECONDS;
    return new MillwrightError('LLM_RATE_LIMITED', `${answered}. It asks us to wait ${seconds} s`, { retryAfterSeconds: seconds, unbilled: true });
  }
  const [code, advice] = codeOf(status);
  return new MillwrightError(code, `${answered}. ${advice}`, {
    unbilled: true,
    ...(retryAfterSeconds !== null && code === 'LLM_UNAVAILABLE' ? { retryAfterSeconds } : {}),
  });
}

function codeOf(status: number): [FailureCode, string] {
  if (status === 401 || status === 403) return ['LLM_AUTH', 'Set an OPENAI_API_KEY that this endpoint and model accept'];
  // Request timeout, conflict and too early are answers about the moment, not about the request.
  if (status >= 500 || status === 408 || status === 409 || status === 425) return ['LLM_UNAVAILABLE', 'It will be asked again'];
  if (status < 400) return ['LLM_REQUEST_REFUSED', 'It sends us elsewhere, and redirects are not followed: set OPENAI_BASE_URL to the final address'];
  return ['LLM_REQUEST_REFUSED', 'Check OPENAI_MODEL and OPENAI_BASE_URL against what the endpoint offers'];
}

/** Retry-After in its seconds or its date form, in whole seconds between 1 and 300; null when absent or unreadable. */
function retryAfter(headers: Headers | undefined): number | null {
  const milliseconds = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  if (milliseconds >= 0) return clamp(milliseconds / 1000);
  const value = headers?.get('retry-after')?.trim();
  if (!value) return null;
  const seconds = Number(value);
  if (!Number.isNaN(seconds)) return seconds >= 0 ? clamp(seconds) : null;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : clamp((date - Date.now()) / 1000);
}

function clamp(seconds: number): number {
  return Math.min(Math.max(Math.ceil(seconds), RETRY_AFTER_MIN_SECONDS), RETRY_AFTER_MAX_SECONDS);
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
