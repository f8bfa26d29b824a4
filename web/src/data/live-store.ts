/** What one stream adds up to, however many parts of the page read it: opened while somebody looks, resumed after any break. */
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { RetryOptions } from '../../../client/index.js';
import { ApiProblem } from '../api.js';

/** `live`: what happens is told; `away`: the server does not answer, what is shown is of before; `over`: nothing more will come; `refused`: there is no such thing. */
export type Connection = 'connecting' | 'live' | 'away' | 'over' | 'refused';

export type Shown<T> = T & {
  /** New whenever the rest changed: what is made of it depends on this. */
  version: number;
  connection: Connection;
};

/** What a source needs while it reads. */
export interface Reading {
  signal: AbortSignal;
  /** For the client's stream: goes on for ever, and says when it is away. */
  retry: RetryOptions;
  /** The stream stands. */
  live: () => void;
  /** Something came. */
  changed: () => void;
}

export interface Source<T> {
  /** What came so far, as it is shown. */
  shown: () => T;
  /** Reads on from where it was left until the stream ends; true when nothing more will come. */
  follow: (reading: Reading) => Promise<boolean>;
}

// What comes in bursts is drawn once for each of these.
const GATHER_MS = 60;
// After a stream that broke off.
const AGAIN_MS = 5_000;
// Things one goes to and fro between; each may hold megabytes.
const STORES_MAX = 4;

class LiveStore<T extends object> {
  snapshot: Shown<T>;
  #watchers = new Set<() => void>();
  #stream: AbortController | null = null;
  #closing: ReturnType<typeof setTimeout> | null = null;
  #gathering: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly source: Source<T>,
    private readonly keepOpenMs: number,
  ) {
    this.snapshot = { ...source.shown(), version: 0, connection: 'connecting' };
  }

  get watched(): boolean {
    return this.#watchers.size > 0;
  }

  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    if (this.#closing) clearTimeout(this.#closing);
    this.#closing = null;
    this.open();
    return () => {
      this.#watchers.delete(watcher);
      if (!this.watched) this.#closing = setTimeout(() => this.close(), this.keepOpenMs);
    };
  }

  open(): void {
    if (this.#stream || this.snapshot.connection === 'over' || document.hidden) return;
    this.#stream = new AbortController();
    void this.#follow(this.#stream.signal);
  }

  /** What was over begins again. */
  goOn(): void {
    if (this.snapshot.connection !== 'over') return;
    this.close();
    this.#become('connecting');
    this.open();
  }

  close(): void {
    this.#stream?.abort();
    this.#stream = null;
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const retry = { onPause: () => this.#become('away'), onBack: () => this.#become('live'), forMs: Number.POSITIVE_INFINITY };
    try {
      const isOver = await this.source.follow({ signal, retry, live: () => this.#become('live'), changed: () => this.#changed() });
      if (signal.aborted) return;
      this.#become(isOver ? 'over' : 'away');
      // A stream that ends before its time was cut by a server that shuts down: it is opened anew.
      if (!isOver) this.#again(signal);
    } catch (error) {
      if (signal.aborted) return;
      const isRefused = error instanceof ApiProblem && error.status < 500;
      this.#become(isRefused ? 'refused' : 'away');
      if (!isRefused) this.#again(signal);
    }
  }

  #again(signal: AbortSignal): void {
    if (signal.aborted || !this.watched) return;
    this.close();
    setTimeout(() => this.watched && this.open(), AGAIN_MS);
  }

  #become(connection: Connection): void {
    if (this.snapshot.connection === connection) return;
    this.#draw({ connection });
  }

  #changed(): void {
    if (this.#gathering) return;
    this.#gathering = setTimeout(() => {
      this.#gathering = null;
      this.#draw({ version: this.snapshot.version + 1 });
    }, GATHER_MS);
  }

  #draw(change: { connection?: Connection; version?: number }): void {
    this.snapshot = { ...this.snapshot, ...this.source.shown(), ...change };
    for (const watcher of this.#watchers) watcher();
  }
}

/**
 * A store for each thing of a kind that is looked at, by its id; gives the hook that reads one. Nobody looks any more: its stream is closed `keepOpenMs` later.
 * `goesOn`, once it is true, opens again what was over.
 */
export function liveStores<T extends object>(sourceOf: (id: string) => Source<T>, keepOpenMs: number): (id: string, goesOn?: boolean) => Shown<T> {
  const stores = new Map<string, LiveStore<T>>();
  const storeOf = (id: string): LiveStore<T> => {
    const store = stores.get(id) ?? new LiveStore(sourceOf(id), keepOpenMs);
    // The newest last; of those nobody looks at, the oldest go.
    stores.delete(id);
    stores.set(id, store);
    for (const [each, other] of stores) {
      if (stores.size <= STORES_MAX) break;
      if (other.watched || other === store) continue;
      other.close();
      stores.delete(each);
    }
    return store;
  };
  // A tab nobody sees gives its connection back: a browser has six for all tabs together. It resumes where it was.
  document.addEventListener('visibilitychange', () => {
    for (const store of stores.values()) {
      if (document.hidden) store.close();
      else if (store.watched) store.open();
    }
  });
  return function useStore(id, goesOn = false) {
    const watch = useCallback((watcher: () => void) => storeOf(id).watch(watcher), [id]);
    useEffect(() => {
      if (goesOn) storeOf(id).goOn();
    }, [id, goesOn]);
    return useSyncExternalStore(watch, () => storeOf(id).snapshot);
  };
}
