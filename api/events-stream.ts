import type { Response } from 'express';
import type pg from 'pg';
import { LAST_EVENT_KIND } from '../contracts/events.js';
import { readEvents, type EventRow } from '../db/queries/events.js';
import { cutStalled } from './cut-stalled.js';
import type { EventHub, Watcher } from './event-hub.js';

const BATCH = 200;
// Proxies and clients take a silent connection for dead after about a minute.
const HEARTBEAT_MS = 15_000;
// A reader that takes nothing for this long is cut with a `gap`; it resumes by Last-Event-ID.
const STALLED_MS = 30_000;

export interface StreamOptions {
  pool: pg.Pool;
  hub: EventHub;
  response: Response;
  userId: string;
  buildId: string;
  /** What the id is called in each event; `build_id` when absent. */
  idName?: 'build_id' | 'execution_id' | 'session_id' | 'deployment_id';
  /** The event after which nothing more is said; the end of a build when absent. */
  isLast?: (row: EventRow) => boolean;
  /** The last words where no row says that it is the last: what they are once nothing new comes, asked before the rest is read; else null. */
  over?: (id: string) => Promise<{ kind: string; data: Record<string, unknown> } | null>;
  /** Where the rows are; the events of a build or an execution when absent. */
  read?: (pool: pg.Pool, id: string, after: number, limit: number) => Promise<EventRow[]>;
  /** Events after this number are sent. */
  after: number;
  /** False sends what there is and ends. */
  follow: boolean;
  /** Asked at each heartbeat; false ends the stream. */
  stillAllowed(): Promise<boolean>;
  onError(error: unknown): void;
}

/** One reader of one build's events: in order, no gap, no repeat, pulled from the table as fast as the reader takes them. */
export class EventStream implements Watcher {
  readonly userId: string;
  readonly buildId: string;
  lastSeq: number;
  #pumping = false;
  #again = false;
  #closed = false;
  #heartbeat: NodeJS.Timeout | null = null;
  #remove: () => void = () => undefined;

  constructor(private readonly options: StreamOptions) {
    this.userId = options.userId;
    this.buildId = options.buildId;
    this.lastSeq = options.after;
  }

  /** Takes a place (throws TOO_MANY_STREAMS), writes the head and begins. */
  start(): void {
    const { response, hub } = this.options;
    // Gone before it was let in: its 'close' has been and would never free the place.
    if (response.destroyed) {
      this.#closed = true;
      return;
    }
    this.#remove = hub.add(this);
    response.on('close', () => this.#close());
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    // Reconnect after a second; the line also tells the client that the stream stands.
    response.write('retry: 1000\n\n');
    this.#heartbeat = setInterval(() => void this.#beat(), HEARTBEAT_MS);
    this.wake();
  }

  wake(): void {
    if (this.#closed) return;
    if (this.#pumping) {
      this.#again = true;
      return;
    }
    void this.#pump();
  }

  /** Without a number, so that a reader who comes back resumes at the last stored event. A reader that lags gets none of these. */
  pass(json: string, kind: string): void {
    const { response, follow } = this.options;
    if (this.#closed || this.#pumping || !follow || response.writableLength > 0) return;
    response.write(`event: ${kind}\ndata: ${json}\n\n`);
  }

  async #pump(): Promise<void> {
    this.#pumping = true;
    try {
      do {
        this.#again = false;
        const over = await this.options.over?.(this.buildId);
        const rows = await (this.options.read ?? readEvents)(this.options.pool, this.buildId, this.lastSeq, BATCH);
        for (const row of rows) {
          if (this.#closed) return;
          await this.#send(row);
          if (this.#isLast(row)) return this.end();
        }
        if (rows.length === BATCH) this.#again = true;
        else if (over) return this.#sayOver(over);
      } while (this.#again && !this.#closed);
      if (!this.options.follow) this.end();
    } catch (error) {
      // The poll wakes the stream again once the database is back.
      this.options.onError(error);
      if (!this.options.follow) this.options.response.destroy();
    } finally {
      this.#pumping = false;
    }
  }

  #isLast(row: EventRow): boolean {
    return this.options.isLast?.(row) ?? row.kind === LAST_EVENT_KIND;
  }

  async #send(row: EventRow): Promise<void> {
    const data = { seq: row.seq, [this.options.idName ?? 'build_id']: this.buildId, kind: row.kind, at: row.at.toISOString() };
    this.lastSeq = row.seq;
    const text = `id: ${row.seq}\nevent: ${row.kind}\ndata: ${JSON.stringify({ ...data, ...row.data, ...data })}\n\n`;
    if (!this.options.response.write(text)) await this.#drained();
  }

  /** With the number of the last row: who comes back by it has seen all, also where there was no row. */
  #sayOver({ kind, data }: { kind: string; data: Record<string, unknown> }): void {
    const text = JSON.stringify({ [this.options.idName ?? 'build_id']: this.buildId, kind, ...data });
    if (!this.#closed) this.options.response.write(`id: ${this.lastSeq}\nevent: ${kind}\ndata: ${text}\n\n`);
    this.end();
  }

  /** Waits until the reader has taken what is buffered; cuts it when it does not. */
  #drained(): Promise<void> {
    const { response } = this.options;
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        response.off('drain', done);
        response.off('close', done);
        resolve();
      };
      const timer = setTimeout(() => {
        cutStalled(response);
        this.#close();
        done();
      }, STALLED_MS);
      response.on('drain', done);
      response.on('close', done);
    });
  }

  async #beat(): Promise<void> {
    const allowed = await this.options.stillAllowed().catch(() => true);
    if (!allowed) return this.end();
    if (!this.#closed && !this.#pumping) this.options.response.write(': still here\n\n');
    // A notification may be lost, and no row would say so.
    if (this.options.over) this.wake();
  }

  end(): void {
    if (!this.#closed) this.options.response.end();
    this.#close();
  }

  #close(): void {
    this.#closed = true;
    if (this.#heartbeat) clearInterval(this.#heartbeat);
    this.#remove();
  }
}
