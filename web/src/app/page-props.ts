import type { Params } from './match.js';

/** What every page is given: the `:name`s of its path. */
export interface PageProps {
  params: Params;
}
