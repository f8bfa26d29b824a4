import type { AnchorHTMLAttributes, MouseEvent, Ref } from 'react';
import { hrefOf, navigate } from './history.js';
import { preloadPath } from './preload.js';

interface LinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  /** A path below /ui, e.g. `/builds/int-code-7k2m9q?tab=files`. */
  to: string;
  ref?: Ref<HTMLAnchorElement>;
}

/** A link to a page of ours: a real anchor (new tab, copy address), without loading the app again. */
export function Link({ to, onClick, ...rest }: LinkProps) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const elsewhere = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (event.defaultPrevented || elsewhere || rest.target === '_blank') return;
    event.preventDefault();
    navigate(to);
  };
  return <a {...rest} href={hrefOf(to)} onClick={follow} onPointerEnter={() => preloadPath(to)} onFocus={() => preloadPath(to)} />;
}
