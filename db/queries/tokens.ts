import type pg from 'pg';

export interface TokenUser {
  id: string;
  tokenId: string;
  role: string;
  /** Milliseconds since the epoch; null never expires. */
  expiresAtMs: number | null;
}

/** The user of a bearer token by the token's sha256 (hex); null when unknown, expired or revoked. */
export async function findTokenUser(pool: pg.Pool, sha256: string): Promise<TokenUser | null> {
  const { rows } = await pool.query<{ id: string; token_id: string; role: string; expires_at: Date | null }>({
    name: 'token_user',
    text: `select u.id, t.id as token_id, u.role, t.expires_at from tokens t join users u on u.id = t.user_id
           where t.sha256 = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())`,
    values: [sha256],
  });
  const row = rows[0];
  return row ? { id: row.id, tokenId: row.token_id, role: row.role, expiresAtMs: row.expires_at?.getTime() ?? null } : null;
}
