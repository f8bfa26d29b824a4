/** What the engine says, as failures a person understands. */
import { MillwrightError } from '../../../contracts/failures.js';
import { ENGINE_CALL_SECONDS } from './limits.js';

/** The HTTP status of an engine's answer, or null when there was none (connection refused, reset, cut). */
export function engineStatus(error: unknown): number | null {
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : null;
}

/** Wraps an engine's error as SANDBOX_UNAVAILABLE; a MillwrightError passes unchanged. */
export function engineFailure(what: string, error: unknown): MillwrightError {
  if (error instanceof MillwrightError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const advice = engineStatus(error) === null ? ' Is the Docker engine running and reachable (docker info)?' : '';
  return new MillwrightError('SANDBOX_UNAVAILABLE', `${what} failed: ${reason.slice(0, 500)}.${advice}`, { cause: error });
}

/** One call to the engine with a deadline, its errors as `engineFailure`. An engine that hangs is an engine that is away. */
export async function engineCall<T>(what: string, call: () => Promise<T>, seconds: number = ENGINE_CALL_SECONDS): Promise<T> {
  try {
    return await withDeadline(what, call(), seconds);
  } catch (error) {
    throw engineFailure(what, error);
  }
}

/** Like `engineCall`, but the given statuses are no failure and answer null (gone already, done already). */
export async function engineCallUnless<T>(what: string, statuses: number[], call: () => Promise<T>): Promise<T | null> {
  try {
    return await withDeadline(what, call(), ENGINE_CALL_SECONDS);
  } catch (error) {
    if (statuses.includes(engineStatus(error) ?? 0)) return null;
    throw engineFailure(what, error);
  }
}

async function withDeadline<T>(what: string, promise: Promise<T>, seconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new MillwrightError('SANDBOX_UNAVAILABLE', `${what}: the Docker engine has not answered for ${seconds} s. Restart it, then try again.`)),
      seconds * 1000,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
