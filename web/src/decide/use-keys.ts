import { useEffect, useRef } from 'react';
import { keysAreTaken } from '../ui/keys.js';

// `g` and a letter goes elsewhere: that letter is no key of the page.
const LEADER_MS = 1_200;

/** Single keys of a page, by `event.key`; not while a field or a dialog has them. */
export function useKeys(keys: Readonly<Record<string, (() => void) | undefined>>, active = true): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    if (!active) return;
    let leader = 0;
    const onKey = (event: KeyboardEvent) => {
      if (keysAreTaken(event)) return;
      const afterLeader = Date.now() - leader < LEADER_MS;
      leader = event.key === 'g' ? Date.now() : 0;
      const run = afterLeader ? undefined : latest.current[event.key];
      if (!run) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [active]);
}
