import { createContext, useContext, useState } from 'react';
import type { ConfirmationCard } from '../../../../client/index.js';
import { client } from '../../api.js';
import { queryClient } from '../../data/query.js';

/** The conversation that a card is in. */
export const SessionContext = createContext('');

/** Confirms or puts away a card, bound to the digest of what is on the screen. How it ended comes by the conversation's stream. */
export function useDecideCard(card: ConfirmationCard) {
  const sessionId = useContext(SessionContext);
  const [busy, setBusy] = useState<'confirm' | 'dismiss' | null>(null);
  const [error, setError] = useState<unknown>(null);
  const run = async (how: 'confirm' | 'dismiss') => {
    setBusy(how);
    setError(null);
    try {
      await client.postMessage(sessionId, how === 'confirm' ? { confirm: card.id, digest: card.digest } : { dismiss: card.id });
      void queryClient.invalidateQueries({ queryKey: ['builds'] });
      if (card.build_id) void queryClient.invalidateQueries({ queryKey: ['build', card.build_id] });
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(null);
    }
  };
  return { confirm: () => void run('confirm'), dismiss: () => void run('dismiss'), busy, error };
}
