/** What people can send a new version: found on the candidate, whose data is empty and forgotten, never on real data. */
import { eq } from 'drizzle-orm';
import { findRequests } from '../../curl/lines.js';
import type { Database } from '../../db/client.js';
import { deployments } from '../../db/schema/index.js';
import type { Address } from './port.js';

// A service that was healthy a moment ago answers a handful of requests at once; nobody waits longer for examples.
const LOOK_MS = 15_000;
// Beside an address on a page: how to list and how to create.
const EXAMPLES_MAX = 2;

/** Keeps what works on any data: requests that are answered with JSON and name no entry. Best effort: never throws. */
export async function keepExamples(db: Database, deploymentId: string, { host, port }: Address, signal: AbortSignal): Promise<void> {
  const found = await findRequests(`http://${host}:${port}`, AbortSignal.any([signal, AbortSignal.timeout(LOOK_MS)]));
  const kept = found.filter(({ ofEntry, isJson }) => isJson && !ofEntry).slice(0, EXAMPLES_MAX);
  const examples = kept.map(({ method, path, body }) => ({ method, path, ...(body === undefined ? {} : { body }) }));
  await db.orm
    .update(deployments)
    .set({ examples })
    .where(eq(deployments.id, deploymentId))
    .catch(() => undefined);
}
