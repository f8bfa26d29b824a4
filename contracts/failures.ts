/**
 * The one catalogue of failures: code -> HTTP status, whether trying again can help, public title.
 * The API answers with these as problem+json; builds end with these as `failure.code`.
 */
export interface FailureEntry {
  status: number;
  retryable: boolean;
  title: string;
}

export const FAILURES = {
  // Requests
  MALFORMED_JSON: { status: 400, retryable: false, title: 'The body is not valid JSON' },
  MALFORMED_FORM: { status: 400, retryable: false, title: 'The form is not complete' },
  UNAUTHORIZED: { status: 401, retryable: false, title: 'A valid token is needed' },
  REQUEST_NOT_FROM_PAGE: { status: 403, retryable: false, title: 'A browser was made to send this by another page' },
  FORBIDDEN: { status: 403, retryable: false, title: 'This token may not do that' },
  NOT_FOUND: { status: 404, retryable: false, title: 'There is no such thing here' },
  METHOD_NOT_ALLOWED: { status: 405, retryable: false, title: 'This path does not take that method' },
  LINK_USED_UP: { status: 410, retryable: false, title: 'This link was used already, or is too old' },
  PAYLOAD_TOO_LARGE: { status: 413, retryable: false, title: 'The body is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, retryable: false, title: 'This content type is not taken here' },
  INVALID_INPUT: { status: 422, retryable: false, title: 'The input does not fit' },
  ARTIFACT_REFUSED: { status: 422, retryable: false, title: 'This file is not safe to keep' },
  REPO_URL_NOT_ALLOWED: { status: 422, retryable: false, title: 'This repository may not be used' },
  LANGUAGE_UNSUPPORTED: { status: 422, retryable: false, title: 'There is no sandbox for this language' },
  IDEMPOTENCY_MISMATCH: { status: 422, retryable: false, title: 'This Idempotency-Key was used with another body' },
  QUOTA_EXHAUSTED: { status: 429, retryable: false, title: 'The quota of the day is used up' },
  TOO_MANY_TRIES: { status: 429, retryable: true, title: 'Too many tries failed' },
  TOO_MANY_SESSIONS: { status: 409, retryable: false, title: 'There are as many conversations, or messages of one, as there may be' },
  WEBHOOK_URL_NOT_ALLOWED: { status: 422, retryable: false, title: 'This address may not be used for a webhook' },
  TOO_MANY_WEBHOOKS: { status: 409, retryable: false, title: 'There are as many webhooks as there may be' },
  TOO_MANY_STREAMS: { status: 429, retryable: true, title: 'Too many event streams are open' },
  INTERNAL: { status: 500, retryable: true, title: 'Something broke on our side' },
  UNAVAILABLE: { status: 503, retryable: true, title: 'A part this needs is away; try again shortly' },
  // Decisions
  APPROVAL_STALE: { status: 409, retryable: false, title: 'What was shown has changed since' },
  NOTHING_TO_APPROVE: { status: 409, retryable: false, title: 'Nothing waits for an approval' },
  NOT_READY: { status: 409, retryable: false, title: 'The build is not ready for that yet' },
  ARTIFACT_IN_USE: { status: 409, retryable: false, title: 'The artifact is still needed' },
  PROJECT_IN_USE: { status: 409, retryable: false, title: 'Something is still at work in the project' },
  BUILD_ENDED: { status: 409, retryable: false, title: 'The build has ended' },
  ACTION_NOT_ALLOWED: { status: 409, retryable: false, title: 'The build cannot do that now' },
  EXECUTION_RUNNING: { status: 409, retryable: false, title: 'The execution is under way' },
  EXECUTION_ENDED: { status: 409, retryable: false, title: 'The execution has ended' },
  TASK_STARTED: { status: 409, retryable: false, title: 'The edit touches tasks that have begun' },
  WORKSPACE_LIMIT: { status: 409, retryable: false, title: 'There are as many of these as there may be' },
  WORKSPACE_TOO_LARGE: { status: 422, retryable: false, title: 'The workspace would be too large' },
  // Ends of a build or an execution
  PLAN_REJECTED: { status: 409, retryable: false, title: 'The plan was rejected' },
  GATE_REJECTED: { status: 409, retryable: false, title: 'A gate was rejected' },
  PLAN_UNUSABLE: { status: 422, retryable: false, title: 'No usable plan came out of the model' },
  INTENT_NOT_UNDERSTOOD: { status: 422, retryable: false, title: 'The built-in template model cannot build this' },
  TASK_FAILED: { status: 422, retryable: false, title: 'A task could not be finished' },
  ATTEMPTS_USED_UP: { status: 422, retryable: false, title: 'No attempt passed its checks' },
  CHECKS_FAILED: { status: 422, retryable: false, title: 'The checks do not pass' },
  STEP_TIMED_OUT: { status: 504, retryable: false, title: 'A step took too long' },
  BUDGET_EXHAUSTED: { status: 402, retryable: false, title: 'The budget is spent' },
  STOPPED: { status: 409, retryable: false, title: 'The build was stopped' },
  LLM_AUTH: { status: 502, retryable: false, title: 'The model endpoint refused our key' },
  LLM_REQUEST_REFUSED: { status: 502, retryable: false, title: 'The model endpoint refused the request' },
  LLM_UNAVAILABLE: { status: 502, retryable: true, title: 'The model endpoint does not answer' },
  LLM_RATE_LIMITED: { status: 429, retryable: true, title: 'The model endpoint asks us to wait' },
  LLM_OUTPUT_INVALID: { status: 502, retryable: false, title: 'The model keeps answering what cannot be used' },
  SANDBOX_UNAVAILABLE: { status: 503, retryable: true, title: 'No sandbox could be started' },
  IMAGE_BUILD_FAILED: { status: 500, retryable: false, title: 'A sandbox image could not be built' },
  REPO_UNREACHABLE: { status: 502, retryable: false, title: 'The repository could not be fetched' },
  REPO_TOO_LARGE: { status: 422, retryable: false, title: 'The repository is too large' },
  REPO_REFUSED: { status: 422, retryable: false, title: 'The repository cannot be taken in' },
  REPO_LANGUAGE_UNSUPPORTED: { status: 422, retryable: false, title: 'There is no sandbox for the language of this repository' },
  // Retried: the next attempt finds what the other one did.
  LEASE_LOST: { status: 409, retryable: true, title: 'Another attempt owns this step' },
  DEPLOY_FAILED: { status: 502, retryable: false, title: 'The deployment did not become healthy' },
  DISK_FULL: { status: 507, retryable: true, title: 'The disk is full' },
} as const satisfies Record<string, FailureEntry>;

export type FailureCode = keyof typeof FAILURES;

export function isFailureCode(code: string): code is FailureCode {
  return Object.hasOwn(FAILURES, code);
}

/** A failure a person meets: `code` from the catalogue, `detail` says what happened and what to do next. */
export interface PublicFailure {
  code: FailureCode;
  title: string;
  detail: string;
}

export function publicFailure(code: FailureCode, detail: string): PublicFailure {
  return { code, title: FAILURES[code].title, detail };
}

/** Thrown by activities, queries and routes alike; the edges translate it (HTTP, Temporal). */
export class MillwrightError extends Error {
  override readonly name = 'MillwrightError';
  constructor(
    readonly code: FailureCode,
    readonly detail: string,
    readonly options: {
      retryAfterSeconds?: number;
      /** Of a model call: it certainly costs nothing, since nothing was answered. */
      unbilled?: boolean;
      errors?: { pointer: string; detail: string }[];
      cause?: unknown;
    } = {},
  ) {
    super(`${code}: ${detail}`, { cause: options.cause });
  }
}
