import type { Logger } from 'pino';
import type { BlobStore } from '../blobs/index.js';
import type { Database } from '../db/client.js';
import { deleteExpired, knownArtifacts } from '../db/queries/artifacts.js';
import { Periodic } from './periodic.js';
import type { Part } from './probes.js';
import { artifactKeys, foreignStore } from './store-owner.js';

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
  /** Why nothing was removed: the store is not this database's. Null when it is. */
  foreign: string | null;
}

/**
 * Removes what has expired, and blobs without a row. Rows go first and blobs after them, so a crash in between leaves a blob nobody finds and never
 * a row that points at nothing; the next round finds such blobs. A store that belongs to another database is left alone. Any number of
 * these may run at once.
 */
export class ArtifactSweeper {
  #periodic: Periodic;
  #foreign: string | null = null;

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

  /** How the store was found at the last round; well before the first. */
  get health(): Part {
    if (this.#foreign === null) return { ok: true };
    return {
      ok: false,
      detail: `the store of large files is not this database's: ${this.#foreign}. Nothing is removed from it. Do DATABASE_URL and BLOB_URL belong together?`,
    };
  }

  /** One round. Throws when PostgreSQL or the blob store is away. */
  async runOnce(now = Date.now()): Promise<SweepReport> {
    const { blobs, database, log } = this.options;
    const foreign = await foreignStore(database, blobs);
    if (foreign !== null && foreign !== this.#foreign) log.error({ why: foreign }, "the blob store is not this database's; nothing is swept");
    this.#foreign = foreign;
    // Rows of what expired stay too: their blobs could not be removed with them.
    if (foreign !== null) return { expired: 0, orphans: 0, spools: 0, foreign };
    const before = new Date(now - UNDER_WAY_MS);
    return { expired: await this.#dropExpired(), orphans: await this.#dropOrphans(before), spools: await blobs.dropOldSpools(before), foreign };
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
    for await (const keys of artifactKeys(this.options.blobs, before)) count += await this.#dropUnknown(keys);
    return count;
  }

  async #dropUnknown(keys: string[]): Promise<number> {
    const known = await knownArtifacts(this.options.database.orm, keys);
    const orphans = keys.filter((key) => !known.has(key));
    await Promise.all(orphans.map((key) => this.options.blobs.delete(key)));
    return orphans.length;
  }
}
