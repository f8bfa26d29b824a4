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

// A page on another port of the host may add cookies of our name with longer paths; more than these are not looked at.
const VALUES_MAX = 8;

/** The values of our cookie's name that a request brings, those that could be ours: the script of another port may have set more. */
export function sessionCookiesOf(request: IncomingMessage): string[] {
  const name = cookieName(request);
  return (request.headers.cookie ?? '')
    .split(';')
    .map((part) => part.split('='))
    .filter(([key, value]) => key?.trim() === name && VALUE.test(value?.trim() ?? ''))
    .map(([, value = '']) => value.trim())
    .slice(0, VALUES_MAX);
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
