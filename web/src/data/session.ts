import { useQuery } from '@tanstack/react-query';
import type { Me } from '../../../client/index.js';
import { ApiProblem, client } from '../api.js';
import { queryClient } from './query.js';

export type { Me };

const ME = ['me'];

/** Who looks at the page: undefined while it is asked, null for nobody. */
export function useMe() {
  return useQuery<Me | null>({ queryKey: ME, queryFn: readMe, staleTime: 60_000 });
}

async function readMe(): Promise<Me | null> {
  try {
    return await client.readMe();
  } catch (error) {
    if (isSignedOut(error)) return null;
    throw error;
  }
}

/** Signs in with a token; the server keeps the session in a cookie no script reads. Throws ApiProblem. */
export async function signIn(token: string): Promise<void> {
  await client.signIn({ token });
  await queryClient.invalidateQueries();
}

export async function signOut(): Promise<void> {
  await client.signOut();
  queryClient.setQueryData(ME, null);
  // Nothing that was read stays for whoever comes next.
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] });
}

function isSignedOut(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 401;
}

// Any read that is refused for want of a session leads to the login page, whoever ended it.
queryClient.getQueryCache().subscribe((event) => {
  if (event.type === 'updated' && event.action.type === 'error' && isSignedOut(event.action.error)) queryClient.setQueryData(ME, null);
});
