/** What a person last had on the screen of each build, so that the page can say what changed since. Stays in this browser. */

export interface Seen {
  digest: string;
  /** Of a plan. */
  version: number | null;
  /** ISO time. */
  at: string;
}

const KEY = 'mw-seen';
// Older ones go: what was seen so many builds ago nobody compares.
const KEPT = 200;

/** What was last seen of a build's wait of that kind; null when nothing was. */
export function lastSeen(buildId: string, kind: string): Seen | null {
  return read()[`${buildId}/${kind}`] ?? null;
}

export function remember(buildId: string, kind: string, seen: Omit<Seen, 'at'>): void {
  const all = read();
  delete all[`${buildId}/${kind}`];
  all[`${buildId}/${kind}`] = { ...seen, at: new Date().toISOString() };
  const entries = Object.entries(all);
  try {
    window.localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(entries.slice(-KEPT))));
  } catch {
    // A browser that keeps nothing compares nothing.
  }
}

function read(): Record<string, Seen> {
  try {
    const value: unknown = JSON.parse(window.localStorage.getItem(KEY) ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, Seen>) : {};
  } catch {
    return {};
  }
}
