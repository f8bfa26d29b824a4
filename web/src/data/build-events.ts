/** One store of events for each build that is looked at: one stream however many parts of the page read it, resumed after any break. */
import { useCallback, useSyncExternalStore } from 'react';
import { ApiProblem, client } from '../api.js';
import { noteChange } from './changes.js';
import { queryClient } from './query.js';
import { addEvent, addPassing, emptyView, type BuildView, type PassingEvent, type SeenEvent } from './build-view.js';

export interface BuildEvents {
  view: BuildView;
  /** New whenever the view changed: what is made of the view depends on it. */
  version: number;
  /** `live`: what happens is told; `away`: the server does not answer, what is shown is of before; `refused`: there is no such build. */
  connection: 'connecting' | 'live' | 'away' | 'over' | 'refused';
}

// Events come in bursts; the page is drawn once for each of these.
const GATHER_MS = 60;
// Coming back within this finds everything where it was, without a new stream.
const KEEP_OPEN_MS = 5_000;
// Builds one goes to and fro between; each may hold megabytes of events.
const STORES_MAX = 4;

class EventStore {
  snapshot: BuildEvents = { view: emptyView(), version: 0, connection: 'connecting' };
  #watchers = new Set<() => void>();
  #stream: AbortController | null = null;
  #closing: ReturnType<typeof setTimeout> | null = null;
  #gathering: ReturnType<typeof setTimeout> | null = null;

  constructor(readonly buildId: string) {}

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
      if (!this.watched) this.#closing = setTimeout(() => this.close(), KEEP_OPEN_MS);
    };
  }

  open(): void {
    const { connection } = this.snapshot;
    if (this.#stream || connection === 'over' || document.hidden) return;
    this.#stream = new AbortController();
    void this.#follow(this.#stream.signal);
  }

  close(): void {
    this.#stream?.abort();
    this.#stream = null;
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { view } = this.snapshot;
    const retry = { onPause: () => this.#become('away'), onBack: () => this.#become('live'), forMs: Number.POSITIVE_INFINITY };
    try {
      const events = client.events<SeenEvent>(this.buildId, { after: view.lastSeq, signal, retry, onPassing: (event) => this.#passing(event) });
      this.#become('live');
      for await (const event of events) {
        addEvent(view, event);
        if (this.#isNews(event)) noteChange(this.buildId, event.kind);
        this.#changed();
      }
      this.#become(view.ended ? 'over' : 'away');
      // A stream that ends before its build was cut by a server that shuts down: it is opened anew.
      if (!view.ended) this.#again(signal);
    } catch (error) {
      if (signal.aborted) return;
      const isRefused = error instanceof ApiProblem && error.status < 500;
      this.#become(isRefused ? 'refused' : 'away');
      if (!isRefused) this.#again(signal);
    }
  }

  /** False for the past, which the rows that were read contain already. */
  #isNews({ seq }: SeenEvent): boolean {
    const rows = queryClient.getQueryData<{ event_seq: number }>(['build', this.buildId, 'status']);
    return rows !== undefined && seq > rows.event_seq;
  }

  #again(signal: AbortSignal): void {
    if (signal.aborted || !this.watched) return;
    this.close();
    setTimeout(() => this.watched && this.open(), KEEP_OPEN_MS);
  }

  #passing(event: { kind: string; [field: string]: unknown }): void {
    if (event.kind !== 'thinking' && event.kind !== 'printing') return;
    addPassing(this.snapshot.view, event as unknown as PassingEvent);
    this.#changed();
  }

  #become(connection: BuildEvents['connection']): void {
    if (this.snapshot.connection === connection) return;
    this.snapshot = { ...this.snapshot, connection };
    this.#tell();
  }

  #changed(): void {
    if (this.#gathering) return;
    this.#gathering = setTimeout(() => {
      this.#gathering = null;
      this.snapshot = { ...this.snapshot, version: this.snapshot.version + 1 };
      this.#tell();
    }, GATHER_MS);
  }

  #tell(): void {
    for (const watcher of this.#watchers) watcher();
  }
}

const stores = new Map<string, EventStore>();

function storeOf(buildId: string): EventStore {
  const known = stores.get(buildId);
  const store = known ?? new EventStore(buildId);
  // The newest last; of those nobody looks at, the oldest go.
  stores.delete(buildId);
  stores.set(buildId, store);
  for (const [id, each] of stores) {
    if (stores.size <= STORES_MAX) break;
    if (each.watched || each === store) continue;
    each.close();
    stores.delete(id);
  }
  return store;
}

// A tab nobody sees gives its connection back: a browser has six for all tabs together. It resumes where it was.
document.addEventListener('visibilitychange', () => {
  for (const store of stores.values()) {
    if (document.hidden) store.close();
    else if (store.watched) store.open();
  }
});

/** The events of a build and what they add up to, live. */
export function useBuildEvents(buildId: string): BuildEvents {
  const watch = useCallback((watcher: () => void) => storeOf(buildId).watch(watcher), [buildId]);
  return useSyncExternalStore(watch, () => storeOf(buildId).snapshot);
}
