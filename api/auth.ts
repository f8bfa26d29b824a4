import { createHash } from 'node:crypto';
import type pg from 'pg';
import { MillwrightError } from '../contracts/failures.js';
import { findTokenUser } from '../db/queries/tokens.js';
import { ROLES, type Role, type User } from './roles.js';

// A revoked token works this long at most; a query for each request would cost a tenth of a submission.
const CACHE_MS = 3_000;
// Only tokens that exist are kept, so this is far more than one installation has.
const CACHE_MAX = 10_000;
const BEARER = /^Bearer +([\x21-\x7e]{1,500})$/i;

/** Bearer tokens to users, remembered for a few seconds. */
export class Authenticator {
  #cache = new Map<string, { user: User; until: number }>();

  constructor(private readonly pool: pg.Pool) {}

  /** The user of an `Authorization` header. Throws UNAUTHORIZED, with one text for every reason. */
  async authenticate(header: string | undefined): Promise<User> {
    const token = BEARER.exec(header ?? '')?.[1];
    if (token === undefined) throw unauthorized();
    const sha256 = createHash('sha256').update(token).digest('hex');
    const now = Date.now();
    const known = this.#cache.get(sha256);
    if (known && known.until > now) return known.user;
    this.#cache.delete(sha256);
    const found = await findTokenUser(this.pool, sha256);
    if (!found || !isRole(found.role)) throw unauthorized();
    const user = { id: found.id, role: found.role };
    if (this.#cache.size >= CACHE_MAX) this.#cache.clear();
    this.#cache.set(sha256, { user, until: Math.min(now + CACHE_MS, found.expiresAtMs ?? Number.POSITIVE_INFINITY) });
    return user;
  }

  /** Whether a stream that was opened with this header may go on. Throws when the database is away. */
  async isStillValid(header: string | undefined): Promise<boolean> {
    try {
      await this.authenticate(header);
      return true;
    } catch (error) {
      if (error instanceof MillwrightError) return false;
      throw error;
    }
  }
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
  return new MillwrightError('UNAUTHORIZED', 'Send `Authorization: Bearer <token>` with a token that is valid; the embedded one is in MW_HOME/token.');
}
