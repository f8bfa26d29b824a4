import { MillwrightError } from '../../contracts/failures.js';
import type { Transaction } from '../../db/client.js';
import { findExecutionRepository, lockExecution, promiseRound, type ExecutionRow } from '../../db/queries/executions.js';
import { recordExecutionChange } from '../../db/queries/record.js';
import { executionParams, executionStartedSchema, retryExecutionBody, type RetryExecutionBody } from '../../schemas/execution.js';
import { invalid, notFound } from '../errors.js';
import { loadExecution, startedAnswer, takeQuota } from '../executions.js';
import { languageNamed, type FoundLanguage } from '../languages.js';
import { once } from '../once.js';
import { defineRoute } from '../route.js';

export const retryExecution = defineRoute({
  method: 'post',
  path: '/execute/{id}/retry',
  operation: 'retryExecution',
  summary: 'Another round of attempts at an execution that has ended, from its best code, perhaps with more words, money or another language',
  tag: 'executions',
  access: 'developer',
  params: executionParams,
  body: retryExecutionBody,
  idempotent: true,
  responses: { 202: { description: 'Accepted: the next round is stored and will run', schema: executionStartedSchema } },
  failures: ['NOT_FOUND', 'EXECUTION_RUNNING', 'IDEMPOTENCY_MISMATCH', 'QUOTA_EXHAUSTED'],
  async handle({ deps, user, params, body, idempotencyKey }) {
    const { id } = await loadExecution(deps, user, params.id);
    const found = body.language === undefined ? null : languageNamed(deps.executions.languages, body.language, '/language');
    if (found && (await findExecutionRepository(deps.database.orm, id)))
      throw invalid('/language', 'this execution works in a repository, which keeps its language; for another one execute anew with language');
    return once({ deps, user, idempotencyKey }, { retry: id, ...body }, async (attempt) => {
      await deps.database.orm.transaction(async (tx) => {
        const row = await lockExecution(tx, user.id, id);
        if (!row) throw notFound('execution');
        // An earlier try of this very request, cut off after it was stored, has begun the round already.
        if (row.retryKey === attempt.id) return;
        if (row.endedAt === null)
          throw new MillwrightError(
            'EXECUTION_RUNNING',
            `It is ${row.status}, attempt ${row.attempt} of ${row.maxAttempts}. Wait for its end, or stop it first.`,
          );
        await takeQuota(tx, deps, user.id);
        await beginRound(tx, row, body, { found, retryKey: attempt.id });
      });
      deps.outbox.nudge();
      const answer = await startedAnswer(deps, await loadExecution(deps, user, id));
      return { status: 202, body: answer, headers: { location: answer.status_url } };
    });
  },
});

/** The next round: the row, its event and the promise to start it. */
async function beginRound(
  tx: Transaction,
  row: ExecutionRow,
  body: RetryExecutionBody,
  { found, retryKey }: { found: FoundLanguage | null; retryKey: string },
): Promise<void> {
  const { id, userId, prompt } = row;
  const round = row.round + 1;
  const language = found && { language: found.language, dialect: found.dialect, languageSource: found.source };
  await recordExecutionChange(tx, {
    executionId: id,
    key: `queued/${round}`,
    event: { kind: 'execution.queued', round, language: found?.language ?? row.language, output_preference: row.outputPreference },
    patch: {
      round,
      retryKey,
      attempt: 0,
      status: 'pending',
      guidance: body.guidance ?? null,
      maxAttempts: body.max_attempts ?? row.maxAttempts,
      timeoutSeconds: body.timeout_seconds ?? row.timeoutSeconds,
      budgetUsd: body.budget_usd ?? row.budgetUsd,
      ...language,
      // Code of another language is nothing to go on from.
      ...(found && found.language !== row.language ? { files: null, output: null } : {}),
      failure: null,
      explanation: null,
      startedAt: null,
      endedAt: null,
    },
    audit: { actor: userId, action: 'execution.retry', detail: { round } },
  });
  await promiseRound(tx, { id, userId, prompt, round });
}
