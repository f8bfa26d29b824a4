import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Notification as Notice } from '../../../client/index.js';
import { client } from '../api.js';
import { onFeedEvent, useFeed } from '../data/feed.js';
import { queryClient } from '../data/query.js';

export type { Notice };

// Events that make a notification, or settle one.
const TELLING = new Set(['gate.opened', 'gate.decided', 'question', 'answer', 'deploy.started', 'deploy.ended', 'retrospective', 'build.ended']);
// Without the live feed.
const POLL_MS = 15_000;
// Events come in bursts.
const GATHER_MS = 300;

/** The newest notifications and how many are unread. Live. */
export function useNotifications(limit: number, status?: 'unread' | 'read', page = 1) {
  const { connected } = useFeed();
  return useQuery({
    queryKey: ['notifications', limit, status ?? 'all', page],
    queryFn: ({ signal }) => client.listNotifications({ limit, page, ...(status === undefined ? {} : { status }) }, { signal }),
    refetchInterval: connected ? false : POLL_MS,
    placeholderData: (before) => before,
  });
}

/** Reads notifications anew when the feed tells of something that makes one; once for the whole app. */
export function useNotificationNews(): void {
  useEffect(() => {
    let gathering: ReturnType<typeof setTimeout> | null = null;
    const end = onFeedEvent(({ kind }) => {
      if (!TELLING.has(kind)) return;
      gathering ??= setTimeout(() => {
        gathering = null;
        readAnew();
      }, GATHER_MS);
    });
    return () => {
      end();
      if (gathering) clearTimeout(gathering);
    };
  }, []);
}

export function readAnew(): void {
  void queryClient.invalidateQueries({ queryKey: ['notifications'] });
}

/** Marks some as read, or unread again. */
export async function mark(ids: number[], read: boolean): Promise<void> {
  await client.markNotifications({ ids, read });
  readAnew();
}

/** Marks all as read that were there when somebody looked: what came since stays unread. */
export async function markAll(upTo: number): Promise<void> {
  await client.markNotifications({ up_to: upTo });
  readAnew();
}

/** Where a notification leads, below /ui. */
export function placeOf({ page }: Pick<Notice, 'page'>): string {
  return page.replace(/^\/ui/, '') || '/';
}
