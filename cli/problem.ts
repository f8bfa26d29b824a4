import { ApiProblem, BadAnswer, NoAnswer } from '../client/index.js';
import { ApiFailure, CliFailure, EXIT, type ExitCode } from './failure.js';
import { cleanLine } from './view/clean.js';

/** What a person can do about a refusal, by its code (contracts/failures.ts). */
const TODO: Record<string, string> = {
  UNAUTHORIZED: 'The token is read from MW_HOME/token. Is MW_HOME the folder of the instance that runs? `mw doctor` tells.',
  FORBIDDEN: 'Use a token with that right.',
  NOT_FOUND: '`mw status --all` lists the builds with their ids.',
  APPROVAL_STALE: 'Look at it again (`mw status <id>`, `mw plan <id>`), then decide on what is shown now.',
  NOTHING_TO_APPROVE: '`mw status <id>` says what the build is doing.',
  NOT_READY:
    'Wait until its status is `ready` (`mw status <id>`), or let `mw deploy <id> <environment> --wait` do that; `mw approve <id>` decides what it waits for before.',
  BUILD_ENDED: 'Start a new build: `mw build "<intent>"`, or one from its intent and plan: `mw fork <id>`.',
  ACTION_NOT_ALLOWED: '`mw status <id>` says what it does and what it waits for.',
  TOO_MANY_STREAMS: 'Close other watchers of builds, then try again.',
  IDEMPOTENCY_MISMATCH: 'Send it again with a new key.',
  UNAVAILABLE: 'Try again in a few seconds; `mw doctor` finds what is away.',
  INTERNAL: 'Try again; `mw logs api` has the details under the request id.',
};
const USAGE_STATUSES = new Set([400, 413, 415, 422]);

/** Whatever a command threw, as a failure a person reads; what is no failure of the API stays as it is. */
export function readable(error: unknown): unknown {
  if (error instanceof ApiProblem) return problemFailure(error);
  if (error instanceof NoAnswer) return unreachableFailure(error);
  if (error instanceof BadAnswer)
    return new CliFailure('Something else than Millwright answers there', {
      why: cleanLine(error.message, 300),
      todo: 'Does MW_PORT belong to another program?',
      code: 'NOT_MILLWRIGHT',
      cause: error,
    });
  return error;
}

/** The code of a refusal, of the API or of our own; null of anything else. */
export function codeOf(error: unknown): string | null {
  return error instanceof ApiProblem || error instanceof ApiFailure ? error.code : null;
}

/** The API answered, and said that it cannot just now. */
export function isPassingProblem(cause: unknown): boolean {
  return cause instanceof ApiProblem;
}

function problemFailure(problem: ApiProblem): ApiFailure {
  const { status } = problem;
  const code = cleanLine(problem.code, 60);
  // The detail of a single error is that error.
  const details = [...new Set([cleanLine(problem.detail, 2_000), ...pointers(problem.errors)])].filter(Boolean);
  if (status >= 500 && problem.requestId) details.push(`request id ${cleanLine(problem.requestId, 80)}`);
  const exit: ExitCode = USAGE_STATUSES.has(status) && code !== 'IDEMPOTENCY_MISMATCH' ? EXIT.usage : EXIT.failed;
  return new ApiFailure(status, code, `${cleanLine(problem.title, 300)} (${code})`, {
    why: details.join('\n') || undefined,
    todo: TODO[code],
    exit,
    cause: problem,
  });
}

function unreachableFailure({ baseUrl, triedMs, cause }: NoAnswer): CliFailure {
  return new CliFailure(`Millwright does not answer at ${baseUrl}`, {
    why: `${reasonOf(cause)}${triedMs > 0 ? ` (tried for ${triedMs / 1_000} s)` : ''}`,
    todo: 'Start it with `mw up` (or `mw demo`); `mw doctor` finds what is wrong. Builds go on where they were.',
    code: 'UNREACHABLE',
    cause,
  });
}

function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  if (inner instanceof Error && 'code' in inner && inner.code === 'ECONNREFUSED') return 'Nothing listens there';
  return cleanLine(inner instanceof Error ? inner.message || inner.name : inner, 300);
}

function pointers(errors: ApiProblem['errors']): string[] {
  // More than ten would push the first one, which usually explains the rest, off the screen.
  return errors.slice(0, 10).map(({ pointer, detail }) => cleanLine(`${cleanLine(pointer, 200) || '(body)'}: ${cleanLine(detail, 300)}`));
}
