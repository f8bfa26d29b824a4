import { z } from 'zod';
import { isAddress, isLocalName, isPrivateAddress } from './repo-address.js';
import { text } from './text.js';

/** `artifacts.repo` of an intent: a URL, with `#branch` (or tag, or whole commit id) at its end; or the same as an object. */
export const repoSchema = z
  .union([
    text({ min: 1, max: 500 }),
    z.strictObject({ url: text({ min: 1, max: 500 }), branch: text({ min: 1, max: 200 }).optional(), commit: text({ min: 1, max: 64 }).optional() }),
  ])
  .meta({
    id: 'Repository',
    description:
      'An existing repository: an https URL (append #branch, #tag or #commit), or {url, branch?, commit?}. Other addresses only where REPO_ALLOW names them.',
    examples: ['https://example.org/shop.git#main'],
  });
export type RepoInput = z.infer<typeof repoSchema>;

/** A repository's address, taken apart and found allowed. */
export interface RepoSource {
  scheme: 'https' | 'http' | 'file';
  /** As git is told it and people see it; it holds no credentials. */
  url: string;
  /** Without brackets; empty for a file. */
  host: string;
  port: number;
  /** Of a file: its absolute path. */
  path: string;
  /** Branch or tag; null: the default branch. */
  ref: string | null;
  /** Whole commit id; wins over `ref`. */
  commit: string | null;
  /** The operator named this host: it may be private. */
  named: boolean;
}

const COMMIT = /^[0-9a-f]{40}$/;
// What git itself allows and a shell, a URL and an option parser leave alone.
const REF = /^(?!-)(?!\/)(?!.*(?:\.\.|\/\/|@\{|\/\.|\.lock(?:\/|$)))[A-Za-z0-9._/+@#-]{1,200}(?<![./])$/;
const PORTS: Record<string, number> = { 'https:': 443, 'http:': 80 };

/**
 * Judges an address by what it says: nothing is looked up. `allow` is the operator's REPO_ALLOW: `host`, `host:port` or an
 * absolute folder each. Answers the source, or why it is refused, in words that tell nothing about the network.
 */
export function readRepo(input: RepoInput, allow: readonly string[]): RepoSource | { problem: string } {
  const asked = typeof input === 'string' ? splitFragment(input) : { url: input.url, ref: input.branch ?? null, commit: input.commit ?? null };
  const problem = textProblem(asked.url) ?? refProblem(asked);
  if (problem) return { problem };
  const url = URL.canParse(asked.url) ? new URL(asked.url) : null;
  if (!url || /^[a-z0-9+.-]+::/i.test(asked.url))
    return { problem: 'it must be a URL like https://example.org/owner/name.git (not host:path, and no other helper of git)' };
  if (url.username || url.password) return { problem: 'it must not hold a user name, password or token; nothing of it was kept' };
  if (url.search || url.hash) return { problem: 'it must not have a query or a second fragment' };
  const { ref, commit } = asked;
  if (url.protocol === 'file:') return fileSource(url, { ref, commit }, allow);
  if (url.protocol === 'https:' || url.protocol === 'http:') return webSource(url, { ref, commit }, allow);
  return { problem: 'it must begin with https:// (ssh and other transports are not served: there is no key they could use)' };
}

/** `url#name` taken apart; a name of 40 hex digits is a commit. */
function splitFragment(input: string): { url: string; ref: string | null; commit: string | null } {
  const at = input.indexOf('#');
  if (at < 0) return { url: input, ref: null, commit: null };
  const name = input.slice(at + 1);
  return { url: input.slice(0, at), ref: COMMIT.test(name) ? null : name, commit: COMMIT.test(name) ? name : null };
}

function textProblem(url: string): string | null {
  if (/[\u0000-\u0020\u007f-\u00a0\u2028\u2029\ufeff]/.test(url)) return 'it has blanks or control characters';
  if (url.startsWith('-')) return 'it begins with a dash, like an option';
  if (url.includes('\\')) return 'it has a backslash';
  return null;
}

function refProblem({ ref, commit }: { ref: string | null; commit: string | null }): string | null {
  if (ref !== null && !REF.test(ref)) return 'the branch is no name that git takes (letters, digits and . _ / + @ # -, no leading dash)';
  if (commit !== null && !COMMIT.test(commit)) return 'the commit must be a whole id: 40 hex digits, lower case';
  return null;
}

function fileSource(url: URL, at: Pick<RepoSource, 'ref' | 'commit'>, allow: readonly string[]): RepoSource | { problem: string } {
  let path: string;
  try {
    path = decodeURIComponent(url.pathname).replace(/\/+$/, '');
  } catch {
    return { problem: 'its path is not written as a URL' };
  }
  const inside = allow.some((entry) => entry.startsWith('/') && (path === trimmed(entry) || path.startsWith(`${trimmed(entry)}/`)));
  // An encoded slash hides `..` from the URL's own tidying.
  const leaves = path.split('/').some((part) => part === '..' || part === '.');
  if (url.host !== '' || !inside || leaves || /[\u0000-\u001f\u007f]/.test(path))
    return { problem: 'folders of this machine are only read where the operator allows them (REPO_ALLOW)' };
  return { scheme: 'file', url: url.href, host: '', port: 0, path, ...at, named: true };
}

function webSource(url: URL, at: Pick<RepoSource, 'ref' | 'commit'>, allow: readonly string[]): RepoSource | { problem: string } {
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const port = Number(url.port) || (PORTS[url.protocol] ?? 0);
  const named = allow.some(
    (entry) => entry.toLowerCase() === host || entry.toLowerCase() === `${url.hostname}:${port}` || entry.toLowerCase() === `${host}:${port}`,
  );
  if (url.pathname.replace(/\/+$/, '') === '') return { problem: 'it names a server, but no repository on it' };
  const scheme = url.protocol === 'https:' ? 'https' : 'http';
  const source: RepoSource = { scheme, url: url.href, host, port, path: '', ...at, named };
  if (named) return source;
  if (scheme === 'http') return { problem: 'it must begin with https:// (unencrypted only where the operator allows the host, REPO_ALLOW)' };
  if (isAddress(host) ? isPrivateAddress(host) : isLocalName(host)) return { problem: 'this host is not public; the operator may allow it (REPO_ALLOW)' };
  if (port !== PORTS['https:']) return { problem: 'ports other than 443 are only used where the operator allows host:port (REPO_ALLOW)' };
  return source;
}

function trimmed(folder: string): string {
  return folder.replace(/\/+$/, '');
}
