/** One reading of one container's output into the database, from where the last one ended. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../../db/client.js';
import { appendOutput, findReadPosition, type ReadState } from '../../../db/queries/deployment-output.js';
import type { Failpoint } from '../../failpoint.js';
import type { DeployTarget, OutputPiece } from '../port.js';
import { Batch } from './batch.js';
import { LineJoiner, type RawLine } from './lines.js';
import { Reading } from './position.js';

export interface OutputDeps {
  db: Database;
  target: Pick<DeployTarget, 'readOutput'>;
  failpoint: Failpoint;
}

export interface Printer {
  deploymentId: string;
  containerId: string;
}

/**
 * `ended`: the container stopped, everything is written. `lost`: somebody else reads it too and was first; begin anew from where
 * that one is. `flooded`: it prints more than is worth reading; pause. `silent`: nothing came for long; begin anew, in case it is the
 * connection that is dead.
 */
export type ReadingEnd = 'ended' | 'lost' | 'flooded' | 'silent';

// A person who watches does not see it; a service that prints all the time costs the database one transaction a second.
const WRITE_MS = 1_000;
// Twice what the engine keeps of a container (docker/hardening.ts): whoever prints more between two writes only fills the engine's log.
const FLOOD_BYTES = 4 * 1024 * 1024;
// A connection to an engine on another host may die without a word; to open one anew costs milliseconds.
const SILENT_MS = 5 * 60_000;
// Replaying the engine's log until the known place takes a moment, on a machine with much to do a few.
const PLACE_MS = 5_000;

/** Reads until the container stops, the signal aborts, or there is reason to begin anew. Throws what engine or database say. */
export async function readOutput(deps: OutputDeps, printer: Printer, options: { follow: boolean; signal?: AbortSignal }): Promise<ReadingEnd> {
  const stored = await findReadPosition(deps.db.orm, printer.deploymentId);
  const known = stored?.containerId === printer.containerId ? stored : null;
  const writer = new Writer(deps, printer, stored, new Reading(printer.containerId, known), new Batch(known?.openKeys ?? null));
  const ending = new AbortController();
  const { signal } = ending;
  const end = (): void => ending.abort();
  options.signal?.addEventListener('abort', end, { once: true });
  if (options.signal?.aborted) end();
  // A place in the future: the clock was set back, and what is new bears older times.
  const since = known && Date.parse(known.at) <= Date.now() ? known.at : null;
  const pieces = deps.target.readOutput({ containerId: printer.containerId, since, follow: options.follow }, { signal });
  const iterator = pieces[Symbol.asyncIterator]();
  let next = iterator.next();
  let silentAt = performance.now() + SILENT_MS;
  try {
    for (;;) {
      const got = await within(next, writer.dueInMs() ?? Math.max(0, silentAt - performance.now()));
      // Stopped by us: half a line may be open, and all of it is read again.
      if (options.signal?.aborted) return 'ended';
      if (got?.done) return (await writer.finish()) ? 'ended' : 'lost';
      if (!got && writer.dueInMs() === null && performance.now() >= silentAt) return 'silent';
      if (got) writer.take(got.value);
      if (got) silentAt = performance.now() + SILENT_MS;
      if (writer.isFlooded) return (await writer.write()) ? 'flooded' : 'lost';
      if (writer.dueInMs() === 0 && !(await writer.write())) return 'lost';
      if (got) next = iterator.next();
    }
  } finally {
    // Whatever is still asked for ends with this; nobody waits for it.
    options.signal?.removeEventListener('abort', end);
    end();
    next.catch(() => undefined);
  }
}

/** What was promised, or null when it takes longer. */
async function within<T>(promised: Promise<T>, ms: number): Promise<T | null> {
  const timing = new AbortController();
  try {
    return await Promise.race([promised, sleep(ms, null, { signal: timing.signal })]);
  } finally {
    timing.abort();
  }
}

/** Lines on their way to the database. */
class Writer {
  #joiner = new LineJoiner();
  #bytes = 0;
  #dueAt: number | null = null;
  readonly #opened = performance.now();

  constructor(
    private readonly deps: OutputDeps,
    private readonly printer: Printer,
    private stored: ReadState | null,
    private readonly reading: Reading,
    private readonly batch: Batch,
  ) {
    if (stored && stored.containerId !== printer.containerId) this.batch.note('What follows was printed by another container of this deployment.');
  }

  get isFlooded(): boolean {
    return this.#bytes > FLOOD_BYTES;
  }

  /** Milliseconds until what came is to be written; null while there is nothing. */
  dueInMs(): number | null {
    return this.#dueAt === null ? null : Math.max(0, Math.ceil(this.#dueAt - performance.now()));
  }

  take(pieces: OutputPiece[]): void {
    for (const piece of pieces) {
      this.#bytes += piece.bytes.length + piece.at.length;
      for (const line of this.#joiner.take(piece)) this.#add(this.reading.take(line));
    }
    this.#dueAt ??= performance.now() + WRITE_MS;
  }

  /** Writes what there is to the end. */
  async finish(): Promise<boolean> {
    for (const line of this.#joiner.finish()) this.#add(this.reading.take(line));
    return this.write(true);
  }

  /** False when somebody else has moved the place meanwhile: nothing was written then. */
  async write(isEnd = false): Promise<boolean> {
    if (isEnd || performance.now() - this.#opened > PLACE_MS) this.#add(this.reading.settle());
    this.#dueAt = this.reading.isHolding ? performance.now() + WRITE_MS : null;
    this.#bytes = 0;
    const place = this.reading.position;
    if (this.batch.isEmpty || !place) return true;
    const lines = this.batch.take();
    const to = { ...place, openKeys: this.batch.openKeys };
    this.deps.failpoint('output', 'before');
    const isOurs = await appendOutput(this.deps.db.orm, { deploymentId: this.printer.deploymentId, from: this.stored, to, lines });
    this.deps.failpoint('output', 'after');
    this.stored = to;
    return isOurs;
  }

  #add(lines: readonly RawLine[]): void {
    if (this.reading.missed) this.batch.lose('Lines are missing here: more was printed than the engine keeps.');
    this.reading.missed = false;
    for (const line of lines) this.batch.add(line);
  }
}
