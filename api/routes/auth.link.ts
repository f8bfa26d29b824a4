import type { Request } from 'express';
import { MillwrightError } from '../../contracts/failures.js';
import { insertLoginLink } from '../../db/queries/web-sessions.js';
import { codeParams, createLinkBody, loginLinkSchema } from '../../schemas/auth.js';
import { sha256Of } from '../auth.js';
import { requireOwnOrigin } from '../auth-origin.js';
import { defineRoute } from '../route.js';
import { newSecret, signInByCode } from '../sign-in.js';
import { confirmHtml, sendPage, usedUpHtml } from '../sign-in-pages.js';

// Long enough to copy a line from a terminal into a browser.
const LINK_MINUTES = 10;

export const createLoginLink = defineRoute({
  method: 'post',
  path: '/auth/links',
  operation: 'createLoginLink',
  summary: 'Make a link that signs a browser in, once; only for a bearer token',
  tag: 'auth',
  access: 'viewer',
  body: createLinkBody,
  responses: { 201: { description: 'The path to open; it holds a secret', schema: loginLinkSchema } },
  async handle({ deps, request, body }) {
    const caller = await deps.authenticator.authenticate(request);
    // A cookie that was stolen must not make itself new ones.
    if (caller.session) throw new MillwrightError('FORBIDDEN', 'A browser makes no links for others; ask with the token, as `mw open` does.');
    const code = newSecret();
    const expiresAt = await insertLoginLink(deps.database.orm, { sha256: sha256Of(code), tokenId: caller.tokenId, target: body.to, minutes: LINK_MINUTES });
    return { status: 201, body: { path: `/auth/link/${code}`, expires_at: expiresAt.toISOString() } };
  },
});

export const useLink = defineRoute({
  method: 'get',
  path: '/auth/link/{code}',
  operation: 'useLoginLink',
  summary: 'Sign this browser in by a one-time link and lead it to the page',
  tag: 'auth',
  access: 'open',
  params: codeParams,
  responses: {
    200: { description: 'A page that asks first: somebody else led here, or the browser fetches ahead', contentType: 'text/html' },
    303: { description: 'Signed in; the cookie is set' },
  },
  failures: ['LINK_USED_UP', 'TOO_MANY_TRIES', 'UNAVAILABLE'],
  async handle({ deps, request, response, params }) {
    // Whoever only looks ahead must not use the code up, and no page may sign somebody in behind their back.
    if (request.method === 'HEAD' || looksAhead(request) || isLedByOthers(request)) {
      sendPage(response, 200, confirmHtml);
      return null;
    }
    try {
      const target = await deps.signInTries.attempt(request, () => signInByCode(deps, request, response, params.code), isUsedUp);
      response.writeHead(303, { location: target, 'cache-control': 'no-store' }).end();
    } catch (error) {
      if (!isUsedUp(error) || !request.accepts('html') || !(request.headers.accept ?? '').includes('text/html')) throw error;
      sendPage(response, 410, usedUpHtml);
    }
    return null;
  },
});

function isUsedUp(error: unknown): boolean {
  return error instanceof MillwrightError && error.code === 'LINK_USED_UP';
}

function looksAhead({ headers }: Request): boolean {
  return /prefetch|prerender|preview/i.test(`${String(headers['sec-purpose'])} ${String(headers['purpose'])} ${String(headers['x-moz'])}`);
}

function isLedByOthers(request: Request): boolean {
  try {
    requireOwnOrigin(request);
    return false;
  } catch {
    return true;
  }
}
