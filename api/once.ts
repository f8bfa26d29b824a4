import { digestOf } from '../db/canonical-json.js';
import { findKeptAnswer, keepAnswer } from '../db/queries/idempotency.js';
import { repeatedAnswer } from './builds.js';
import type { AppDeps } from './deps.js';
import type { User } from './roles.js';
import type { Reply } from './route.js';

/**
 * Answers a repeat of a request (same user, same Idempotency-Key, same request) like the first one; another request under
 * the same key is IDEMPOTENCY_MISMATCH. Without a key it just runs. Refusals are not kept: they may change.
 */
export async function once(context: { deps: AppDeps; user: User; idempotencyKey: string | null }, request: unknown, run: () => Promise<Reply>): Promise<Reply> {
  const { deps, user, idempotencyKey: key } = context;
  if (key === null) return run();
  const bodySha256 = digestOf(request);
  if (await findKeptAnswer(deps.database.orm, user.id, key)) return repeatedAnswer(deps, user.id, { key, bodySha256 });
  const reply = await run();
  const kept = { bodySha256, status: reply.status, response: reply.body as Record<string, unknown> };
  // What was done stays done: an answer that could not be kept must not turn into a failure. Decision ids guard the repeat.
  await keepAnswer(deps.database.orm, user.id, key, kept).catch((error: unknown) => deps.log.warn({ err: error }, 'an answer was not kept'));
  return reply;
}
