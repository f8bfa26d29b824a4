/** Calls whose holder died and that nobody will ask again: their money is counted as lost instead of being kept back for ever. */
import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { Database } from '../../db/client.js';
import { llmCalls } from '../../db/schema/index.js';
import { settleLost } from './ledger.js';
import type { BudgetRules } from './scopes.js';

// A holder renews its lease every second, also while it waits a minute for a database that restarts (call.ts).
const SILENT_SECONDS = 120;
// One sweep's worth; what is left waits for the next.
const BATCH = 200;

/** The open calls of a build or an execution that has ended. */
export async function settleAbandoned(db: Database, buildId: string, rules?: BudgetRules): Promise<void> {
  await settleAll(db, eq(llmCalls.buildId, buildId), rules);
}

/**
 * The open calls of everything that is over by other ways than its own end: closed from outside, deleted, cleared. Any number
 * may run at once. Answers how many were settled.
 */
export function sweepAbandoned(db: Database, rules?: BudgetRules): Promise<number> {
  const silent = sql`${llmCalls.leasedAt} < clock_timestamp() - make_interval(secs => ${SILENT_SECONDS})`;
  return settleAll(db, sql`${silent} and not ${IS_WANTED}`, rules);
}

// Whether the build or execution still goes on, or a message still waits for this answer: its id is in the key. Names are written
// out, since a query of one table drops them and the tables asked here have columns of the same names.
const IS_WANTED = sql`(
  exists (select 1 from builds b where b.id = llm_calls.build_id and b.ended_at is null)
  or exists (select 1 from executions e where e.id = llm_calls.build_id and e.ended_at is null)
  or exists (select 1 from chat_messages m where m.session_id = llm_calls.build_id and m.id = split_part(llm_calls.key, '/', 2) and m.state = 'thinking'))`;

async function settleAll(db: Database, which: SQL, rules?: BudgetRules): Promise<number> {
  const open = and(eq(llmCalls.state, 'open'), which);
  const found = await db.orm.select({ key: llmCalls.key, buildId: llmCalls.buildId }).from(llmCalls).where(open).limit(BATCH);
  let settled = 0;
  for (const payer of found)
    settled += await db.orm.transaction(async (tx) => {
      const [mine] = await tx
        .update(llmCalls)
        .set({ state: 'failed' })
        .where(and(eq(llmCalls.key, payer.key), open))
        .returning({ send: llmCalls.sends });
      if (mine) await settleLost(tx, payer, mine.send, rules);
      return mine ? 1 : 0;
    });
  return settled;
}
