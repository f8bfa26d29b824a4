/** The address bar below /ui, as a value one can watch. */

export const BASE = '/ui';

export interface Place {
  /** Below /ui, beginning with a slash. */
  path: string;
  /** With its question mark, or empty. */
  search: string;
  /** With its #, or empty. */
  hash: string;
}

type Watcher = (place: Place, how: 'push' | 'replace' | 'pop') => void;
const watchers = new Set<Watcher>();

export function currentPlace(): Place {
  const { pathname, search, hash } = window.location;
  const path = pathname.startsWith(BASE) ? pathname.slice(BASE.length) : pathname;
  return { path: path === '' ? '/' : path, search, hash };
}

/** The address of a place, for `href`. */
export function hrefOf(to: string): string {
  return to === '/' ? BASE : BASE + to;
}

/** Goes to a path below /ui. `replace` leaves no entry to come back to. */
export function navigate(to: string, options: { replace?: boolean } = {}): void {
  const address = hrefOf(to);
  if (options.replace) window.history.replaceState(null, '', address);
  else window.history.pushState(null, '', address);
  tell(options.replace ? 'replace' : 'push');
}

/** Changes what stands behind the question mark, leaving the rest; null or '' takes a name out. */
export function setSearch(changes: Readonly<Record<string, string | null>>): void {
  const { path, search } = currentPlace();
  const params = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value) params.set(name, value);
    else params.delete(name);
  }
  const text = params.toString();
  navigate(text ? `${path}?${text}` : path, { replace: true });
}

export function watchPlace(watcher: Watcher): () => void {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
}

function tell(how: 'push' | 'replace' | 'pop'): void {
  const place = currentPlace();
  for (const watcher of watchers) watcher(place, how);
}

window.addEventListener('popstate', () => tell('pop'));
