import type { RetryOptions } from './pauses.js';

/** One operation with its values filled in. */
export interface ApiRequest {
  method: string;
  /** Without the prefix `/api`. */
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  form?: Record<string, Blob>;
  /** It takes an Idempotency-Key. */
  keyed?: boolean;
}

/** What carries one attempt of a request out. */
export interface Caller {
  readonly options: { retry?: RetryOptions; signal?: AbortSignal };
  readonly baseUrl: string;
  /** Its answer if it is a success, else an ApiProblem. */
  attempt(request: ApiRequest, headers: Record<string, string>, signal: AbortSignal): Promise<Response>;
}
