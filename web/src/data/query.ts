import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../api.js';

// Rows of the last seconds are shown at once when a page is opened again, and read anew behind.
const FRESH_MS = 2_000;
// What could not be read is asked for again by itself: nobody should have to press reload after a restart.
const AGAIN_MS = 3_000;

/** What pages read. Keys begin with the noun: ['builds', ...], ['build', id, ...]; the live feed marks them stale by it. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      // The client repeats what may help.
      retry: false,
      refetchInterval: ({ state }) => againWhenAway(state.error),
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});

/** When to ask again after an error: a refusal stays one. For queries with a `refetchInterval` of their own. */
export function againWhenAway(error: Error | null): number | false {
  return error !== null && !(error instanceof ApiProblem && error.status < 500) ? AGAIN_MS : false;
}
