import { ApiFailure, CliFailure, EXIT, type ExitCode } from './failure.js';
import { cleanLine } from './view/clean.js';

/** What a person can do about a refusal, by its code (contracts/failures.ts). */
const TODO: Record<string, string> = {
  UNAUTHORIZED: 'The token is read from MW_HOME/token. Is MW_HOME the folder of the instance that runs? `mw doctor` tells.',
  FORBIDDEN: 'Use a token with that right.',
  NOT_FOUND: '`mw status --all` lists the builds with their ids.',
  APPROVAL_STALE: 'Look at it again (`mw status <id>`, `mw plan <id>`), then decide on what is shown now.',
  NOTHING_TO_APPROVE: '`mw status <id>` says what the build is doing.',
  NOT_READY: 'Wait until its status is `ready` (`mw status <id>`); `mw approve <id>` decides what it waits for before.',
  BUILD_ENDED: 'Start a new build: `mw build "<intent>"`, or one from its intent and plan: `mw fork <id>`.',
  ACTION_NOT_ALLOWED: '`mw status <id>` says what it does and what it waits for.',
  TOO_MANY_STREAMS: 'Close other watchers of builds, then try again.',
  IDEMPOTENCY_MISMATCH: 'Send it again with a new key.',
  UNAVAILABLE: 'Try again in a few seconds; `mw doctor` finds what is away.',
  INTERNAL: 'Try again; `mw logs api` has the details under the request id.',
};
const USAGE_STATUSES = new Set([400, 413, 415, 422]);

interface Problem {
  title?: unknown;
  code?: unknown;
  detail?: unknown;
  request_id?: unknown;
  errors?: unknown;
}

/** A refused request as a readable failure, from its problem+json body or from what there is of it. */
export function problemFailure(status: number, body: string): ApiFailure {
  const problem = parse(body);
  const code = cleanLine(problem.code ?? '', 60) || `HTTP_${status}`;
  const what = cleanLine(problem.title ?? '', 300) || `The API answered with status ${status}`;
  // The detail of a single error is that error.
  const details = [...new Set([cleanLine(problem.detail ?? '', 2_000), ...pointers(problem.errors)])].filter(Boolean);
  const request = cleanLine(problem.request_id ?? '', 80);
  if (status >= 500 && request) details.push(`request id ${request}`);
  const exit: ExitCode = USAGE_STATUSES.has(status) && code !== 'IDEMPOTENCY_MISMATCH' ? EXIT.usage : EXIT.failed;
  return new ApiFailure(status, code, `${what} (${code})`, { why: details.join('\n') || undefined, todo: TODO[code], exit });
}

/** Nothing answered at all. */
export function unreachableFailure(baseUrl: string, cause: unknown, seconds: number): CliFailure {
  return new CliFailure(`Millwright does not answer at ${baseUrl}`, {
    why: `${reasonOf(cause)}${seconds > 0 ? ` (tried for ${seconds} s)` : ''}`,
    todo: 'Start it with `mw up` (or `mw demo`); `mw doctor` finds what is wrong. Builds go on where they were.',
    cause,
  });
}

function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  if (inner instanceof Error && 'code' in inner && inner.code === 'ECONNREFUSED') return 'Nothing listens there';
  return cleanLine(inner instanceof Error ? inner.message || inner.name : inner, 300);
}

function parse(body: string): Problem {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function pointers(errors: unknown): string[] {
  if (!Array.isArray(errors)) return [];
  // More than ten would push the first one, which usually explains the rest, off the screen.
  return errors
    .slice(0, 10)
    .map((entry: { pointer?: unknown; detail?: unknown } | null) =>
      cleanLine(`${cleanLine(entry?.pointer ?? '', 200) || '(body)'}: ${cleanLine(entry?.detail ?? '', 300)}`),
    );
}
