import { and, eq } from 'drizzle-orm';
import { MillwrightError } from '../../contracts/failures.js';
import type { Executor } from '../../db/client.js';
import { readAttempts, type AttemptRow, type ExecutionRow } from '../../db/queries/executions.js';
import { executionAttempts, executions } from '../../db/schema/index.js';

/** Which attempt: all of an execution's activities are about one. */
export interface AttemptPlace {
  executionId: string;
  round: number;
  attempt: number;
}

/** Throws NOT_FOUND when it was removed while its workflow went on. */
export async function loadExecution(orm: Executor, id: string): Promise<ExecutionRow> {
  const [row] = await orm.select().from(executions).where(eq(executions.id, id));
  if (!row) throw new MillwrightError('NOT_FOUND', `the execution ${id} is gone`);
  return row;
}

/** The attempts of one round, in order. */
export function attemptsOf(orm: Executor, { executionId, round }: Omit<AttemptPlace, 'attempt'>): Promise<AttemptRow[]> {
  return readAttempts(orm, executionId, round);
}

export function atPlace({ executionId, round, attempt }: AttemptPlace) {
  return and(eq(executionAttempts.executionId, executionId), eq(executionAttempts.round, round), eq(executionAttempts.attempt, attempt));
}

/** Names a step of an attempt: the same again changes nothing. */
export function keyOf({ round, attempt }: Omit<AttemptPlace, 'executionId'>, step: string): string {
  return `attempt/${round}.${attempt}/${step}`;
}
