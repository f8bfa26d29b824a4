/** What the Docker engine says, in our catalogue's words. */
import { MillwrightError } from '../../../contracts/failures.js';

export function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return null;
  return typeof error.statusCode === 'number' ? error.statusCode : null;
}

function textOf(error: unknown, name: 'code' | 'name' | 'message'): string | null {
  if (typeof error !== 'object' || error === null || !(name in error)) return null;
  const value: unknown = (error as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : null;
}

export const isMissing = (error: unknown): boolean => statusOf(error) === 404;
export const isConflict = (error: unknown): boolean => statusOf(error) === 409;

/** The engine's own words, without the transport's prefix. */
export function engineText(error: unknown): string {
  return (textOf(error, 'message') ?? String(error)).replace(/^\(HTTP code \d+\) /, '');
}

/** Nothing when the thing is not there; every other error stays one. */
export async function orMissing<T>(promise: Promise<T>): Promise<T | null> {
  try {
    return await promise;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** The container was there and is not, or is just going: somebody removed it under us. */
export function isRemoved(error: unknown): boolean {
  const status = statusOf(error);
  // Other errors quote what the service's own start command says.
  return (
    (status === 404 || status === 409) &&
    /no such container|marked for removal|removal of container .* is already in progress|container is dead/i.test(engineText(error))
  );
}

/** The error for it: what a removed container did is no verdict about its service. Retryable. */
export function removedUnderUs(cause?: unknown): MillwrightError {
  return new MillwrightError('UNAVAILABLE', 'The container was removed while it was used: another attempt has begun anew. This one is tried again.', { cause });
}

const LOST = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EACCES']);

/** Every error of a step leaves it as a MillwrightError; `doing` completes "The Docker engine ... while ...". */
export function translated(error: unknown, doing: string): Error {
  if (error instanceof MillwrightError) return error;
  if (error instanceof Error && error.name === 'AbortError') return error;
  if (isRemoved(error)) return removedUnderUs(error);
  const code = textOf(error, 'code');
  const text = engineText(error);
  if (code && LOST.has(code)) {
    return new MillwrightError('UNAVAILABLE', `The Docker engine did not answer (${code}) while ${doing}. Is it running? "mw doctor" tells.`, { cause: error });
  }
  if (/no space left/i.test(text)) {
    return new MillwrightError('DISK_FULL', `The disk of the Docker engine is full while ${doing}. Free space there; this goes on by itself.`, {
      cause: error,
    });
  }
  if ((statusOf(error) ?? 0) >= 500) return new MillwrightError('UNAVAILABLE', `The Docker engine failed while ${doing}: ${text}`, { cause: error });
  return new MillwrightError('DEPLOY_FAILED', `The Docker engine refused ${doing}: ${text}`, { cause: error });
}
