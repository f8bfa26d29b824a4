import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * The cookie of a browser that is signed in. Cookies are shared by all ports of a host, so its name holds the port the browser
 * asked for: two installations on one machine do not sign each other out.
 */

// 32 random bytes as base64url.
const VALUE = /^[\w-]{43}$/;
const PLAIN_PORT = /:(\d{1,5})$/;

/** Each begins with `mw_session_`: the proxy of deployments keeps those from generated services on the same host. */
function cookieName(request: IncomingMessage): string {
  return `mw_session_${PLAIN_PORT.exec(request.headers.host ?? '')?.[1] ?? 'default'}`;
}

/** The value of the cookie that a request brings; null without one that could be ours. */
export function sessionCookieOf(request: IncomingMessage): string | null {
  const name = cookieName(request);
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at < 0 || part.slice(0, at).trim() !== name) continue;
    const value = part.slice(at + 1).trim();
    return VALUE.test(value) ? value : null;
  }
  return null;
}

/** Gives the cookie to a browser: out of reach of scripts, and never sent along by another site's page. */
export function setSessionCookie(request: IncomingMessage, response: ServerResponse, value: string, seconds: number): void {
  response.setHeader('set-cookie', `${cookieName(request)}=${value}; ${attributes(request)}; Max-Age=${seconds}`);
}

export function clearSessionCookie(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('set-cookie', `${cookieName(request)}=; ${attributes(request)}; Max-Age=0`);
}

function attributes(request: IncomingMessage): string {
  // Who claims https falsely only keeps the cookie from themselves.
  const secure = request.headers['x-forwarded-proto'] === 'https' ? '; Secure' : '';
  return `Path=/; HttpOnly; SameSite=Strict${secure}`;
}
