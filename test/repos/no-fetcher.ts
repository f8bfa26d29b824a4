import type { RepositoryDeps } from '../../activities/repos/deps.js';

/** For builds that never fetch: asking for a repository is a mistake of the test. */
export const noRepositories: RepositoryDeps['repositories'] = {
  fetcher: { fetch: () => Promise.reject(new Error('this test has no repository to fetch')) },
  allow: [],
  images: new Map(),
};
