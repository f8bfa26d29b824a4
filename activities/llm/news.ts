/** What people and other workers are told of providers that fail. Best effort: a call never fails for its news. */
import { sql, type SQL } from 'drizzle-orm';
import type { MillwrightError } from '../../contracts/failures.js';
import type { Database } from '../../db/client.js';
import { record } from '../../db/queries/record.js';
import { providerWaits } from '../../db/schema/index.js';
import type { ModelCall } from './model-call.js';
import type { ModelRouter, RoutedModel, Wait } from './port.js';

interface NewsDeps {
  db: Database;
  models: ModelRouter;
}

// Enough of a failure to act on; the whole of it is in the worker's log.
const WORDS_MAX = 300;

/** Says that another model takes over in the middle of a call. */
export function tellFailover(deps: NewsDeps, call: ModelCall, { from, failure, to }: { from: RoutedModel; failure: MillwrightError; to: RoutedModel }): void {
  const text = `${nameOf(from)} does not answer (${failure.code}: ${failure.detail.slice(0, WORDS_MAX)}); ${nameOf(to)} is asked instead`;
  tell(deps, call, `failover/${call.key}/${nameOf(from)}`, text);
}

/** Keeps what one failure means for others: a refused key is a person's to mend, a wait counts for all workers. */
export async function tellFailure(deps: NewsDeps, call: ModelCall, model: RoutedModel, failure: MillwrightError): Promise<void> {
  if (failure.code === 'LLM_AUTH')
    tell(deps, call, `key-refused/${model.provider}`, `${model.provider} refuses our key: ${failure.detail.slice(0, WORDS_MAX)}`, true);
  const wait = deps.models.waitOf(model.provider);
  if (wait) await shareWait(deps.db, wait).catch(() => {});
}

function tell(deps: NewsDeps, call: ModelCall, key: string, text: string, inJournal = false): void {
  record(deps.db.orm, {
    buildId: call.buildId,
    key,
    event: { kind: 'note', text, by: 'models' },
    ...(inJournal ? { journal: { kind: 'note', owner: 'models', text } } : {}),
  }).catch(() => {});
}

function nameOf(model: RoutedModel): string {
  return `${model.provider}/${model.model}`;
}

/** Workers' clocks may differ: what travels is how long it still lasts. */
async function shareWait(db: Database, wait: Wait): Promise<void> {
  const seconds = (wait.untilMs - Date.now()) / 1_000;
  const until = sql<Date>`now() + make_interval(secs => ${seconds}::double precision)`;
  await db.orm
    .insert(providerWaits)
    .values({ provider: wait.provider, until, reason: wait.reason.slice(0, 1_000) })
    .onConflictDoUpdate({
      target: providerWaits.provider,
      set: { until: sql`greatest(${providerWaits.until}, excluded.until)`, reason: sql`excluded.reason` },
    });
}

interface StoredWait {
  provider: string;
  seconds: number;
  reason: string;
}

/** The waits that still last, as a column of any query. */
export function currentWaits(): SQL<StoredWait[]> {
  return sql<StoredWait[]>`coalesce((select json_agg(json_build_object('provider', provider, 'seconds', extract(epoch from until - now()), 'reason', reason))
    from provider_waits where until > now()), '[]'::json)`;
}

export function waitsOf(stored: readonly StoredWait[]): Wait[] {
  return stored.map(({ provider, seconds, reason }) => ({ provider, untilMs: Date.now() + seconds * 1_000, reason }));
}
