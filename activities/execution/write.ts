import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { AttemptEnd, ExecutionFile } from '../../contracts/execution.js';
import { MillwrightError } from '../../contracts/failures.js';
import { ANSWER_TOKENS_MAX } from '../../contracts/limits.js';
import type { AttemptRow, ExecutionRow } from '../../db/queries/executions.js';
import { recordExecutionChange, storableJson } from '../../db/queries/record.js';
import { executionAttempts, llmCalls } from '../../db/schema/index.js';
import type { BuildDeps } from '../build/deps.js';
import { callModel } from '../llm/call.js';
import { parseJsonAnswer } from '../llm/parse-answer.js';
import type { CallOptions, ChatAnswer } from '../llm/port.js';
import { findImageSpec } from '../sandbox/image-spec.js';
import { filesAfter, fixOf } from './files.js';
import { filesOnGround, fixOnGround, groundParts } from './ground.js';
import { attemptMessages } from './prompt.js';
import { closeAttempt } from './close.js';
import { workplaceOf, type Workplace } from './repository.js';
import { atPlace, attemptsOf, keyOf, loadExecution, type AttemptPlace } from './rows.js';

// The last attempts ask a stronger model, where routing has one: more of the same has failed by then.
const ESCALATE_FROM = 4;

const cannotSchema = z.strictObject({ cannot: z.string().min(1).max(4_000) });

/**
 * One attempt's code and tests, by a model: bought once, kept in the attempt's row. `failed`: the answer cannot be used, and
 * the next attempt is told why. Throws INTENT_NOT_UNDERSTOOD when the model says that it cannot, and what calls throw.
 */
export async function writeAttempt(deps: BuildDeps, place: AttemptPlace, options: CallOptions = {}): Promise<AttemptEnd> {
  const execution = await loadExecution(deps.db.orm, place.executionId);
  const rows = await attemptsOf(deps.db.orm, place);
  const earlier = rows.filter(({ attempt }) => attempt < place.attempt);
  await openAttempt(deps, place, execution.maxAttempts);
  const files = startOf(execution, earlier);
  const workplace = await workplaceOf(deps, execution);
  const answer = await ask(deps, { place, execution, earlier, files, workplace }, options);
  const paid = { model: answer.model, costUsd: await costOf(deps, keyOfCall(place)) };
  const cannot = parseJsonAnswer(answer.content ?? '', cannotSchema);
  if ('ok' in cannot) {
    await closeAttempt(deps, place, { ...paid, errorType: 'answer_unusable', errorMessage: cannot.ok.cannot, summary: 'the model says that it cannot' });
    throw new MillwrightError('INTENT_NOT_UNDERSTOOD', cannot.ok.cannot);
  }
  const after = workplace ? await filesOnGround(deps, workplace, files, answer) : filesAfter(files, answer);
  if ('problem' in after) {
    const summary = 'the answer could not be used';
    const output = answer.content?.slice(0, 2_000) ?? '';
    await closeAttempt(deps, place, { ...paid, errorType: 'answer_unusable', errorMessage: after.problem, summary, output });
    return { state: 'failed', summary };
  }
  const first = workplace ? await fixOnGround(deps, workplace, after.files) : null;
  const fixApplied = files.length > 0 ? fixOf(files, after.files) : first;
  await keepFiles(deps, place, { ...paid, files: after.files, fixApplied });
  return { state: 'written', summary: `${after.files.length} files by ${answer.model}` };
}

interface Subject {
  place: AttemptPlace;
  execution: ExecutionRow;
  earlier: AttemptRow[];
  files: ExecutionFile[];
  workplace: Workplace | null;
}

async function ask(deps: BuildDeps, { place, execution, earlier, files, workplace }: Subject, options: CallOptions): Promise<ChatAnswer> {
  const messages = attemptMessages({
    execution,
    attempt: place.attempt,
    files,
    earlier,
    image: findImageSpec(deps.repositories.images, execution.language ?? ''),
    ground: workplace ? await groundParts(deps, workplace, execution, files) : null,
    testCommand: workplace?.facts.testCommand?.command ?? null,
  });
  const call = {
    key: keyOfCall(place),
    buildId: place.executionId,
    turn: place.attempt,
    purpose: 'execute',
    request: { messages, maxTokens: ANSWER_TOKENS_MAX },
    escalate: place.attempt >= ESCALATE_FROM ? 1 : 0,
  };
  return callModel(deps, call, options);
}

function keyOfCall({ executionId, round, attempt }: AttemptPlace): string {
  return `${executionId}/attempt/${round}.${attempt}`;
}

/** Goes on from the last attempt that had files; a further round from the best code of those before it, which another language drops. */
function startOf(execution: ExecutionRow, earlier: AttemptRow[]): ExecutionFile[] {
  return earlier.findLast(({ files }) => files !== null)?.files ?? execution.files ?? [];
}

async function openAttempt(deps: BuildDeps, place: AttemptPlace, maxAttempts: number): Promise<void> {
  const { executionId, round, attempt } = place;
  await deps.db.orm.transaction(async (tx) => {
    await tx.insert(executionAttempts).values({ executionId, round, attempt, state: 'running' }).onConflictDoNothing();
    await recordExecutionChange(tx, {
      executionId,
      key: keyOf(place, 'started'),
      event: { kind: 'attempt.started', round, attempt, max_attempts: maxAttempts },
      patch: { attempt },
    });
  });
}

async function keepFiles(
  deps: BuildDeps,
  place: AttemptPlace,
  written: { model: string; costUsd: number; files: ExecutionFile[]; fixApplied: string | null },
): Promise<void> {
  const { executionId, round, attempt } = place;
  const { model, costUsd, fixApplied } = written;
  const files = storableJson(written.files);
  deps.failpoint('execution-write', 'before');
  await deps.db.orm.transaction(async (tx) => {
    const { seq } = await recordExecutionChange(tx, {
      executionId,
      key: keyOf(place, 'written'),
      event: { kind: 'attempt.written', round, attempt, files: files.map(({ path }) => path), model, cost_usd: costUsd },
      patch: { model },
    });
    if (seq !== null) await tx.update(executionAttempts).set({ state: 'written', files, fixApplied, model, costUsd }).where(atPlace(place));
  });
  deps.failpoint('execution-write', 'after');
}

async function costOf(deps: BuildDeps, key: string): Promise<number> {
  const [row] = await deps.db.orm.select({ usd: llmCalls.usd }).from(llmCalls).where(eq(llmCalls.key, key));
  return row?.usd ?? 0;
}
