import type { AttemptErrorType } from '../../contracts/execution.js';
import { recordExecutionChange, storable } from '../../db/queries/record.js';
import { executionAttempts } from '../../db/schema/index.js';
import type { BuildDeps } from '../build/deps.js';
import { atPlace, keyOf, type AttemptPlace } from './rows.js';

export interface AttemptOutcome {
  errorType: AttemptErrorType | null;
  errorMessage: string | null;
  summary: string;
  output?: string;
  testsTotal?: number;
  testsPassed?: number;
  model?: string;
  costUsd?: number;
}

/** Ends an attempt, once: its row and its event in one transaction. */
export async function closeAttempt(deps: BuildDeps, place: AttemptPlace, outcome: AttemptOutcome): Promise<void> {
  const { executionId, round, attempt } = place;
  const { errorType, summary, output = '', testsTotal = 0, testsPassed = 0, ...paid } = outcome;
  const errorMessage = outcome.errorMessage === null ? null : storable(outcome.errorMessage);
  const passed = errorType === null;
  deps.failpoint('execution-attempt', 'before');
  await deps.db.orm.transaction(async (tx) => {
    const { seq } = await recordExecutionChange(tx, {
      executionId,
      key: keyOf(place, 'ended'),
      event: {
        kind: 'attempt.ended',
        round,
        attempt,
        passed,
        error_type: errorType,
        error_message: errorMessage?.slice(0, 1_000) ?? null,
        tests: testsTotal,
        failed: testsTotal - testsPassed,
        summary,
      },
    });
    if (seq === null) return;
    await tx
      .update(executionAttempts)
      .set({
        ...paid,
        state: passed ? 'passed' : 'failed',
        errorType,
        errorMessage,
        summary: storable(summary),
        output: storable(output),
        testsTotal,
        testsPassed,
        endedAt: new Date(),
      })
      .where(atPlace(place));
  });
  deps.failpoint('execution-attempt', 'after');
}
