import { and, desc, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import type pg from 'pg';
import type { Executor, Orm, Transaction } from '../client.js';
import { auditLog, loginLinks, tokens, webSessions } from '../schema/index.js';

type SessionRow = typeof webSessions.$inferSelect;

/** A browser that is to be signed in. */
export interface NewSession {
  id: string;
  sha256: string;
  userAgent: string;
  hours: number;
}

/** A session with its user, as a request is answered by it. */
export interface SessionUser {
  sessionId: string;
  userId: string;
  role: string;
  tokenId: string;
  /** Milliseconds since the epoch; the token's end when that comes first. */
  expiresAtMs: number;
}

// Used, expired or ended rows are of no use to anybody; a day of them helps to see what happened.
const KEPT = sql`now() - interval '1 day'`;

/** Keeps a one-time code for `minutes`, and drops those that are long over. */
export async function insertLoginLink(orm: Executor, link: { sha256: string; tokenId: string; target: string; minutes: number }): Promise<Date> {
  const { minutes, ...values } = link;
  await orm.delete(loginLinks).where(lt(loginLinks.expiresAt, KEPT));
  const [row] = await orm
    .insert(loginLinks)
    .values({ ...values, expiresAt: sql`now() + make_interval(mins => ${minutes})` })
    .returning({ expiresAt: loginLinks.expiresAt });
  if (!row) throw new Error('a login link has no row');
  return row.expiresAt;
}

/**
 * Uses a code up and signs a browser in with it; null when it is unknown, used, expired, or its token has ended. Of two
 * that bring the same code at once, one gets in.
 */
export function useLoginLink(orm: Orm, sha256: string, session: NewSession): Promise<{ target: string; expiresAt: Date } | null> {
  return orm.transaction(async (tx) => {
    const [link] = await tx
      .update(loginLinks)
      .set({ usedAt: sql`now()` })
      .from(tokens)
      .where(and(eq(loginLinks.sha256, sha256), isNull(loginLinks.usedAt), gt(loginLinks.expiresAt, sql`now()`), eq(tokens.id, loginLinks.tokenId), tokenLives))
      .returning({ tokenId: loginLinks.tokenId, target: loginLinks.target, userId: tokens.userId });
    return link ? { target: link.target, expiresAt: await insertSession(tx, session, link) } : null;
  });
}

const tokenLives = sql`${tokens.revokedAt} is null and (${tokens.expiresAt} is null or ${tokens.expiresAt} > now())`;

/** Signs a browser in with a token. */
export function createSession(orm: Orm, session: NewSession, owner: { tokenId: string; userId: string }): Promise<Date> {
  return orm.transaction((tx) => insertSession(tx, session, owner));
}

async function insertSession(tx: Transaction, session: NewSession, { tokenId, userId }: { tokenId: string; userId: string }): Promise<Date> {
  const { hours, ...values } = session;
  await tx.delete(webSessions).where(lt(webSessions.expiresAt, KEPT));
  const [row] = await tx
    .insert(webSessions)
    .values({ ...values, tokenId, expiresAt: sql`now() + make_interval(hours => ${hours})` })
    .returning({ expiresAt: webSessions.expiresAt });
  if (!row) throw new Error('a session has no row');
  await audit(tx, session.id, userId, 'session.started');
  return row.expiresAt;
}

async function audit(tx: Transaction, id: string, actor: string, action: 'session.started' | 'session.ended'): Promise<void> {
  await tx
    .insert(auditLog)
    .values({ key: `${id}/${action}`, actor, action, subject: id, detail: {} })
    .onConflictDoNothing();
}

/** The user of a session by the sha256 of its cookie; null when unknown, expired or ended, itself or its token. */
export async function findSessionUser(pool: pg.Pool, sha256: string): Promise<SessionUser | null> {
  const { rows } = await pool.query<{ session_id: string; user_id: string; role: string; token_id: string; ends: Date }>({
    name: 'session_user',
    text: `select s.id as session_id, u.id as user_id, u.role, t.id as token_id, least(s.expires_at, t.expires_at) as ends
           from web_sessions s join tokens t on t.id = s.token_id join users u on u.id = t.user_id
           where s.sha256 = $1 and s.revoked_at is null and s.expires_at > now()
             and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())`,
    values: [sha256],
  });
  const row = rows[0];
  return row ? { sessionId: row.session_id, userId: row.user_id, role: row.role, tokenId: row.token_id, expiresAtMs: row.ends.getTime() } : null;
}

/** The sessions of a user that can still be used, newest first. */
export function listSessions(orm: Executor, userId: string): Promise<Pick<SessionRow, 'id' | 'userAgent' | 'createdAt' | 'expiresAt'>[]> {
  return orm
    .select({ id: webSessions.id, userAgent: webSessions.userAgent, createdAt: webSessions.createdAt, expiresAt: webSessions.expiresAt })
    .from(webSessions)
    .innerJoin(tokens, eq(tokens.id, webSessions.tokenId))
    .where(and(eq(tokens.userId, userId), isNull(webSessions.revokedAt), gt(webSessions.expiresAt, sql`now()`), tokenLives))
    .orderBy(desc(webSessions.createdAt), desc(webSessions.id));
}

/** Ends a session of a user for good; false when there is none of theirs that has not ended. */
export function endSession(orm: Orm, userId: string, id: string): Promise<boolean> {
  return orm.transaction(async (tx) => {
    const ended = await tx
      .update(webSessions)
      .set({ revokedAt: sql`now()` })
      .from(tokens)
      .where(and(eq(webSessions.id, id), isNull(webSessions.revokedAt), eq(tokens.id, webSessions.tokenId), eq(tokens.userId, userId)))
      .returning({ id: webSessions.id });
    if (ended.length > 0) await audit(tx, id, userId, 'session.ended');
    return ended.length > 0;
  });
}
