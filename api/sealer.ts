import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { Database } from '../db/client.js';
import { auditHashAt, sealAudit, type AuditAnchor } from '../db/queries/audit.js';
import { Periodic } from './periodic.js';

// Rows are sealed this soon after they were written.
const EVERY_MS = 3_000;

/** Chains new audit rows and keeps size and head of the chain in a file outside the database. */
export class AuditSealer {
  #periodic: Periodic;

  constructor(private readonly options: { database: Database; anchorFile: string; log: Logger }) {
    this.#periodic = new Periodic(
      EVERY_MS,
      () => this.seal(),
      (error) => options.log.warn({ err: error }, 'the audit log is sealed later'),
    );
  }

  start(): void {
    this.#periodic.start();
  }

  stop(): Promise<void> {
    return this.#periodic.stop();
  }

  /** Seals all that is there, then moves the anchor. */
  async seal(): Promise<void> {
    for (;;) {
      const sealed = await sealAudit(this.options.database.orm);
      if (!sealed) return;
      if (sealed.more) continue;
      return this.#moveAnchor({ size: sealed.size, head: sealed.head });
    }
  }

  /** What the file says; null when there is none. Throws when it cannot be read as an anchor. */
  async readAnchor(): Promise<AuditAnchor | null> {
    let text: string;
    try {
      text = await readFile(this.options.anchorFile, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
    const value = JSON.parse(text) as Partial<AuditAnchor>;
    if (typeof value.size !== 'number' || typeof value.head !== 'string') throw new Error('the audit anchor file does not hold {size, head}');
    return { size: value.size, head: value.head };
  }

  /** Only forwards, and only when the chain still holds what was anchored: a cut or rewritten chain stays visible. */
  async #moveAnchor(next: AuditAnchor): Promise<void> {
    const last = await this.readAnchor();
    if (last && last.size === next.size && last.head === next.head) return;
    if (last && (await auditHashAt(this.options.database.orm, last.size)) !== last.head) {
      this.options.log.error({ anchored: last.size, chain: next.size }, 'the audit chain does not hold what was anchored: ask GET /audit/verify');
      return;
    }
    const part = `${this.options.anchorFile}.part`;
    await writeFile(part, `${JSON.stringify(next)}\n`, { mode: 0o600 });
    await rename(part, this.options.anchorFile);
  }
}
