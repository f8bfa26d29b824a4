/** What justifies G9: the deployment that is live, and each step by which it became so. */
import { and, asc, eq, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client.js';
import { events, type deployments } from '../../db/schema/index.js';
import { keepArtifact } from '../build/artifacts.js';

/** Keeps the proof of a deployment that went live, in the transaction that makes it so. */
export async function keepDeployProof(tx: Transaction, row: typeof deployments.$inferSelect, url: string | null): Promise<void> {
  const { id, buildId, environment, commit, digest } = row;
  const rows = await tx
    .select({ data: events.data, at: events.at })
    .from(events)
    .where(and(eq(events.buildId, buildId), eq(events.kind, 'deploy.step'), sql`${events.data}->>'deployment' = ${id}`))
    .orderBy(asc(events.seq));
  const steps = rows.map(({ data, at }) => ({ step: data['step'], detail: data['detail'], at: at.toISOString() }));
  await keepArtifact(tx, {
    buildId,
    gate: 'G9',
    name: `deployment-${environment}.json`,
    mediaType: 'application/json',
    content: JSON.stringify({ deployment: id, environment, url, commit, image: digest, steps }, null, 2),
  });
}
