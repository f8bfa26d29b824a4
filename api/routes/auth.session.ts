import { MillwrightError } from '../../contracts/failures.js';
import { endSession, listSessions } from '../../db/queries/web-sessions.js';
import { createSessionBody, sessionParams, sessionSchema, sessionsSchema } from '../../schemas/auth.js';
import type { User } from '../roles.js';
import { clearSessionCookie } from '../auth-cookie.js';
import { requireOwnOrigin } from '../auth-origin.js';
import type { AppDeps } from '../deps.js';
import { notFound } from '../errors.js';
import { defineRoute } from '../route.js';
import { signInByToken } from '../sign-in.js';

export const signIn = defineRoute({
  method: 'post',
  path: '/auth/session',
  operation: 'signIn',
  summary: 'Sign this browser in with a token',
  tag: 'auth',
  access: 'open',
  body: createSessionBody,
  responses: { 201: { description: 'Signed in; the cookie is set', schema: sessionSchema } },
  failures: ['UNAUTHORIZED', 'REQUEST_NOT_FROM_PAGE', 'TOO_MANY_TRIES', 'UNAVAILABLE'],
  async handle({ deps, request, response, body }) {
    requireOwnOrigin(request);
    const isWrong = (error: unknown) => error instanceof MillwrightError && error.code === 'UNAUTHORIZED';
    const caller = await deps.signInTries.attempt(request, () => deps.authenticator.byToken(body.token), isWrong);
    const { id, expiresAt } = await signInByToken(deps, request, response, caller);
    return { status: 201, body: { id, expires_at: expiresAt.toISOString() } };
  },
});

export const signOut = defineRoute({
  method: 'delete',
  path: '/auth/session',
  operation: 'signOut',
  summary: 'Sign this browser out',
  tag: 'auth',
  access: 'viewer',
  responses: { 204: { description: 'Signed out; the cookie is gone and worth nothing' } },
  failures: ['ACTION_NOT_ALLOWED'],
  async handle({ deps, user, request, response }) {
    const { session } = await deps.authenticator.authenticate(request);
    if (!session) throw new MillwrightError('ACTION_NOT_ALLOWED', 'A bearer token has no session to end.');
    await end(deps, user, session.id);
    clearSessionCookie(request, response);
    response.writeHead(204, { 'cache-control': 'no-store' }).end();
    return null;
  },
});

export const signedInBrowsers = defineRoute({
  method: 'get',
  path: '/auth/sessions',
  operation: 'listBrowsers',
  summary: 'Browsers that are signed in as you',
  tag: 'auth',
  access: 'viewer',
  responses: { 200: { description: 'Those that have not ended, newest first', schema: sessionsSchema } },
  async handle({ deps, user, request }) {
    const { session } = await deps.authenticator.authenticate(request);
    const rows = await listSessions(deps.database.orm, user.id);
    const sessions = rows.map(({ id, userAgent, createdAt, expiresAt }) => ({
      id,
      user_agent: userAgent,
      created_at: createdAt.toISOString(),
      expires_at: expiresAt.toISOString(),
      current: id === session?.id,
    }));
    return { status: 200, body: { sessions } };
  },
});

export const signOutBrowser = defineRoute({
  method: 'delete',
  path: '/auth/sessions/{id}',
  operation: 'signOutBrowser',
  summary: 'Sign a browser of yours out',
  tag: 'auth',
  access: 'viewer',
  params: sessionParams,
  responses: { 204: { description: 'It is signed out' } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, response, params }) {
    // NUL cannot be in a stored id, and PostgreSQL refuses to look for it.
    if (params.id.includes('\0') || !(await end(deps, user, params.id))) throw notFound('session');
    response.writeHead(204, { 'cache-control': 'no-store' }).end();
    return null;
  },
});

async function end(deps: AppDeps, user: User, id: string): Promise<boolean> {
  const ended = await endSession(deps.database.orm, user.id, id);
  deps.authenticator.forgetSession(id);
  return ended;
}
