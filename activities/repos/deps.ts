import type { Database } from '../../db/client.js';
import type { Checks } from '../checks/run-checks.js';
import type { Failpoint } from '../failpoint.js';
import type { GitStore } from '../git/store.js';
import type { ImageSpec } from '../sandbox/image-spec.js';
import type { RepositoryFetcher } from './port.js';

/** What work on an existing repository needs; values arrive from the composition root. */
export interface RepositoryDeps {
  db: Database;
  git: GitStore;
  checks: Checks;
  failpoint: Failpoint;
  repositories: {
    fetcher: RepositoryFetcher;
    /** Hosts and folders that may be private: the operator's REPO_ALLOW. */
    allow: readonly string[];
    /** The languages that have an image. */
    images: ReadonlyMap<string, ImageSpec>;
  };
}
