import { and, eq, inArray } from 'drizzle-orm';
import type { Transaction } from '../../db/client.js';
import type { ExecutionFile } from '../../contracts/execution.js';
import type { PublicFailure } from '../../contracts/failures.js';
import { findExecutionRepository, type ExecutionRow } from '../../db/queries/executions.js';
import { recordExecutionChange, storableJson } from '../../db/queries/record.js';
import { executionAttempts } from '../../db/schema/index.js';
import type { BuildDeps } from '../build/deps.js';
import { settleAbandoned } from '../llm/abandoned.js';
import { isControlFile } from '../repos/hand-over.js';
import { named } from '../repos/compare.js';
import { endOf } from './explain.js';
import { keepResult } from './keep.js';
import { projectOf, workplaceOf } from './repository.js';
import { attemptsOf, loadExecution } from './rows.js';

/** Ends a round, once: its status, the best code with its explanation, and what the person wanted to have of it. */
export async function endExecution(deps: BuildDeps, input: { executionId: string; round: number; failure: PublicFailure | null }): Promise<{ status: string }> {
  const { executionId, round } = input;
  const execution = await loadExecution(deps.db.orm, executionId);
  // Asked again after a later round began: that round's result stands.
  if (execution.round > round) return { status: execution.status };
  // Calls whose worker died are nobody's any more; their money is not kept back for ever.
  await settleAbandoned(deps.db, executionId, deps.budgets);
  const attempts = await attemptsOf(deps.db.orm, { executionId, round });
  const end = storableJson(endOf(attempts, execution.maxAttempts, input.failure));
  const files = end.best?.files ?? null;
  const isInRepository = (await findExecutionRepository(deps.db.orm, executionId)) !== null;
  const kept = files ? await keepResult(deps, execution, files, isInRepository ? await workplaceOf(deps, execution) : null) : {};
  // Fetched for nothing: a round without code leaves no repository behind.
  if (isInRepository && files === null && execution.branch === null) await deps.git.removeProject(projectOf(executionId));
  deps.failpoint('execution-end', 'before');
  await deps.db.orm.transaction(async (tx) => {
    await closeOpenAttempts(tx, input);
    await recordExecutionChange(tx, {
      executionId,
      key: `ended/${round}`,
      event: { kind: 'execution.ended', round, status: end.status, attempt: attempts.at(-1)?.attempt ?? 0, failure: end.failure },
      patch: {
        status: end.status,
        failure: end.failure,
        explanation: [end.explanation, languageNote(execution), isInRepository ? controlNote(files) : ''].filter(Boolean).join('\n'),
        // A round without any code leaves that of an earlier one.
        ...(end.best ? { files, output: end.best.output, ...kept } : {}),
        endedAt: new Date(),
      },
      audit: { actor: 'millwright', action: `execution.${end.status}`, detail: { round, code: end.failure?.code ?? null } },
    });
  });
  deps.failpoint('execution-end', 'after');
  return { status: end.status };
}

/** What was under way when the round ended early is no longer. */
async function closeOpenAttempts(tx: Transaction, { executionId, round }: { executionId: string; round: number }): Promise<void> {
  const isOpen = inArray(executionAttempts.state, ['running', 'written']);
  await tx
    .update(executionAttempts)
    .set({ state: 'failed', summary: 'it was not finished', endedAt: new Date() })
    .where(and(eq(executionAttempts.executionId, executionId), eq(executionAttempts.round, round), isOpen));
}

function languageNote({ languageSource, language }: ExecutionRow): string {
  return languageSource === 'default' ? `The prompt names no language, so ${language} was taken; say another one with retry.` : '';
}

/** What runs, configures tools or is trusted by others in a repository is named when it was changed. */
function controlNote(files: readonly ExecutionFile[] | null): string {
  const control = (files ?? []).map(({ path }) => path).filter(isControlFile);
  return control.length > 0 ? `Look at these: they run, configure tools or are trusted by others: ${named(control)}.` : '';
}
