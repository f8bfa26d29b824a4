import { useSyncExternalStore } from 'react';

// One clock for the whole page: ages change together and one timer runs, only while somebody looks.
const TICK_MS = 1_000;
const watchers = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;

function subscribe(watcher: () => void): () => void {
  watchers.add(watcher);
  // While nobody looked it stood still: the first to look again sees the time at once, not a tick later.
  if (timer === null) now = Date.now();
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of watchers) each();
  }, TICK_MS);
  return () => {
    watchers.delete(watcher);
    if (watchers.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

/** The time in milliseconds, new each second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
