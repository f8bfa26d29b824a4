import { MillwrightError } from '../contracts/failures.js';
import { readRepo, type RepoInput, type RepoSource } from '../schemas/repo.js';

/**
 * A repository that a request names, by what its address says: nothing is looked up; what a name resolves to is judged where
 * it is fetched. Throws REPO_URL_NOT_ALLOWED with its place. `allow`: the operator's REPO_ALLOW.
 */
export function allowedRepo(input: RepoInput, allow: readonly string[], pointer: string): RepoSource {
  const read = readRepo(input, allow);
  if (!('problem' in read)) return read;
  throw new MillwrightError('REPO_URL_NOT_ALLOWED', `This repository may not be used: ${read.problem}.`, { errors: [{ pointer, detail: read.problem }] });
}

// `owner/name`, and perhaps `#branch`: how GitHub's own tools name a repository.
const SHORT_NAME = /^([A-Za-z0-9-]{1,39})\/([A-Za-z0-9._-]{1,100}?)(?:\.git)?(#.+)?$/;

/** `owner/name` as the address it means; everything else as it is. */
export function githubAddress(input: RepoInput): RepoInput {
  if (typeof input !== 'string') return { ...input, url: shortAsUrl(input.url) };
  return shortAsUrl(input);
}

function shortAsUrl(text: string): string {
  const [, owner, name, rest = ''] = SHORT_NAME.exec(text) ?? [];
  return owner && name ? `https://github.com/${owner}/${name}.git${rest}` : text;
}
