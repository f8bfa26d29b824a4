import { useEffect } from 'react';

/** When what has the focus goes away with this component, the heading of the page takes it: keys and screen readers go on from there. */
export function useFocusHome(): void {
  useEffect(
    () => () => {
      if (document.activeElement === document.body) document.querySelector('h1')?.focus({ preventScroll: true });
    },
    [],
  );
}
