import { randomBytes } from 'node:crypto';
import { FAILURES, MillwrightError } from '../contracts/failures.js';
import { buildIdFrom, isBuildId } from '../contracts/ids.js';
import { digestOf } from '../db/canonical-json.js';
import { findBuild, type BuildRow } from '../db/queries/builds.js';
import { findKeptAnswer, type KeptAnswer } from '../db/queries/idempotency.js';
import { STATUS_AT, submitFork, type Inheritance } from '../db/queries/fork.js';
import { submitBuild, type NewBuild } from '../db/queries/submit.js';
import type { AppDeps } from './deps.js';
import type { User } from './roles.js';
import { invalid, notFound } from './errors.js';
import type { Reply } from './route.js';

// Two random ids meet once in a billion; three tries settle it for any number of builds a database can hold.
const ID_TRIES = 3;

/** The user's build. NOT_FOUND, with one text whether it is unknown, impossible or somebody else's. */
export async function loadBuild(deps: AppDeps, user: User, id: string): Promise<BuildRow> {
  const build = isBuildId(id) ? await findBuild(deps.database.orm, user.id, id) : null;
  if (!build) throw notFound('build');
  return build;
}

export interface Draft extends Omit<NewBuild, 'id' | 'newProjectId' | 'idempotency' | 'response'> {
  /** Of a fork: what it takes over. */
  inherit?: Inheritance;
}

/** Submits a build: 202 with its id once everything is written, whether or not Temporal is up. */
export async function submit(deps: AppDeps, draft: Draft, key: string | null, body: unknown): Promise<Reply> {
  const idempotency = key === null ? null : { key, bodySha256: digestOf(body) };
  for (let tries = 0; tries < ID_TRIES; tries += 1) {
    const id = buildIdFrom(randomBytes(8));
    const response = {
      id,
      status: draft.inherit?.begun ? STATUS_AT[draft.inherit.begun.point.phase] : 'planning',
      status_url: `/api/coding_agent/status/${id}`,
      events_url: `/api/coding_agent/${id}/events`,
    };
    const build = { ...draft, id, newProjectId: id.replace('int-code-', 'proj-'), idempotency, response };
    const { pool } = deps.database;
    const outcome = draft.inherit ? await submitFork(pool, build, draft.inherit) : await submitBuild(pool, build);
    if (outcome === 'project_missing') throw invalid('/project_id', 'there is no project of yours with that id');
    if (outcome === 'repeated' && idempotency) return repeatedAnswer(deps, draft.userId, idempotency);
    if (outcome !== 'created') continue;
    deps.outbox.nudge();
    // Its first event is told from here: a notification inside of the submission would make submissions wait for each other.
    deps.feed.notified(`${id}:1`);
    return { status: 202, body: response, headers: { location: response.status_url } };
  }
  throw new MillwrightError('INTERNAL', 'No free build id was found; try again.');
}

/** The answer kept for a submission's Idempotency-Key. IDEMPOTENCY_MISMATCH when it was another request. */
async function repeatedAnswer(deps: AppDeps, userId: string, idempotency: { key: string; bodySha256: string }): Promise<Reply> {
  const kept = await findKeptAnswer(deps.database.orm, userId, idempotency.key);
  // It expired (or was given back) between the two statements: the next try is a first one.
  if (!kept) throw new MillwrightError('UNAVAILABLE', 'Send it again.', { retryAfterSeconds: 1 });
  return answerFrom(kept, idempotency.bodySha256);
}

/** What was kept as this request's answer. IDEMPOTENCY_MISMATCH when it was kept for another. */
export function answerFrom(kept: KeptAnswer, bodySha256: string): Reply {
  if (kept.bodySha256 !== bodySha256)
    throw new MillwrightError('IDEMPOTENCY_MISMATCH', FAILURES.IDEMPOTENCY_MISMATCH.title + '; use a new key for a new request.');
  return { status: kept.status, body: kept.response };
}
