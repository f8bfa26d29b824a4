import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { FAILURES, MillwrightError } from '../contracts/failures.js';
import { digestOf } from '../db/canonical-json.js';
import { beatClaim, CLAIM_BEAT_MS, claimKey, dropClaim, freeClaim, keepAnswer, PENDING, type Claim } from '../db/queries/idempotency.js';
import { answerFrom } from './builds.js';
import type { AppDeps } from './deps.js';
import { toFailure } from './errors.js';
import type { User } from './roles.js';
import type { Reply } from './route.js';

// Most requests answer within milliseconds; a person's client is told to come back after this.
const WAIT_MS = 5_000;
const PAUSE_MS = { first: 25, most: 400 };
// About what is left of the slowest decision (10 s), in two more tries.
const RETRY_AFTER_SECONDS = 2;

/** One doing of what a request asks for. */
export interface Attempt {
  /** The same for every request that does it, also after the process of the first one died: ids are made from it. */
  id: string;
  /** ISO time of the first try when that one died or was cut off, so what it asked for may be done already; null otherwise. */
  resumedSince: string | null;
}

/**
 * Runs a request once per user and Idempotency-Key: the key is claimed first, and repeats wait for the answer of the one
 * that runs. UNAVAILABLE when that takes long, IDEMPOTENCY_MISMATCH for another request under the key. Without a key it just
 * runs. Refusals are not kept: they may change.
 */
export async function once(
  context: { deps: AppDeps; user: User; idempotencyKey: string | null },
  request: unknown,
  run: (attempt: Attempt) => Promise<Reply>,
): Promise<Reply> {
  const { deps, user, idempotencyKey: key } = context;
  if (key === null) return run({ id: randomUUID(), resumedSince: null });
  const bodySha256 = digestOf(request);
  const deadline = Date.now() + WAIT_MS;
  for (let pauseMs = PAUSE_MS.first; ; pauseMs = Math.min(pauseMs * 2, PAUSE_MS.most)) {
    const found = await claimKey(deps.database.orm, { userId: user.id, key, bodySha256 });
    if (found && 'claim' in found) return runClaimed(deps, found.claim, run);
    if (found && (found.kept.status !== PENDING || found.kept.bodySha256 !== bodySha256)) return answerFrom(found.kept, bodySha256);
    if (Date.now() > deadline) break;
    await sleep(pauseMs);
  }
  const detail = 'Another request with this Idempotency-Key is still under way; send it again to get its answer.';
  throw new MillwrightError('UNAVAILABLE', detail, { retryAfterSeconds: RETRY_AFTER_SECONDS });
}

async function runClaimed(deps: AppDeps, claim: Claim, run: (attempt: Attempt) => Promise<Reply>): Promise<Reply> {
  const { orm } = deps.database;
  // What was done stays done: keeping the books about it must not turn it into a failure. The attempt's id guards the repeat.
  const note = (work: Promise<void>) => work.catch((error: unknown) => deps.log.warn({ err: error }, 'an Idempotency-Key could not be noted'));
  const beat = setInterval(() => void note(beatClaim(orm, claim)), CLAIM_BEAT_MS);
  try {
    const reply = await run({ id: claim.attempt, resumedSince: claim.resumedSince });
    await note(keepAnswer(orm, claim, { status: reply.status, response: reply.body as Record<string, unknown> }));
    return reply;
  } catch (error) {
    // A refusal did nothing; after anything else the next request goes on where this one was cut off.
    const refused = FAILURES[toFailure(error).code].status < 500;
    await note(refused && claim.resumedSince === null ? dropClaim(orm, claim) : freeClaim(orm, claim));
    throw error;
  } finally {
    clearInterval(beat);
  }
}
