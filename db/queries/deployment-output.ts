/** What deployed services print: written by whoever reads the engine's log, each line by one of them, and read by its owner. */
import { and, asc, desc, eq, gt, inArray, sql } from 'drizzle-orm';
import { OUTPUT_BYTES_MAX, OUTPUT_KIND, OUTPUT_LINES_MAX, type OutputLine } from '../../contracts/deployment-output.js';
import type { Executor, Orm, Transaction } from '../client.js';
import { builds, deploymentOutputLines, deploymentOutputs, deployments } from '../schema/index.js';
import { PASSING_CHANNEL, storable } from './record.js';

/** How far a log was read. */
export interface ReadPosition {
  containerId: string;
  /** The engine's time of the last line, RFC 3339 with nanoseconds. */
  at: string;
  /** Which of the lines of that time, from 1. */
  nth: number;
}

/** Lines so far of a private key whose end has not come yet, of each stream; 0: none is open. */
export interface OpenKeys {
  stdout: number;
  stderr: number;
}

/** What the next reading goes on with. */
export interface ReadState extends ReadPosition {
  openKeys: OpenKeys;
}

export type NewOutputLine = Omit<OutputLine, 'seq'>;

/** Whose output it is and what is known of the deployment. */
export interface OutputHead {
  deploymentId: string;
  status: string;
  /** 0: it printed nothing that was kept. */
  lastSeq: number;
  /** The oldest line that is kept; null without one. */
  firstSeq: number | null;
}

/** How far the output of a deployment was read; null before its first line. */
export async function findReadPosition(orm: Executor, deploymentId: string): Promise<ReadState | null> {
  const [row] = await orm.select().from(deploymentOutputs).where(eq(deploymentOutputs.deploymentId, deploymentId));
  return row ? { containerId: row.containerId, at: row.readAt, nth: row.readNth, openKeys: { stdout: row.stdoutKeyLines, stderr: row.stderrKeyLines } } : null;
}

/**
 * Adds lines and moves the position from `from` to `to`; false, and nothing is written, when somebody else moved it
 * meanwhile or the deployment is gone. Lines beyond what is kept go, oldest first.
 */
export function appendOutput(
  orm: Orm,
  { deploymentId, from, to, lines }: { deploymentId: string; from: ReadPosition | null; to: ReadState; lines: readonly NewOutputLine[] },
): Promise<boolean> {
  return orm.transaction(async (tx) => {
    const lastSeq = await movePosition(tx, deploymentId, from, to, lines.length);
    if (lastSeq === null) return false;
    const first = lastSeq - lines.length + 1;
    if (lines.length > 0)
      await tx.insert(deploymentOutputLines).values(lines.map((line, index) => ({ ...line, text: storable(line.text), deploymentId, seq: first + index })));
    await forgetOldest(tx, deploymentId);
    await tell(tx, deploymentId, { seq: lastSeq });
    return true;
  });
}

/** The number of the last of `count` new lines; null when the position is not at `from` (any more). */
async function movePosition(tx: Transaction, deploymentId: string, from: ReadPosition | null, to: ReadState, count: number): Promise<number | null> {
  const { containerId, at, nth, openKeys } = to;
  const position = { containerId, readAt: at, readNth: nth, stdoutKeyLines: openKeys.stdout, stderrKeyLines: openKeys.stderr };
  if (from === null) {
    // Held, so that its project is not deleted in between.
    const [there] = await tx.select({ status: deployments.status }).from(deployments).where(eq(deployments.id, deploymentId)).for('key share');
    if (!there || there.status === 'removed') return null;
    const made = await tx
      .insert(deploymentOutputs)
      .values({ deploymentId, ...position, lastSeq: count })
      .onConflictDoNothing()
      .returning({ lastSeq: deploymentOutputs.lastSeq });
    return made[0]?.lastSeq ?? null;
  }
  const here = and(
    eq(deploymentOutputs.deploymentId, deploymentId),
    eq(deploymentOutputs.containerId, from.containerId),
    eq(deploymentOutputs.readAt, from.at),
    eq(deploymentOutputs.readNth, from.nth),
  );
  const moved = await tx
    .update(deploymentOutputs)
    .set({ ...position, lastSeq: sql`${deploymentOutputs.lastSeq} + ${count}` })
    .where(here)
    .returning({ lastSeq: deploymentOutputs.lastSeq });
  return moved[0]?.lastSeq ?? null;
}

async function forgetOldest(tx: Transaction, deploymentId: string): Promise<void> {
  await tx.execute(sql`
    delete from deployment_output_lines where deployment_id = ${deploymentId} and seq <= (
      select max(seq) from (
        select seq, row_number() over newest as lines, sum(octet_length(text)) over newest as bytes
        from deployment_output_lines where deployment_id = ${deploymentId} window newest as (order by seq desc)
      ) kept where lines > ${OUTPUT_LINES_MAX} or bytes > ${OUTPUT_BYTES_MAX})`);
}

/** The output of deployments that are gone. */
export async function deleteOutputs(orm: Executor, deploymentIds: readonly string[]): Promise<void> {
  if (deploymentIds.length > 0) await orm.delete(deploymentOutputs).where(inArray(deploymentOutputs.deploymentId, [...deploymentIds]));
}

/** Whoever reads the output of these hears that they serve no longer, once the transaction that says so is done. */
export async function tellOver(tx: Transaction, over: readonly { id: string }[]): Promise<void> {
  for (const { id } of over) await tell(tx, id, {});
}

async function tell(tx: Transaction, deploymentId: string, more: { seq?: number }): Promise<void> {
  const told = JSON.stringify({ kind: OUTPUT_KIND, build_id: deploymentId, ...more });
  await tx.execute(sql`select pg_notify(${PASSING_CHANNEL}, ${told})`);
}

/** What a deployment is now; null when it is gone. */
export async function findStatus(orm: Executor, deploymentId: string): Promise<string | null> {
  const [row] = await orm.select({ status: deployments.status }).from(deployments).where(eq(deployments.id, deploymentId));
  return row?.status ?? null;
}

/** A deployment of a user's builds; null when there is none of that id. */
export async function findOutput(orm: Executor, userId: string, deploymentId: string): Promise<OutputHead | null> {
  const [row] = await orm
    .select({
      deploymentId: deployments.id,
      status: deployments.status,
      lastSeq: sql<number>`coalesce(${deploymentOutputs.lastSeq}, 0)::int8`.mapWith(Number),
      firstSeq: sql<number | null>`(select min(seq) from deployment_output_lines l where l.deployment_id = ${deployments.id})`.mapWith(Number),
    })
    .from(deployments)
    .innerJoin(builds, eq(builds.id, deployments.buildId))
    .leftJoin(deploymentOutputs, eq(deploymentOutputs.deploymentId, deployments.id))
    .where(and(eq(deployments.id, deploymentId), eq(builds.userId, userId)));
  return row ?? null;
}

/** Lines after a number, oldest first; without one the newest lines. At most `limit`, in order. */
export async function readOutput(orm: Executor, deploymentId: string, { after, limit }: { after: number | null; limit: number }): Promise<OutputLine[]> {
  const { seq, at, source, text } = deploymentOutputLines;
  const here = eq(deploymentOutputLines.deploymentId, deploymentId);
  const rows = await orm
    .select({ seq, at, source, text })
    .from(deploymentOutputLines)
    .where(after === null ? here : and(here, gt(seq, after)))
    .orderBy(after === null ? desc(seq) : asc(seq))
    .limit(limit);
  return after === null ? rows.reverse() : rows;
}
