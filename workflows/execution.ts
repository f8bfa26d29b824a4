import { ApplicationFailure, CancellationScope, isCancellation, setCurrentDetails } from '@temporalio/workflow';
import type { ExecutionInput } from '../contracts/execution.js';
import { publicFailure, type PublicFailure } from '../contracts/failures.js';
import { escapeMarkdown } from '../contracts/markdown.js';
import { failureOf } from './failure.js';
import { proxiesFor, type Proxies } from './proxies.js';

/** One round of an execution: attempts, each written and run, until one passes or all are used. Its end is always recorded. */
export async function execution(input: ExecutionInput): Promise<void> {
  const { executionId, round } = input;
  const act = proxiesFor(input.queues);
  const error: unknown = await attempts(input, act).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  const failure =
    error === null ? null : isCancellation(error) ? { ...publicFailure('STOPPED', 'It was stopped.'), title: 'The execution was stopped' } : failureOf(error);
  await CancellationScope.nonCancellable(() => act.quick.endExecution.executeWithOptions({ summary: 'keep the result' }, [{ executionId, round, failure }]));
  if (isCancellation(error)) throw error;
  // Temporal's own list tells breakdowns from attempts that did not pass.
  if (failure && !EXPECTED.includes(failure.code)) throw ApplicationFailure.nonRetryable(failure.detail, failure.code);
}

// Ends that nobody has to look into.
const EXPECTED: readonly PublicFailure['code'][] = [
  'INTENT_NOT_UNDERSTOOD',
  'BUDGET_EXHAUSTED',
  'REPO_URL_NOT_ALLOWED',
  'REPO_UNREACHABLE',
  'REPO_TOO_LARGE',
  'REPO_REFUSED',
  'REPO_LANGUAGE_UNSUPPORTED',
];

async function attempts(input: ExecutionInput, act: Proxies): Promise<void> {
  const { executionId, round } = input;
  const { language, maxAttempts, onRepository } = await act.rows.beginExecution({ executionId, round });
  if (onRepository) {
    show(input, 'taking the repository in');
    await act.sandbox.takeInForExecution.executeWithOptions({ summary: 'fetch the repository' }, [{ executionId, round }]);
    await act.sandbox.baselineForExecution.executeWithOptions({ summary: 'check it untouched' }, [{ executionId }]);
  } else if (language === null) await act.llm.chooseLanguage.executeWithOptions({ summary: 'which language' }, [{ executionId }]);
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const place = { executionId, round, attempt };
    const which = `attempt ${attempt} of ${maxAttempts}`;
    show(input, which);
    const written = await act.llm.writeAttempt.executeWithOptions({ summary: `${which}: write` }, [place]);
    if (written.state !== 'written') continue;
    const ran = await act.sandbox.runAttempt.executeWithOptions({ summary: `${which}: run the checks` }, [place]);
    if (ran.state === 'passed') return;
  }
}

function show({ title, round }: ExecutionInput, which: string): void {
  setCurrentDetails(`# ${escapeMarkdown(title)}\n\n**Round** ${round} · **Now** ${which}`);
}
