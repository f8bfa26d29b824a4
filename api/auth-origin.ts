import type { IncomingMessage } from 'node:http';
import { MillwrightError } from '../contracts/failures.js';

/**
 * What a cookie stands for must come from our own page: a browser sends cookies along whoever made it ask, and SameSite takes
 * every port of a host for the same site, so for the services we deploy beside the API too.
 */

export const CSRF_HEADER = 'x-millwright-csrf';
const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Throws REQUEST_NOT_FROM_PAGE for a request with a cookie that another page may have caused. */
export function requirePageItself(request: IncomingMessage): void {
  requireOwnOrigin(request);
  if (READING.has(request.method ?? '')) return;
  // A header of ours makes a browser ask first when the page is another one's, and that is refused.
  if (request.headers[CSRF_HEADER] !== '1') throw refusal(`What changes something needs the header ${CSRF_HEADER}: 1 beside the cookie.`);
  // Every browser says one of the two.
  if (request.headers.origin === undefined && request.headers['sec-fetch-site'] === undefined)
    throw refusal('What changes something needs an Origin or a Sec-Fetch-Site header beside the cookie; programs send a bearer token instead.');
}

/** Throws REQUEST_NOT_FROM_PAGE when the request says that a page of another origin caused it. */
export function requireOwnOrigin(request: IncomingMessage): void {
  const { origin, host } = request.headers;
  if (origin !== undefined && hostOf(origin) !== host) throw refusal('It came from a page of another address.');
  const site = request.headers['sec-fetch-site'];
  // `none`: a person typed the address or opened a bookmark.
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw refusal('It came from a page of another address.');
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    // `null`, the origin of sandboxed frames.
    return null;
  }
}

function refusal(why: string): MillwrightError {
  return new MillwrightError('REQUEST_NOT_FROM_PAGE', why);
}
