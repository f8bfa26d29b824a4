import type { Response } from 'express';
import type pg from 'pg';
import type { Logger } from 'pino';
import { readFeedEvents, readRecentSeqs, type FeedEvent } from '../db/queries/feed.js';
import { MillwrightError } from '../contracts/failures.js';
import { isExecutionId } from '../contracts/ids.js';
import { cutStalled } from './cut-stalled.js';
import { LOOK_BACK_SECONDS, Told, type LastEvent } from './told.js';

// Events that come within this are read by one query; a person does not see it.
const GATHER_MS = 50;
// Of one such query; builds at full speed make a few hundred a second together.
const BATCH = 500;
// What waits for a reader that takes nothing: beyond this it gets a `gap` when it takes something again.
const BUFFER_BYTES = 256 * 1024;
// A reader that takes nothing for this long is cut with a `gap`; it comes back and reads its lists anew.
const STALLED_MS = 30_000;
const HEARTBEAT_MS = 15_000;
// As of the streams of builds: more than one person's tabs, and what one process serves easily.
const FEEDS_PER_USER_MAX = 20;
const FEEDS_MAX = 500;
// Lists show a line of each; the whole is in the events of the build.
const TEXT_CHARS = 300;

interface Reader {
  userId: string;
  response: Response;
  stillAllowed(): Promise<boolean>;
  /** Something was left out since the reader stopped taking. */
  behind: boolean;
  stalledSince: number | null;
}

/**
 * What happens to all builds and executions of a user, live only: who comes (back) reads the lists once more. `gap` says that
 * something was left out, so they are to be read again.
 */
export class Feed {
  #readers = new Set<Reader>();
  #waiting = new Set<string>();
  #told = new Told();
  #gathering: NodeJS.Timeout | null = null;
  #heartbeat: NodeJS.Timeout | null = null;
  #reading: Promise<void> = Promise.resolve();

  constructor(private readonly options: { pool: pg.Pool; log: Logger }) {}

  get readers(): number {
    return this.#readers.size;
  }

  start(): void {
    this.#heartbeat = setInterval(() => void this.#beat(), HEARTBEAT_MS);
  }

  async stop(): Promise<void> {
    if (this.#heartbeat) clearInterval(this.#heartbeat);
    if (this.#gathering) clearTimeout(this.#gathering);
    for (const { response } of this.#readers) response.end();
    this.#readers.clear();
    await this.#reading;
  }

  /** Begins to tell a reader; ends by itself when the reader goes. Throws TOO_MANY_STREAMS. */
  open(userId: string, response: Response, stillAllowed: () => Promise<boolean>): void {
    // Gone before it was let in: its 'close' has been and would never free the place.
    if (response.destroyed) return;
    this.#requireRoom(userId);
    const reader: Reader = { userId, response, stillAllowed, behind: false, stalledSince: null };
    this.#readers.add(reader);
    response.on('close', () => this.#readers.delete(reader));
    response.on('drain', () => this.#caughtUp(reader));
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    response.write('retry: 1000\n\n');
    tell(reader, 'hello', { kind: 'hello', at: new Date().toISOString() });
  }

  /** `<id>:<seq>` of an event that was recorded just now. */
  notified(payload: string): void {
    this.#told.note(payload);
    if (this.#readers.size === 0) return;
    this.#waiting.add(payload);
    this.#gathering ??= setTimeout(() => this.#gather(), GATHER_MS);
  }

  /** A user changed what has no events of its own (conversations, notifications, uploads): told by the process that did it, to its own readers. */
  changed(userId: string, what: string): void {
    for (const reader of this.#readers) if (reader.userId === userId) tell(reader, 'changed', { kind: 'changed', what, at: new Date().toISOString() });
  }

  /** Notifications may have been lost: nobody listened for a while. */
  missed(): void {
    for (const reader of this.#readers) tell(reader, 'gap', { kind: 'gap' });
    // What they read now need not be told again; where that cannot be seen, they look twice.
    this.#recent().then(
      (rows) => this.#told.takeAsKnown(rows),
      () => undefined,
    );
  }

  /** Looks at the rows for what no notification told, now and then; false when there is such. Rejects when PostgreSQL is away. */
  async look(): Promise<boolean> {
    if (this.#readers.size === 0) {
      this.#told.rest();
      return true;
    }
    const lost = this.#told.findLost(await this.#recent());
    for (const reader of this.#readers) if (lost.has(reader.userId)) tell(reader, 'gap', { kind: 'gap' });
    return lost.size === 0;
  }

  /** What changed lately and somebody reads of. */
  async #recent(): Promise<LastEvent[]> {
    const users = [...new Set([...this.#readers].map(({ userId }) => userId))];
    return users.length === 0 ? [] : readRecentSeqs(this.options.pool, users, LOOK_BACK_SECONDS);
  }

  #requireRoom(userId: string): void {
    let own = 0;
    for (const reader of this.#readers) if (reader.userId === userId) own += 1;
    if (own >= FEEDS_PER_USER_MAX) throw new MillwrightError('TOO_MANY_STREAMS', `${own} of your feeds are open already; close one of them first.`);
    if (this.#readers.size >= FEEDS_MAX) throw new MillwrightError('TOO_MANY_STREAMS', 'All feeds are taken; try again shortly.');
  }

  #gather(): void {
    this.#gathering = null;
    const payloads = [...this.#waiting];
    this.#waiting.clear();
    // One after the other, so that what happened first is told first.
    this.#reading = this.#reading.then(() => this.#deliver(payloads)).catch((error: unknown) => this.#failed(error));
  }

  async #deliver(payloads: string[]): Promise<void> {
    for (let from = 0; from < payloads.length && this.#readers.size > 0; from += BATCH) {
      const events = await readFeedEvents(this.options.pool, payloads.slice(from, from + BATCH));
      for (const event of events) for (const reader of this.#readers) if (reader.userId === event.userId) tell(reader, event.kind, shown(event));
    }
  }

  #failed(error: unknown): void {
    this.options.log.warn({ err: error }, 'events of the feed could not be read; its readers are told to look again');
    this.missed();
  }

  #caughtUp(reader: Reader): void {
    reader.stalledSince = null;
    if (!reader.behind) return;
    reader.behind = false;
    tell(reader, 'gap', { kind: 'gap' });
  }

  #cut(reader: Reader): void {
    this.#readers.delete(reader);
    cutStalled(reader.response);
  }

  async #beat(): Promise<void> {
    for (const reader of this.#readers) {
      const { response, stalledSince } = reader;
      if (stalledSince !== null && Date.now() - stalledSince > STALLED_MS) this.#cut(reader);
      else if (!(await reader.stillAllowed().catch(() => true))) response.end();
      else if (response.writableLength === 0) response.write(': still here\n\n');
    }
  }
}

function tell(reader: Reader, kind: string, data: object): void {
  const { response } = reader;
  if (response.writableEnded || response.destroyed) return;
  if (reader.behind || response.writableLength > BUFFER_BYTES) {
    reader.behind = true;
    reader.stalledSince ??= Date.now();
    return;
  }
  response.write(`event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`);
}

/** An event for lists: the same members, long texts cut. */
function shown({ subject, seq, kind, at, data }: FeedEvent): Record<string, unknown> {
  const head = { [isExecutionId(subject) ? 'execution_id' : 'build_id']: subject, seq, kind, at: at.toISOString() };
  return { ...head, ...(cut(data) as Record<string, unknown>), ...head };
}

function cut(value: unknown): unknown {
  if (typeof value === 'string') return value.length > TEXT_CHARS ? `${value.slice(0, TEXT_CHARS).toWellFormed()}…` : value;
  if (Array.isArray(value)) return value.map(cut);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cut(item)]));
}
