import { lookup } from 'node:dns/promises';
import { MillwrightError } from '../../contracts/failures.js';
import { isAddress, isPrivateAddress } from '../../schemas/repo-address.js';
import type { RepoSource } from '../../schemas/repo.js';

export interface Destination {
  /** The address to connect to, or the name when only the proxy above knows it. */
  host: string;
  port: number;
  /** Connected to by ourselves, not through the proxy above: it is on our own network. */
  direct: boolean;
}

export type Lookup = (host: string) => Promise<string[]>;

const systemLookup: Lookup = async (host) => (await lookup(host, { all: true })).map((found) => found.address);

/**
 * Looks the host up once and answers where to connect: that very address is used for everything that follows, so a name that
 * answers otherwise a moment later gains nothing. Throws REPO_URL_NOT_ALLOWED when any of its addresses is not public and the
 * operator did not name the host, REPO_UNREACHABLE when there is none.
 */
export async function resolveDestination(source: RepoSource, hasProxyAbove: boolean, find: Lookup = systemLookup): Promise<Destination> {
  const { host, port, named } = source;
  if (isAddress(host)) return { host, port, direct: isPrivateAddress(host) };
  let addresses: string[];
  try {
    addresses = await find(host);
  } catch (error) {
    // Behind a proxy that looks names up, our own resolver may know nothing; what is reachable is then that proxy's decision.
    if (hasProxyAbove) return { host, port, direct: false };
    throw new MillwrightError('REPO_UNREACHABLE', `The host ${host} is not known here. Check the address, then try again.`, { cause: error });
  }
  const hidden = addresses.some((address) => isPrivateAddress(address));
  if (addresses.length === 0 || (hidden && !named))
    throw new MillwrightError('REPO_URL_NOT_ALLOWED', `The host ${host} does not lead to a public address. The operator may allow it (REPO_ALLOW).`);
  if (hidden) return { host: addresses.find((address) => isPrivateAddress(address)) ?? host, port, direct: true };
  // A proxy above is asked by name: it may decide by names.
  return { host: hasProxyAbove ? host : (addresses[0] ?? host), port, direct: false };
}
