import { ApplicationFailure, type ActivityFailure } from '@temporalio/workflow';
import { isFailureCode, publicFailure, type FailureCode, type PublicFailure } from '../contracts/failures.js';

/** The catalogue's code of an error: looked for along its causes, by name (the sandbox is another realm). */
export function codeOf(error: unknown): FailureCode | null {
  for (let cause = error; cause instanceof Object; cause = (cause as Error).cause) {
    const type = (cause as Partial<ApplicationFailure>).type;
    if (typeof type === 'string' && isFailureCode(type)) return type;
  }
  return null;
}

function deepestOf(error: unknown): Error {
  let deepest = error as Error;
  while (deepest.cause instanceof Object) deepest = deepest.cause as Error;
  return deepest;
}

/** What a person reads when a build ends by this error. */
export function failureOf(error: unknown): PublicFailure {
  const code = codeOf(error) ?? (deepestOf(error).name === 'TimeoutFailure' ? 'STEP_TIMED_OUT' : 'INTERNAL');
  const deepest = deepestOf(error);
  const activity = (error as Partial<ActivityFailure>).activityType;
  const where = (code === 'INTERNAL' || code === 'STEP_TIMED_OUT') && activity ? `${activity}: ` : '';
  return publicFailure(code, `${where}${deepest.message ?? 'no detail'}`.slice(0, 4_000));
}

/** Ends the build with a code of the catalogue and a sentence for the person. */
export function endBuild(code: FailureCode, detail: string): never {
  throw ApplicationFailure.nonRetryable(detail, code);
}
