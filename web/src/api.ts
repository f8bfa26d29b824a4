/** The one way to the server: the generated client over the cookie of the login. */
import { ApiProblem, createClient, NoAnswer } from '../../client/index.js';

export { ApiProblem, NoAnswer };

/**
 * One typed method per operation, e.g. `client.listBuilds({ limit: 50 }, { signal })`. Reads are repeated for a while when the
 * server is away. Throws ApiProblem on a refusal, NoAnswer when nothing answered.
 */
export const client = createClient({
  baseUrl: '',
  // Proof that a page of ours asks: other sites cannot set it without being asked first.
  headers: { 'x-millwright-csrf': '1' },
  // A restart takes a second or two; after these a person is told.
  retry: { forMs: 6_000 },
});
