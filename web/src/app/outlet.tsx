import { Suspense } from 'react';
import { PageSkeleton } from '../ui/skeletons.js';
import { ErrorBoundary } from './error-boundary.js';
import { NotFound } from './not-found.js';
import { setPreloader } from './preload.js';
import { usePlace } from './router.js';
import { routeOf } from './routes.js';

// A chunk that can't be fetched now is asked for again when the page is really opened.
setPreloader(
  (path) =>
    void routeOf(path)
      ?.route.preload()
      .catch(() => undefined),
);

/** The page of the current path. What breaks in it breaks alone. */
export function Outlet() {
  const { path } = usePlace();
  const found = routeOf(path);
  if (!found) return <NotFound />;
  const { Page } = found.route;
  return (
    <ErrorBoundary key={path}>
      <Suspense fallback={<PageSkeleton />}>
        <Page params={found.params} />
      </Suspense>
    </ErrorBoundary>
  );
}
