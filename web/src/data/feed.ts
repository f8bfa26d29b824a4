/**
 * The live feed over all builds. Browsers open six connections to a server at most, so of all tabs one holds the feed
 * (a lock decides which) and tells the others. Live only: after every (re)connect pages read their lists anew.
 */
import { useSyncExternalStore } from 'react';
import { client } from '../api.js';
import { noteChange } from './changes.js';
import { queryClient } from './query.js';
import { staleList } from './stale-parts.js';

/** Something happened to a build or execution one may see. */
export interface FeedEvent {
  kind: string;
  build_id?: string;
  [field: string]: unknown;
}
type FeedMessage = { type: 'ask' } | { type: 'up' } | { type: 'down' } | { type: 'event'; event: FeedEvent };

// After a refusal (signed out, too many streams) it is asked for again this much later.
const AGAIN_MS = 10_000;

let connected = false;
let leading = false;
const stateWatchers = new Set<() => void>();
const eventWatchers = new Set<(event: FeedEvent) => void>();
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('millwright-feed');

/** Whether changes are told as they happen; false: poll. */
export function useFeed(): { connected: boolean } {
  const value = useSyncExternalStore(
    (watcher) => {
      stateWatchers.add(watcher);
      return () => void stateWatchers.delete(watcher);
    },
    () => connected,
  );
  return { connected: value };
}

/** Hears every event of the feed; gives the function that ends it. */
export function onFeedEvent(watcher: (event: FeedEvent) => void): () => void {
  eventWatchers.add(watcher);
  return () => void eventWatchers.delete(watcher);
}

/** Begins once somebody is signed in; gives the function that ends it. */
export function startFeed(): () => void {
  const ending = new AbortController();
  const hear = ({ data }: MessageEvent<FeedMessage>) => take(data);
  channel?.addEventListener('message', hear);
  channel?.postMessage({ type: 'ask' } satisfies FeedMessage);
  void lead(ending.signal);
  return () => {
    ending.abort();
    channel?.removeEventListener('message', hear);
    setConnected(false);
  };
}

/** Holds the feed as long as this tab is the one; without locks (plain http from another host) every tab does. */
async function lead(signal: AbortSignal): Promise<void> {
  const { locks } = navigator as { locks?: LockManager };
  if (!locks || !channel) return hold(signal);
  await locks.request('millwright-feed', { signal }, () => hold(signal)).catch(() => undefined);
}

async function hold(signal: AbortSignal): Promise<void> {
  leading = true;
  while (!signal.aborted) {
    try {
      const retry = { forMs: Number.POSITIVE_INFINITY, onPause: () => tell({ type: 'down' }) };
      for await (const { event, data } of client.streamFeed({ signal, retry })) {
        // `hello` comes first on each connection; `gap` says that something was left out.
        tell(event === 'hello' || event === 'gap' ? { type: 'up' } : { type: 'event', event: { ...(data as object), kind: event } });
      }
    } catch {
      // Refused (signed out, too many streams), not understood, or ended by us: pages poll until it stands again.
    }
    tell({ type: 'down' });
    await pause(AGAIN_MS, signal);
  }
  leading = false;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function tell(message: FeedMessage): void {
  channel?.postMessage(message);
  take(message);
}

function take(message: FeedMessage): void {
  if (message.type === 'ask') {
    if (leading && connected) channel?.postMessage({ type: 'up' } satisfies FeedMessage);
    return;
  }
  if (message.type === 'down') return setConnected(false);
  setConnected(true);
  // Whatever happened while nobody listened.
  if (message.type === 'up') return void queryClient.invalidateQueries();
  for (const watcher of eventWatchers) watcher(message.event);
  const list = message.event.kind === 'changed' ? staleList(message.event['what']) : null;
  if (list) void queryClient.invalidateQueries({ queryKey: [list] });
  if (message.event.build_id) noteChange(message.event.build_id, message.event.kind);
}

function setConnected(value: boolean): void {
  if (connected === value) return;
  connected = value;
  for (const watcher of stateWatchers) watcher();
}
