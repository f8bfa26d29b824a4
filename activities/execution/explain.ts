/** Which attempt an execution shows in the end, how it ended, and the words that say why. Pure. */
import type { ExecutionStatus } from '../../contracts/execution.js';
import { publicFailure, type PublicFailure } from '../../contracts/failures.js';
import type { AttemptRow } from '../../db/queries/executions.js';

export interface ExecutionEnd {
  status: Extract<ExecutionStatus, 'passed' | 'failed' | 'partial'>;
  /** The attempt whose files are shown; null when none had any. */
  best: AttemptRow | null;
  failure: PublicFailure | null;
  explanation: string;
}

/**
 * The end of a round: `passed` when an attempt's checks passed; `partial` when one had tests that passed; else `failed`.
 * `failure`: what ended it early, a stop or a spent budget for instance.
 */
export function endOf(attempts: readonly AttemptRow[], maxAttempts: number, failure: PublicFailure | null): ExecutionEnd {
  const best = bestOf(attempts);
  const tried = attempts.length;
  if (best?.state === 'passed') {
    const [ended, before] = [`Attempt ${best.attempt} of ${maxAttempts} passed: ${best.summary ?? 'all checks'}.`, attempts.slice(0, -1)];
    return { status: 'passed', best, failure: null, explanation: [ended, ...before.map(oneLine), testsNote(attempts)].filter(Boolean).join('\n') };
  }
  const status = best !== null && best.testsPassed > 0 ? 'partial' : 'failed';
  const why = failure
    ? `It ended after ${tried} of ${maxAttempts} attempts: ${failure.detail}`
    : `None of ${tried} ${tried === 1 ? 'attempt' : 'attempts'} passed its checks.`;
  // What a model said in so many words need not be said again.
  const told = failure?.code === 'INTENT_NOT_UNDERSTOOD' ? [] : attempts.map(oneLine);
  const lines = [why, shownLine(best, status), ...told, testsNote(attempts), nextStep(failure)];
  return {
    status,
    best,
    failure: failure ?? (status === 'failed' ? publicFailure('ATTEMPTS_USED_UP', [why, best && wrongLine(best)].filter(Boolean).join(' ')) : null),
    explanation: lines.filter(Boolean).join('\n'),
  };
}

/** The one that passed, else the one with the largest share of tests that passed, the later of equals. */
function bestOf(attempts: readonly AttemptRow[]): AttemptRow | null {
  const withFiles = attempts.filter(({ files }) => files !== null);
  const score = ({ state, testsPassed, testsTotal }: AttemptRow) => (state === 'passed' ? 2 : testsTotal > 0 ? testsPassed / testsTotal : 0);
  return withFiles.reduce<AttemptRow | null>((best, row) => (best === null || score(row) >= score(best) ? row : best), null);
}

function shownLine(best: AttemptRow | null, status: string): string {
  if (best === null) return 'There is no code to show.';
  const tests = best.testsTotal > 0 ? `${best.testsPassed} of ${best.testsTotal} tests pass` : 'no test of it ran';
  return `${status === 'partial' ? 'The best code so far' : 'The code shown'} is that of attempt ${best.attempt}: ${tests}. ${wrongLine(best)}`;
}

function wrongLine({ errorType, errorMessage }: AttemptRow): string {
  return errorType === null ? '' : `Still wrong (${errorType}): ${(errorMessage ?? '').split('\n').slice(0, 3).join(' ').slice(0, 600)}`;
}

function oneLine({ attempt, state, errorType, errorMessage, fixApplied }: AttemptRow): string {
  const first = (errorMessage ?? '').split('\n', 1)[0]?.slice(0, 200) ?? '';
  const end = state === 'passed' ? 'passed' : errorType === null ? 'was not finished' : `${errorType}: ${first}`;
  return `- attempt ${attempt}: ${end}${fixApplied ? ` (${fixApplied.slice(0, 200)})` : ''}`;
}

/** Tests that were changed on the way are named: whoever reads the result should look at them. */
function testsNote(attempts: readonly AttemptRow[]): string {
  const changed = attempts.filter(({ fixApplied }) => fixApplied?.includes('tests changed:')).map(({ attempt }) => attempt);
  return changed.length > 0 ? `Look at the tests: ${changed.length === 1 ? 'attempt' : 'attempts'} ${changed.join(', ')} changed them.` : '';
}

function nextStep(failure: PublicFailure | null): string {
  if (failure?.code === 'BUDGET_EXHAUSTED') return 'To go on: retry it with a larger budget_usd.';
  if (failure?.code === 'INTENT_NOT_UNDERSTOOD') return 'To go on: say it otherwise, or set OPENAI_API_KEY (or OPENAI_BASE_URL) for a model that can do more.';
  if (failure?.code.startsWith('REPO_')) return 'To go on: execute it anew with another github_repo, or retry it once the repository can be used.';
  return 'To go on: retry it, with guidance that says what is wanted or where the mistake is.';
}
