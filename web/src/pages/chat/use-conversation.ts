import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ChatSession } from '../../../../client/index.js';
import { client } from '../../api.js';
import { queryClient } from '../../data/query.js';
import { afterEvent, EMPTY, withMessage, type Conversation } from './conversation.js';

// What is shown of a long conversation; the rest is a page further up.
const MESSAGES_SHOWN = 200;
// A stream that was refused (signed out, too many) is asked for again.
const AGAIN_MS = 5_000;

/** A conversation, read once and then followed by its own stream, resumed after any break. */
export function useConversation(id: string) {
  const query = useQuery({
    queryKey: ['chat', id],
    queryFn: ({ signal }) => client.readSession(id, { limit: MESSAGES_SHOWN }, { signal }),
    // The stream tells of everything since.
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [state, setState] = useState<{ id: string; conversation: Conversation }>({ id: '', conversation: EMPTY });
  const after = query.data?.event_seq;
  useEffect(() => {
    if (after === undefined) return;
    setState({ id, conversation: (query.data?.messages ?? []).reduce(withMessage, EMPTY) });
    const ending = new AbortController();
    void follow(id, after, ending.signal, (change) => setState((before) => (before.id === id ? { id, conversation: change(before.conversation) } : before)));
    return () => ending.abort();
  }, [id, after]);
  // Whoever comes back reads it anew.
  useEffect(() => () => queryClient.removeQueries({ queryKey: ['chat', id], exact: true }), [id]);
  return { query, conversation: state.id === id ? state.conversation : EMPTY, isRead: state.id === id };
}

async function follow(id: string, after: number, signal: AbortSignal, apply: (change: (before: Conversation) => Conversation) => void): Promise<void> {
  let last = String(after);
  while (!signal.aborted) {
    try {
      const retry = { forMs: Number.POSITIVE_INFINITY };
      for await (const event of client.streamSession(id, {}, { signal, lastEventId: last, retry })) {
        last = event.id ?? last;
        apply((before) => afterEvent(before, event));
        if (event.event === 'message.ended' || event.event === 'messages.cleared') void queryClient.invalidateQueries({ queryKey: ['chats'] });
      }
    } catch {
      // Asked for again below, unless the page has gone.
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

/** All conversations, the one that was used last first. */
export function useConversations() {
  return useQuery({ queryKey: ['chats'], queryFn: ({ signal }) => client.listSessions({ limit: 100 }, { signal }) });
}

/** The conversation as it is in the list: its title and costs change as it goes on. */
export function useSession(id: string): ChatSession | undefined {
  return useConversations().data?.items.find((session) => session.id === id);
}
