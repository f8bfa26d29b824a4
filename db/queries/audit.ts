import { createHash } from 'node:crypto';
import { asc, eq, gt, sql } from 'drizzle-orm';
import { canonicalJson } from '../canonical-json.js';
import type { Orm, Transaction } from '../client.js';
import { auditChain, auditLog } from '../schema/index.js';

/** Size and head of the chain, kept outside the database: truncating the chain cannot go unseen. */
export interface AuditAnchor {
  size: number;
  head: string;
}
export interface AuditVerdict {
  ok: boolean;
  size: number;
  head: string;
  /** Rows of the log that are not sealed yet. */
  pending: number;
  /** The first thing that is wrong. */
  problem: null | { seq: number; verdict: 'altered' | 'deleted' | 'reordered' | 'truncated' | 'rewritten'; detail: string };
}
type LogRow = typeof auditLog.$inferSelect;

const GENESIS = '0'.repeat(64);
// Any constant: one sealer at a time.
const SEALER_LOCK = 7_240_032;
// Ids are drawn before commit, so a smaller id may appear later; no transaction of ours lives for this many rows.
const LATE_ROWS = 10_000;
const BATCH = 500;

function hashOf(previous: string, row: LogRow): string {
  const { id, key, actor, action, subject, detail, at } = row;
  return createHash('sha256')
    .update(previous + canonicalJson({ id, key, actor, action, subject, detail, at: at.toISOString() }))
    .digest('hex');
}

async function readAnchor(tx: Orm | Transaction): Promise<AuditAnchor> {
  const rows = await tx
    .select({ size: auditChain.seq, head: auditChain.hash })
    .from(auditChain)
    .orderBy(sql`${auditChain.seq} desc`)
    .limit(1);
  return rows[0] ?? { size: 0, head: GENESIS };
}

/**
 * Chains audit rows that are not chained yet (at most 500), in the order of their ids; one process at a time does it.
 * Gives size and head afterwards; null when another process is at it.
 */
export async function sealAudit(orm: Orm): Promise<(AuditAnchor & { more: boolean }) | null> {
  return orm.transaction(async (tx) => {
    const lock = await tx.execute<{ locked: boolean }>(sql`select pg_try_advisory_xact_lock(${SEALER_LOCK}) as locked`);
    if (!lock.rows[0]?.locked) return null;
    let { size, head } = await readAnchor(tx);
    const rows = await tx
      .select()
      .from(auditLog)
      .where(sql`${auditLog.id} > (select coalesce(max(audit_id), 0) - ${LATE_ROWS} from audit_chain)
        and not exists (select 1 from audit_chain c where c.audit_id = ${auditLog.id})`)
      .orderBy(asc(auditLog.id))
      .limit(BATCH);
    const links = rows.map((row) => {
      const previous = head;
      head = hashOf(previous, row);
      size += 1;
      return { seq: size, auditId: row.id, previous, hash: head };
    });
    if (links.length > 0) await tx.insert(auditChain).values(links);
    return { size, head, more: rows.length === BATCH };
  });
}

/** The hash at a place of the chain; null when the chain is shorter. */
export async function auditHashAt(orm: Orm, size: number): Promise<string | null> {
  if (size === 0) return GENESIS;
  const rows = await orm.select({ hash: auditChain.hash }).from(auditChain).where(eq(auditChain.seq, size));
  return rows[0]?.hash ?? null;
}

/** Reads the whole chain and names the first row that does not fit; the anchor tells whether the end was cut or rewritten. */
export async function verifyAudit(orm: Orm, anchor: AuditAnchor | null): Promise<AuditVerdict> {
  let size = 0;
  let head = GENESIS;
  const fail = (seq: number, verdict: NonNullable<AuditVerdict['problem']>['verdict'], detail: string): AuditVerdict => ({
    ok: false,
    size,
    head,
    pending: 0,
    problem: { seq, verdict, detail },
  });
  for (;;) {
    const rows = await orm
      .select({ link: auditChain, row: auditLog })
      .from(auditChain)
      .leftJoin(auditLog, eq(auditLog.id, auditChain.auditId))
      .where(gt(auditChain.seq, size))
      .orderBy(asc(auditChain.seq))
      .limit(BATCH);
    for (const { link, row } of rows) {
      if (link.seq !== size + 1) return fail(size + 1, 'deleted', `link ${size + 1} of the chain is missing`);
      if (link.previous !== head) return fail(link.seq, 'reordered', `link ${link.seq} does not follow link ${size}`);
      if (!row) return fail(link.seq, 'deleted', `the audit row ${link.auditId} that link ${link.seq} seals is gone`);
      if (hashOf(link.previous, row) !== link.hash) return fail(link.seq, 'altered', `the audit row ${row.id} is not what link ${link.seq} sealed`);
      size = link.seq;
      head = link.hash;
      if (anchor && anchor.size === size && anchor.head !== head) return fail(size, 'rewritten', `link ${size} is not the one the anchor file names`);
    }
    if (rows.length < BATCH) break;
  }
  if (anchor && anchor.size > size) return fail(size + 1, 'truncated', `the anchor file knows ${anchor.size} links, the chain has ${size}`);
  const pending = await orm.$count(auditLog, sql`not exists (select 1 from audit_chain c where c.audit_id = ${auditLog.id})`);
  return { ok: true, size, head, pending, problem: null };
}
