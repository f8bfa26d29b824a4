import type { IncomingHttpHeaders } from 'node:http';

/**
 * Browsers share cookies between all ports of a host, so the page's session would travel to every service that is deployed
 * beside it: generated code. The proxy takes it out on the way there, and takes attempts to set one out on the way back.
 */
// Browsers send a cookie without a name by its value alone: `=mw_session_…=x` comes back as ours.
const OURS = /^\s*=?\s*mw_session_/i;

/** The headers of a request without the cookies of Millwright's own page. */
export function dropOwnCookies(headers: IncomingHttpHeaders): void {
  if (headers.cookie === undefined) return;
  const others = headers.cookie.split(';').filter((part) => !OURS.test(part));
  if (others.length === 0) delete headers.cookie;
  else headers.cookie = others.join(';').trim();
}

/** The headers of an answer without attempts to set such a cookie. */
export function dropForgedCookies(headers: IncomingHttpHeaders): void {
  // It would clear the cookies of all ports of the host.
  delete headers['clear-site-data'];
  const given = headers['set-cookie'];
  if (given === undefined) return;
  const others = given.filter((cookie) => !OURS.test(cookie));
  if (others.length === 0) delete headers['set-cookie'];
  else headers['set-cookie'] = others;
}
