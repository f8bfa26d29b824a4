import { lookup as lookUp } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { MillwrightError } from '../../contracts/failures.js';
import { isAddress, isLocalName, isPrivateAddress } from '../../schemas/repo-address.js';

/**
 * Which addresses the API may send to. Whoever may add webhooks could otherwise make it ask the operator's own machines: only
 * https to public hosts, and whatever the operator named (`host` or `host:port`), that one with http and private addresses too.
 */

/** Judges by what the URL says. Throws WEBHOOK_URL_NOT_ALLOWED; words that tell nothing about the network. */
export function requireAllowedUrl(text: string, allow: readonly string[]): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) throw refused('it must be a URL that begins with https://');
  if (url.username || url.password) throw refused('it must not hold a user name or password; check the signature instead');
  if (isNamed(url, allow)) return url;
  if (url.protocol !== 'https:') throw refused('it must begin with https:// (plain http only for hosts that the operator named in WEBHOOK_ALLOW)');
  const host = bareHost(url);
  if (isAddress(host) ? isPrivateAddress(host) : isLocalName(host)) throw refused('its host is not public; an operator can name it in WEBHOOK_ALLOW');
  return url;
}

/** Whether the operator named this host, or this host with this port. */
export function isNamed(url: URL, allow: readonly string[]): boolean {
  const host = bareHost(url).toLowerCase();
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return allow.some((entry) => {
    const name = entry.toLowerCase();
    return name === host || name === `${host}:${port}` || name === `[${host}]` || name === `[${host}]:${port}`;
  });
}

/**
 * A lookup for one connection: resolves and gives only public addresses, so that what was judged is what is connected to
 * (a name may point elsewhere the next moment).
 */
export const publicOnly: LookupFunction = (host, options, answer) => {
  const give = answer as (error: NodeJS.ErrnoException | null, address?: unknown, family?: number) => void;
  lookUp(host, { all: true, family: typeof options.family === 'number' ? options.family : 0 }).then(
    (found) => {
      const open = found.filter(({ address }) => !isPrivateAddress(address));
      const [first] = open;
      if (!first) return give(Object.assign(new Error('its name leads to no public address'), { code: 'EADDRNOTPUBLIC' }));
      return options.all ? give(null, open) : give(null, first.address, first.family);
    },
    (error: unknown) => give(error as NodeJS.ErrnoException),
  );
};

function bareHost({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

function refused(problem: string): MillwrightError {
  return new MillwrightError('WEBHOOK_URL_NOT_ALLOWED', `This address may not be used: ${problem}.`, { errors: [{ pointer: '/url', detail: problem }] });
}
