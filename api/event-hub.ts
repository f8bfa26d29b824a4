import pg from 'pg';
import type { Logger } from 'pino';
import { readLastSeqs } from '../db/queries/events.js';
import { EVENTS_CHANNEL, PASSING_CHANNEL } from '../db/queries/record.js';
import { ANSWER_KIND } from '../contracts/chat.js';
import { OUTPUT_KIND } from '../contracts/deployment-output.js';
import { PRINTING_KIND, THINKING_KIND } from '../contracts/events.js';
import { MillwrightError } from '../contracts/failures.js';
import type { Feed } from './feed.js';
import { Periodic } from './periodic.js';

// A notification that was lost (a connection that died unnoticed) delays an event by this much at most.
const POLL_MS = 2_000;
const RECONNECT_MS = 500;
// What may be told in passing; a kind nobody knows is told as thinking.
const PASSING_KINDS: readonly string[] = [THINKING_KIND, PRINTING_KIND, ANSWER_KIND, OUTPUT_KIND];
// Each stream holds a socket; 20 are more than one person watches, 500 what one process serves easily.
const STREAMS_PER_USER_MAX = 20;
const STREAMS_MAX = 500;

export interface Watcher {
  userId: string;
  buildId: string;
  /** The last event sent. */
  lastSeq: number;
  /** There may be more. */
  wake(): void;
  /** Something in passing, as JSON, with the kind it says it is: shown when the reader has nothing else to take, else dropped. */
  pass(json: string, kind: string): void;
  /** The process goes: end, so that the reader comes back to the next one. */
  end(): void;
}

/** Wakes the event streams and the feed: one connection listens for all of them, a slow poll catches what it misses. */
export class EventHub {
  #watchers = new Set<Watcher>();
  #client: pg.Client | null = null;
  /** It listens; not while it still connects. */
  #listening = false;
  #stopped = true;
  #retry: NodeJS.Timeout | null = null;
  #periodic: Periodic;

  constructor(private readonly options: { databaseUrl: string; pool: pg.Pool; feed: Feed; log: Logger }) {
    this.#periodic = new Periodic(
      POLL_MS,
      async () => {
        const [allHeard] = await Promise.all([options.feed.look(), this.#poll()]);
        if (!allHeard) this.#listenAnew();
      },
      (error) => options.log.warn({ err: error }, 'events are asked for again'),
    );
  }

  get streams(): number {
    return this.#watchers.size;
  }

  start(): void {
    this.#stopped = false;
    this.#listen();
    this.#periodic.start();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const watcher of this.#watchers) watcher.end();
    if (this.#retry) clearTimeout(this.#retry);
    await this.#periodic.stop();
    await this.#client?.end().catch(() => undefined);
  }

  /** Registers a stream; gives the function that takes it out. Throws TOO_MANY_STREAMS. */
  add(watcher: Watcher): () => void {
    let own = 0;
    for (const other of this.#watchers) if (other.userId === watcher.userId) own += 1;
    if (own >= STREAMS_PER_USER_MAX) throw new MillwrightError('TOO_MANY_STREAMS', `${own} of your event streams are open already; close one of them first.`);
    if (this.#watchers.size >= STREAMS_MAX) throw new MillwrightError('TOO_MANY_STREAMS', 'All event streams are taken; try again shortly.');
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  #listen(): void {
    const client = new pg.Client({ connectionString: this.options.databaseUrl, connectionTimeoutMillis: 5_000, keepAlive: true });
    this.#client = client;
    this.#listening = false;
    client.on('error', () => undefined);
    client.on('notification', ({ channel, payload }) => (channel === PASSING_CHANNEL ? this.#passing(payload ?? '') : this.#notified(payload ?? '')));
    client.on('end', () => this.#listenAgain(client));
    client
      .connect()
      .then(() => client.query(`listen ${PASSING_CHANNEL}`))
      .then(() => client.query(`listen ${EVENTS_CHANNEL}`))
      // Whatever was recorded while nobody listened is asked for now.
      .then(() => {
        this.#listening = true;
        this.#wakeAll();
      })
      .catch(() => {
        client.end().catch(() => undefined);
        this.#listenAgain(client);
      });
  }

  #listenAgain(dead: pg.Client): void {
    if (this.#stopped || this.#client !== dead) return;
    this.#client = null;
    this.#retry = setTimeout(() => this.#listen(), RECONNECT_MS);
  }

  /** Something was recorded that we did not hear: the connection died without a word, and nobody would notice for hours. */
  #listenAnew(): void {
    const silent = this.#client;
    if (!silent || !this.#listening) return;
    silent.removeAllListeners('notification');
    void silent.end().catch(() => undefined);
    this.#listenAgain(silent);
  }

  #notified(payload: string): void {
    this.options.feed.notified(payload);
    const [buildId, seq] = payload.split(':');
    for (const watcher of this.#watchers) if (watcher.buildId === buildId && Number(seq) > watcher.lastSeq) watcher.wake();
  }

  #passing(payload: string): void {
    const said = passingOf(payload);
    for (const watcher of this.#watchers) {
      if (watcher.buildId !== said?.buildId) continue;
      // What a service printed is in rows: only that there is more is told this way.
      if (said.kind === OUTPUT_KIND) watcher.wake();
      else watcher.pass(payload, said.kind);
    }
  }

  #wakeAll(): void {
    this.options.feed.missed();
    for (const watcher of this.#watchers) watcher.wake();
  }

  /** One query for all streams; the feed looks for itself. */
  async #poll(): Promise<void> {
    if (this.#watchers.size === 0) return;
    const lastSeqs = await readLastSeqs(this.options.pool, [...new Set([...this.#watchers].map((watcher) => watcher.buildId))]);
    for (const watcher of this.#watchers) if ((lastSeqs.get(watcher.buildId) ?? 0) > watcher.lastSeq) watcher.wake();
  }
}

/** Whose it is and which of the known kinds; null when it is nothing of ours. */
function passingOf(payload: string): { buildId: string; kind: string } | null {
  try {
    const value = JSON.parse(payload) as { build_id?: unknown; kind?: unknown } | null;
    return typeof value?.build_id === 'string' ? { buildId: value.build_id, kind: PASSING_KINDS.find((kind) => kind === value.kind) ?? THINKING_KIND } : null;
  } catch {
    return null;
  }
}
