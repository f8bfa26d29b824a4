import type { z } from 'zod';
import { FAILURES, MillwrightError, type FailureCode } from '../contracts/failures.js';
import { databaseIsAway, diskIsFull } from '../db/errors.js';
import { temporalIsAway } from './temporal.js';

export interface Problem {
  type: string;
  title: string;
  status: number;
  code: FailureCode;
  detail: string;
  request_id: string;
  errors?: { pointer: string; detail: string }[];
}

// What is away is usually back within the time a process needs to restart.
const RETRY_AFTER_SECONDS = 2;

/** The one place where anything thrown becomes a failure of the catalogue. Never shows internals. */
export function toFailure(error: unknown): MillwrightError {
  if (error instanceof MillwrightError) return error;
  if (databaseIsAway(error))
    return new MillwrightError('UNAVAILABLE', 'The database does not answer just now. Nothing was changed; try again shortly.', { cause: error });
  if (temporalIsAway(error)) return new MillwrightError('UNAVAILABLE', 'The workflow engine does not answer just now; try again shortly.', { cause: error });
  if (diskIsFull(error)) return new MillwrightError('DISK_FULL', 'The disk of the database is full. Free some space, then try again.', { cause: error });
  if (error instanceof URIError) return new MillwrightError('NOT_FOUND', 'The path is not properly percent-encoded.', { cause: error });
  return new MillwrightError('INTERNAL', 'Try again; if it stays, the log of the API has the details under this request id.', { cause: error });
}

export function toProblem(failure: MillwrightError, requestId: string): Problem {
  const { status, title } = FAILURES[failure.code];
  const { errors } = failure.options;
  return {
    type: `urn:millwright:problem:${failure.code}`,
    title,
    status,
    code: failure.code,
    detail: failure.detail,
    request_id: requestId,
    ...(errors ? { errors } : {}),
  };
}

/** Headers a failure brings along. */
export function failureHeaders(failure: MillwrightError): Record<string, string> {
  const { status } = FAILURES[failure.code];
  if (status === 401) return { 'www-authenticate': 'Bearer' };
  if (status === 503 || status === 429) return { 'retry-after': String(failure.options.retryAfterSeconds ?? RETRY_AFTER_SECONDS) };
  return {};
}

export function notFound(what: string): MillwrightError {
  return new MillwrightError('NOT_FOUND', `There is no ${what} of yours with that id.`);
}

// More entries help nobody and would let a small body cause a large answer.
const ERRORS_MAX = 50;

/** A schema's complaints as one failure, each with a JSON pointer under `root` ('' for the body). */
export function invalidInput(root: string, error: z.ZodError): MillwrightError {
  const errors = error.issues.flatMap((issue) => issueErrors(root, issue)).slice(0, ERRORS_MAX);
  const detail = errors.length === 1 ? `${errors[0]?.pointer || '(body)'}: ${errors[0]?.detail}` : `${errors.length} things do not fit; see errors.`;
  return new MillwrightError('INVALID_INPUT', detail, { errors });
}

/** One complaint that no schema can make. */
export function invalid(pointer: string, detail: string): MillwrightError {
  return new MillwrightError('INVALID_INPUT', `${pointer}: ${detail}`, { errors: [{ pointer, detail }] });
}

function issueErrors(root: string, issue: z.core.$ZodIssue): { pointer: string; detail: string }[] {
  const at = root + issue.path.map((step) => `/${escape(step)}`).join('');
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ pointer: `${at}/${escape(key)}`, detail: 'is not known here' }));
  const meant = issue.code === 'invalid_union' ? meantForm(issue.errors) : null;
  if (meant) return meant.flatMap((inner) => issueErrors(at, inner));
  return [{ pointer: at, detail: issue.message }];
}

/** Of several forms a value may have, the only one whose own parts it has: then what is wrong with them is what helps. */
function meantForm(forms: z.core.$ZodIssue[][]): z.core.$ZodIssue[] | null {
  const fitting = forms.filter((issues) => issues.every(({ path }) => path.length > 0));
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

// RFC 6901; a key of the sender is cut and kept printable, for it comes back in an answer and a log.
function escape(step: PropertyKey): string {
  return String(step).slice(0, 100).replaceAll('\u0000', '\ufffd').toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1');
}
