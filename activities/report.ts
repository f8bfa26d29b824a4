import type { Logger } from 'pino';
import { isChatId } from '../contracts/chat.js';
import { buildIdOfWorkflow, isBuildId, isExecutionId } from '../contracts/ids.js';
import { MillwrightError } from '../contracts/failures.js';
import type { Database } from '../db/client.js';
import { brieflySaid } from './interceptor.js';
import { record } from '../db/queries/record.js';

interface Retry {
  what: string;
  attempt: number;
  error: unknown;
  workflowId: string;
}

/** Tells watchers that a step failed and is tried again: best effort, at most one event a step and power of two. */
export function reportRetry(deps: { db: Database }, log: Logger, { what, attempt, error, workflowId }: Retry): void {
  log.warn({ what, attempt, workflowId, err: brieflySaid(error) }, 'an activity failed');
  const buildId = buildIdOfWorkflow(workflowId);
  const code = error instanceof MillwrightError ? error.code : null;
  // Leases and budgets are part of normal life; a wait is only news when it lasts.
  if (!hasEvents(buildId) || code === 'LEASE_LOST' || code === 'BUDGET_EXHAUSTED' || (attempt & (attempt - 1)) !== 0) return;
  const detail = code && error instanceof MillwrightError ? `${code}: ${error.detail.slice(0, 300)}` : 'a part this needs is away; trying again';
  record(deps.db.orm, { buildId, key: `retry/${workflowId}/${what}/${attempt}/${Date.now()}`, event: { kind: 'retrying', what, detail } }).catch(() => {});
}

/** Tells watchers that a long step is still at it: best effort. */
export function reportWorking(
  deps: { db: Database },
  { what, seconds, workflowId, key }: { what: string; seconds: number; workflowId: string; key: string },
): void {
  const buildId = buildIdOfWorkflow(workflowId);
  if (hasEvents(buildId)) record(deps.db.orm, { buildId, key: `working/${key}`, event: { kind: 'working', what, seconds } }).catch(() => {});
}

function hasEvents(id: string): boolean {
  return isBuildId(id) || isExecutionId(id) || isChatId(id);
}

/** For `onProgress` of a sandbox: the first use of a language builds its image, which people should see. Best effort. */
export function imageNews(deps: { db: Database }, buildId: string): (text: string) => void {
  return (text) => {
    if (!/image/i.test(text)) return;
    record(deps.db.orm, { buildId, key: `image/${Date.now()}/${text.slice(0, 80)}`, event: { kind: 'note', text: text.slice(0, 300), by: 'sandbox' } }).catch(
      () => {},
    );
  };
}

export interface ChecksNews {
  onRunning: (names: string[]) => void;
  /** When everything told is written: what follows must not be overtaken by it. */
  told: () => Promise<void>;
}

/** For `onRunning` of checks: which of them run now. Best effort, in order; what has changed again before it was written is left out. */
export function checksNews(deps: { db: Database }, buildId: string, { subject, what }: { subject: string; what: string }): ChecksNews {
  const since = Date.now();
  let latest: string[] = [];
  let number = 0;
  let told: Promise<unknown> = Promise.resolve();
  const tell = (own: number) => {
    if (own !== number) return undefined;
    const seconds = Math.round((Date.now() - since) / 1_000);
    const event = { kind: 'working', what, seconds, checks: { subject, running: latest } } as const;
    return record(deps.db.orm, { buildId, key: `running/${what}/${subject}/${since}.${own}`, event }).catch(() => {});
  };
  return {
    onRunning: (names) => {
      latest = names;
      const own = ++number;
      told = told.then(() => tell(own));
    },
    told: async () => void (await told),
  };
}
