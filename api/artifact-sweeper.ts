import type { Logger } from 'pino';
import type { BlobStore } from '../blobs/index.js';
import type { Database } from '../db/client.js';
import { deleteExpired, knownArtifacts } from '../db/queries/artifacts.js';
import { ARTIFACT_ID } from './artifacts.js';
import { Periodic } from './periodic.js';

// Expiry is counted in days.
const EVERY_MS = 10 * 60_000;
// One statement's worth; a round goes on until nothing is left.
const BATCH = 200;
// A blob or a spooled file younger than this may belong to an upload that is under way (the API gives one ten minutes).
const UNDER_WAY_MS = 60 * 60_000;

export interface SweepReport {
  expired: number;
  orphans: number;
  spools: number;
}

/**
 * Removes what has expired, and blobs without a row. Rows go first and blobs after them, so a crash in between leaves a blob nobody finds and never
 * a row that points at nothing; the next round finds such blobs. Any number of these may run at once.
 */
export class ArtifactSweeper {
  #periodic: Periodic;

  constructor(private readonly options: { database: Database; blobs: BlobStore; retentionDays: number; log: Logger }) {
    this.#periodic = new Periodic(
      EVERY_MS,
      async () => {
        const report = await this.runOnce();
        if (report.expired + report.orphans + report.spools > 0) options.log.info(report, 'artifacts were swept');
      },
      (error) => options.log.warn({ err: error }, 'artifacts could not be swept; trying again'),
    );
  }

  start(): void {
    this.#periodic.start();
  }

  stop(): Promise<void> {
    return this.#periodic.stop();
  }

  /** One round. Throws when PostgreSQL or the blob store is away. */
  async runOnce(now = Date.now()): Promise<SweepReport> {
    const { blobs } = this.options;
    const before = new Date(now - UNDER_WAY_MS);
    return { expired: await this.#dropExpired(), orphans: await this.#dropOrphans(before), spools: await blobs.dropOldSpools(before) };
  }

  async #dropExpired(): Promise<number> {
    const { database, blobs, retentionDays } = this.options;
    let count = 0;
    for (;;) {
      const ids = await deleteExpired(database.orm, retentionDays, BATCH);
      await Promise.all(ids.map((id) => blobs.delete(id)));
      count += ids.length;
      if (ids.length < BATCH) return count;
    }
  }

  async #dropOrphans(before: Date): Promise<number> {
    let count = 0;
    let batch: string[] = [];
    for await (const { key, modifiedAt } of this.options.blobs.list()) {
      // What does not look like ours was put there by somebody else, and is theirs.
      if (modifiedAt < before && ARTIFACT_ID.test(key)) batch.push(key);
      if (batch.length < BATCH) continue;
      count += await this.#dropUnknown(batch);
      batch = [];
    }
    return count + (await this.#dropUnknown(batch));
  }

  async #dropUnknown(keys: string[]): Promise<number> {
    const known = await knownArtifacts(this.options.database.orm, keys);
    const orphans = keys.filter((key) => !known.has(key));
    await Promise.all(orphans.map((key) => this.options.blobs.delete(key)));
    return orphans.length;
  }
}
