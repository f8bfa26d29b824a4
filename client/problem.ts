import type { Problem } from './generated/types-shared.js';

/** What the API refused, from its problem+json answer; `code` is a code of docs/errors.md. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  /** `HTTP_<status>` when something else than Millwright answered. */
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string | null;
  /** What is wrong where, as JSON pointers into the request. */
  readonly errors: { pointer: string; detail: string }[];
  /** Seconds the API asked to wait; 0 when it did not. */
  readonly retryAfterSeconds: number;

  constructor(status: number, problem: Partial<Problem>, retryAfterSeconds = 0) {
    const title = text(problem.title) || `The API answered with status ${status}`;
    super([title, text(problem.detail)].filter(Boolean).join(': '));
    this.status = status;
    this.code = text(problem.code) || `HTTP_${status}`;
    this.title = title;
    this.detail = text(problem.detail);
    this.requestId = text(problem.request_id) || null;
    this.errors = Array.isArray(problem.errors) ? problem.errors.map((each) => ({ pointer: text(each?.pointer), detail: text(each?.detail) })) : [];
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Nothing answered, for as long as it was tried; `cause` says why. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  constructor(
    readonly baseUrl: string,
    /** How long it was tried, in milliseconds. */
    readonly triedMs: number,
    options: { cause: unknown },
  ) {
    super(`Millwright does not answer at ${baseUrl || 'this address'}`, options);
  }
}

/** Something answered, but not in the way of this API. */
export class BadAnswer extends Error {
  override readonly name = 'BadAnswer';
}

/** The refusal an answer stands for; whatever its body is. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  let problem: Partial<Problem> = {};
  try {
    const value: unknown = JSON.parse(await response.text());
    if (typeof value === 'object' && value !== null) problem = value;
  } catch {
    // A page of a proxy, or cut off: the status has to do.
  }
  return new ApiProblem(response.status, problem, retryAfter(response.headers));
}

/** Seconds of a Retry-After header; 0 without one or when it holds a date. */
function retryAfter(headers: Headers): number {
  const seconds = Number(headers.get('retry-after') ?? 0);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 0;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
