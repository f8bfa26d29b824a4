import { useQuery } from '@tanstack/react-query';
import type { ActiveBuild } from '../../../client/index.js';
import { client } from '../api.js';
import { useFeed } from './feed.js';
import { againWhenAway } from './query.js';

// Without the live feed (the server is away, or between two connections) lists are read anew this often.
const POLL_MS = 4_000;
// What is live may cease to answer without an event: the server knows it from the proxy within some ten seconds.
export const SERVING_POLL_MS = 15_000;
// Far more builds than wait for one person; the count of the menu is exact below it.
const WAITING_MAX = 200;

/** Which builds a list shows: those under way, or those of one status. */
export interface BuildFilter {
  status?: string;
  page?: number;
  limit?: number;
}

/** A page of builds. Live. */
export function useBuilds(filter: BuildFilter) {
  const { connected } = useFeed();
  return useQuery({
    queryKey: ['builds', filter],
    queryFn: ({ signal }) => client.listBuilds({ ...filter }, { signal }),
    refetchInterval: ({ state }) => (connected ? againWhenAway(state.error) : POLL_MS),
    placeholderData: (before) => before,
  });
}

/** Builds that wait for a person, oldest wait first. */
export function useWaiting(): ActiveBuild[] {
  const { data } = useBuilds({ limit: WAITING_MAX });
  return (data?.items ?? [])
    .filter(({ waiting_for }) => waiting_for !== null)
    .sort((a, b) => (a.waiting_for?.since ?? '').localeCompare(b.waiting_for?.since ?? ''));
}

/** All about one build; read anew when the feed says that something happened to it. */
export function useBuild(id: string) {
  const { connected } = useFeed();
  return useQuery({
    queryKey: ['build', id, 'status'],
    queryFn: ({ signal }) => client.getBuild(id, { signal }),
    refetchInterval: ({ state }) => {
      if (!connected && !state.data?.ended_at) return POLL_MS;
      const isLive = state.data?.deployments.some(({ status }) => status === 'live');
      return againWhenAway(state.error) || (isLive ? SERVING_POLL_MS : false);
    },
  });
}
