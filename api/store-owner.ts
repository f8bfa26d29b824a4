import { readMark, writeMark } from '../blobs/mark.js';
import type { BlobStore } from '../blobs/index.js';
import type { Database } from '../db/client.js';
import { knownArtifacts } from '../db/queries/artifacts.js';
import { readInstallation } from '../db/queries/installation.js';
import { ARTIFACT_ID } from './artifact-id.js';

// One statement's worth.
const BATCH = 200;

/** The keys of artifacts in a store, in portions as rows are asked for; with `before` only of what is older. */
export async function* artifactKeys(blobs: BlobStore, before: Date | null = null): AsyncIterable<string[]> {
  let batch: string[] = [];
  for await (const { key, modifiedAt } of blobs.list()) {
    // What does not look like ours was put there by somebody else, and is theirs.
    if ((before === null || modifiedAt < before) && ARTIFACT_ID.test(key)) batch.push(key);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/**
 * Null when the store holds this database's blobs; else why that is not so, for a person. A database that was restored from
 * elsewhere, or is empty, knows none of the blobs, and would take all of them for orphans. A store without a mark gets one when it
 * is empty or holds something that this database knows. Throws when PostgreSQL or the store is away.
 */
export async function foreignStore(database: Database, blobs: BlobStore): Promise<string | null> {
  const [installation, mark] = [await readInstallation(database.orm), await readMark(blobs)];
  if (mark === installation) return null;
  if (mark !== null) return 'it is marked as the store of another database';
  if (!(await isOurs(database, blobs))) return 'it holds blobs, and this database knows none of them';
  await writeMark(blobs, installation);
  return null;
}

async function isOurs(database: Database, blobs: BlobStore): Promise<boolean> {
  let isEmpty = true;
  for await (const keys of artifactKeys(blobs)) {
    if ((await knownArtifacts(database.orm, keys)).size > 0) return true;
    isEmpty = false;
  }
  return isEmpty;
}
