import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import { MillwrightError } from '../contracts/failures.js';
import { createSession, useLoginLink, type NewSession } from '../db/queries/web-sessions.js';
import { sha256Of, type Caller } from './auth.js';
import { setSessionCookie } from './auth-cookie.js';
import type { AppDeps } from './deps.js';

// Two weeks: nobody signs in each day to their own machine, and a browser that was forgotten somewhere ends.
const SESSION_HOURS = 14 * 24;
// Enough for any browser's name for itself.
const USER_AGENT_CHARS = 200;

/** 256 random bits as text for an address or a cookie: 43 characters. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Uses a one-time code up and signs the browser in; answers where it is led. Throws LINK_USED_UP. */
export async function signInByCode(deps: AppDeps, request: Request, response: Response, code: string): Promise<string> {
  const { cookie, session } = newSession(request);
  const used = await useLoginLink(deps.database.orm, sha256Of(code), session);
  if (!used) throw new MillwrightError('LINK_USED_UP', 'A link signs in once, within ten minutes. Get another one: `mw open`.');
  setSessionCookie(request, response, cookie, SESSION_HOURS * 3600);
  return used.target;
}

/** Signs the browser in for as long as the token lives, at most two weeks. */
export async function signInByToken(deps: AppDeps, request: Request, response: Response, caller: Caller): Promise<{ id: string; expiresAt: Date }> {
  const { cookie, session } = newSession(request);
  const expiresAt = await createSession(deps.database.orm, session, { tokenId: caller.tokenId, userId: caller.id });
  setSessionCookie(request, response, cookie, SESSION_HOURS * 3600);
  return { id: session.id, expiresAt };
}

function newSession(request: Request): { cookie: string; session: NewSession } {
  const cookie = newSecret();
  const userAgent = (request.headers['user-agent'] ?? 'unknown').slice(0, USER_AGENT_CHARS);
  return { cookie, session: { id: `ses-${randomBytes(8).toString('hex')}`, sha256: sha256Of(cookie), userAgent, hours: SESSION_HOURS } };
}
