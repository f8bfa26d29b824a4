/** Notifications of the browser itself, for when the page is not looked at. Asked for only when a person says so. */
import { useEffect, useRef, useState } from 'react';
import { navigate } from '../app/history.js';
import { placeOf, type Notice } from './notifications.js';

// Where the browser's own choice is "default": whether a person has put the question away.
const QUIET_KEY = 'mw-browser-notifications-quiet';
// What waited longer is no news.
const FRESH_MS = 120_000;

export type Permission = 'unsupported' | 'default' | 'granted' | 'denied';

export function permission(): Permission {
  return 'Notification' in window && window.isSecureContext ? Notification.permission : 'unsupported';
}

/** The permission and how to ask for it; `quiet`: the person does not want to be asked. */
export function usePermission(): { state: Permission; quiet: boolean; ask: () => void; beQuiet: () => void } {
  const [state, setState] = useState(permission);
  const [quiet, setQuiet] = useState(() => localStorage.getItem(QUIET_KEY) === '1');
  const ask = () => void Notification.requestPermission().then(() => setState(permission()));
  const beQuiet = () => {
    localStorage.setItem(QUIET_KEY, '1');
    setQuiet(true);
  };
  return { state, quiet, ask, beQuiet };
}

/** Shows what is new and unread while nobody looks at the page. Tabs show one together: they use one name for it. */
export function useBrowserNotifications(items: readonly Notice[] | undefined): void {
  const newest = useRef<number | null>(null);
  useEffect(() => {
    if (!items) return;
    const known = newest.current;
    newest.current = Math.max(known ?? 0, ...items.map(({ id }) => id));
    if (known === null || permission() !== 'granted' || !document.hidden) return;
    for (const item of items) if (item.id > known && item.read_at === null && Date.now() - Date.parse(item.created_at) < FRESH_MS) show(item);
  }, [items]);
}

function show(item: Notice): void {
  const shown = made(item);
  if (!shown) return;
  shown.addEventListener('click', () => {
    window.focus();
    navigate(placeOf(item));
    shown.close();
  });
}

/** Null where a page may not show one by itself: browsers of phones throw. */
function made(item: Notice): Notification | null {
  try {
    return new Notification(item.title, { body: item.text, tag: `millwright-${item.id}` });
  } catch {
    return null;
  }
}
