import { useEffect, useRef } from 'react';
import { keysAreTaken } from './keys.js';

/** j and k move the focus between the links or buttons marked `data-row` inside the element the ref is given to. */
export function useRowKeys() {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.key !== 'j' && event.key !== 'k') || keysAreTaken(event)) return;
      const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
      const at = rows.findIndex((row) => row === document.activeElement);
      const next = event.key === 'j' ? at + 1 : Math.max(at, 1) - 1;
      rows[Math.min(next, rows.length - 1)]?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return list;
}
