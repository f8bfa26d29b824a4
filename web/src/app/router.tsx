import { createContext, useContext, useEffect, useMemo, useState, useTransition, type ReactNode } from 'react';
import { currentPlace, watchPlace, type Place } from './history.js';

interface Router {
  place: Place;
  /** The next page is on its way; this one still stands. */
  leaving: boolean;
}

const RouterContext = createContext<Router>({ place: { path: '/', search: '', hash: '' }, leaving: false });

/** Follows the address bar. A page whose code must still come leaves the old one standing until it is there. */
export function RouterProvider({ children }: { children: ReactNode }) {
  const [place, setPlace] = useState(currentPlace);
  const [leaving, startTransition] = useTransition();
  useEffect(
    () =>
      watchPlace((next, how) => {
        startTransition(() => setPlace(next));
        if (how === 'push') window.scrollTo(0, 0);
      }),
    [],
  );
  const router = useMemo(() => ({ place, leaving }), [place, leaving]);
  return <RouterContext value={router}>{children}</RouterContext>;
}

export function useRouter(): Router {
  return useContext(RouterContext);
}

export function usePlace(): Place {
  return useContext(RouterContext).place;
}

/** What stands behind the question mark. Change it with `setSearch`. */
export function useSearch(): URLSearchParams {
  const { search } = usePlace();
  return useMemo(() => new URLSearchParams(search), [search]);
}
