import type { RepoSource } from '../../schemas/repo.js';

/** What of a repository comes out of the container that fetched it: plain data, not yet believed. */
export interface FetchedRepository {
  /** The commit that was asked for. */
  commit: string;
  /** The branch's name over there, when it is one. */
  branch: string | null;
  /** A git pack of that commit and the history kept with it. */
  pack: Buffer;
  /** Commits whose parents were left out. */
  shallow: string[];
}

export interface RepositoryFetcher {
  /**
   * Fetches a commit with some of its history. Rejects with REPO_URL_NOT_ALLOWED (an address that is not public),
   * REPO_UNREACHABLE, REPO_TOO_LARGE, REPO_REFUSED (git itself finds it broken or hostile), or SANDBOX_UNAVAILABLE.
   */
  fetch(source: RepoSource, options?: { signal?: AbortSignal; onProgress?: (text: string) => void }): Promise<FetchedRepository>;
}
