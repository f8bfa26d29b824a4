import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type pg from 'pg';
import { MillwrightError } from '../contracts/failures.js';
import { findTokenUser } from '../db/queries/tokens.js';
import { findSessionUser } from '../db/queries/web-sessions.js';
import { sessionCookiesOf } from './auth-cookie.js';
import { requirePageItself } from './auth-origin.js';
import { ROLES, type Role, type User } from './roles.js';

// A revoked token works this long at most; a query for each request would cost a tenth of a submission.
const CACHE_MS = 3_000;
// Only tokens that exist are kept, so this is far more than one installation has.
const CACHE_MAX = 10_000;
const BEARER = /^Bearer +([\x21-\x7e]{1,500})$/i;

/** Who asks, and by what. */
export interface Caller extends User {
  /** The token that was shown, or that the session came from. */
  tokenId: string;
  /** Null for a bearer token. */
  session: { id: string; expiresAtMs: number } | null;
}

/** Bearer tokens and cookies of browsers to users, remembered for a few seconds. */
export class Authenticator {
  #cache = new Map<string, { caller: Caller; until: number }>();

  constructor(private readonly pool: pg.Pool) {}

  /**
   * The caller by an `Authorization` header, else by the cookie of a browser that is signed in; what a cookie stands for must
   * also come from the page itself. Throws UNAUTHORIZED, with one text for every reason, and REQUEST_NOT_FROM_PAGE.
   */
  async authenticate(request: IncomingMessage): Promise<Caller> {
    const { authorization } = request.headers;
    if (authorization !== undefined) return this.byToken(BEARER.exec(authorization)?.[1]);
    const caller = await this.#bySession(sessionCookiesOf(request).map(sha256Of));
    requirePageItself(request);
    return caller;
  }

  /** The first that is one: what a page of another port put before it is nobody's. */
  async #bySession([sha256, ...others]: string[]): Promise<Caller> {
    if (sha256 === undefined) throw unauthorized();
    const caller = this.#known(`session ${sha256}`, () => this.#findSession(sha256));
    return others.length === 0
      ? caller
      : caller.catch((error: unknown) => (error instanceof MillwrightError ? this.#bySession(others) : Promise.reject(error)));
  }

  /** The caller of a token. Throws UNAUTHORIZED. */
  async byToken(token: string | undefined): Promise<Caller> {
    if (token === undefined) throw unauthorized();
    const sha256 = sha256Of(token);
    return this.#known(`token ${sha256}`, () => this.#findToken(sha256));
  }

  /** Whether a stream that was opened by this request may go on. Throws when the database is away. */
  async isStillValid(request: IncomingMessage): Promise<boolean> {
    try {
      await this.authenticate(request);
      return true;
    } catch (error) {
      if (error instanceof MillwrightError) return false;
      throw error;
    }
  }

  /** A session that was ended is asked for anew at once. */
  forgetSession(id: string): void {
    for (const [key, { caller }] of this.#cache) if (caller.session?.id === id) this.#cache.delete(key);
  }

  async #known(key: string, find: () => Promise<{ caller: Caller; endsMs: number } | null>): Promise<Caller> {
    const now = Date.now();
    const known = this.#cache.get(key);
    if (known && known.until > now) return known.caller;
    this.#cache.delete(key);
    const found = await find();
    if (!found) throw unauthorized();
    if (this.#cache.size >= CACHE_MAX) this.#cache.clear();
    this.#cache.set(key, { caller: found.caller, until: Math.min(now + CACHE_MS, found.endsMs) });
    return found.caller;
  }

  async #findToken(sha256: string): Promise<{ caller: Caller; endsMs: number } | null> {
    const found = await findTokenUser(this.pool, sha256);
    if (!found || !isRole(found.role)) return null;
    const caller = { id: found.id, role: found.role, tokenId: found.tokenId, session: null };
    return { caller, endsMs: found.expiresAtMs ?? Number.POSITIVE_INFINITY };
  }

  async #findSession(sha256: string): Promise<{ caller: Caller; endsMs: number } | null> {
    const found = await findSessionUser(this.pool, sha256);
    if (!found || !isRole(found.role)) return null;
    const { userId, role, tokenId, sessionId, expiresAtMs } = found;
    return { caller: { id: userId, role, tokenId, session: { id: sessionId, expiresAtMs } }, endsMs: expiresAtMs };
  }
}

/** What the database keeps of a token, a code or a cookie. */
export function sha256Of(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Throws FORBIDDEN when the user's role is below the one that is needed. */
export function requireRole(user: User, needed: Role): void {
  if (ROLES.indexOf(user.role) >= ROLES.indexOf(needed)) return;
  throw new MillwrightError('FORBIDDEN', `This needs the role ${needed} or more; the token's role is ${user.role}.`);
}

function isRole(role: string): role is Role {
  return (ROLES as readonly string[]).includes(role);
}

function unauthorized(): MillwrightError {
  return new MillwrightError(
    'UNAUTHORIZED',
    'Send `Authorization: Bearer <token>` with a token that is valid; the embedded one is in MW_HOME/token. A browser is signed in by the link that `mw open` prints.',
  );
}
