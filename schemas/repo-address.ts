/**
 * Which addresses lead to a network that only the operator's own machines see. Used on what a URL says, and again on what a
 * name resolves to just before connecting.
 */

// Everything that is not plain public unicast: this host, private, shared (carrier), link-local with the metadata services,
// documentation, benchmarking, multicast, reserved. From the IANA special-purpose registries.
const IPV4_SPECIAL: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
// Names that never lead to the public Internet.
const LOCAL_NAME = /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|private|home\.arpa|in-addr\.arpa|ip6\.arpa|onion|test|invalid)$/;

/** True for text of an IPv4 or IPv6 address (no brackets) that is not public unicast. Anything that is no address is not public either. */
export function isPrivateAddress(address: string): boolean {
  const four = ipv4Number(address);
  if (four !== null) return IPV4_SPECIAL.some(([base, bits]) => sameNetwork(four, ipv4Number(base) ?? 0, bits));
  const groups = ipv6Groups(address);
  if (groups === null) return true;
  const [first = 0, second = 0] = groups;
  const embedded = embeddedIpv4(groups);
  if (embedded !== null) return isPrivateAddress(embedded);
  // Only 2000::/3 is given out; of it, documentation and the special-purpose block 2001::/23 (Teredo, ORCHID) stay out.
  if (first < 0x2000 || first > 0x3fff) return true;
  return (first === 0x2001 && (second < 0x200 || second === 0xdb8)) || first === 0x3fff;
}

/** True for a host name that can only be a machine nearby: one label, or a name of a private zone. */
export function isLocalName(host: string): boolean {
  const name = host.replace(/\.$/, '').toLowerCase();
  return !name.includes('.') || LOCAL_NAME.test(name);
}

/** True when a host is written as an address. */
export function isAddress(host: string): boolean {
  return ipv4Number(host) !== null || ipv6Groups(host) !== null;
}

function ipv4Number(text: string): number | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!match) return null;
  const bytes = match.slice(1).map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes.reduce((sum, byte) => sum * 256 + byte, 0) : null;
}

function sameNetwork(one: number, other: number, bits: number): boolean {
  const size = 2 ** (32 - bits);
  return Math.floor(one / size) === Math.floor(other / size);
}

/** The eight groups of an IPv6 address, or null when it is none. */
function ipv6Groups(text: string): number[] | null {
  const bare = text.replace(/%.*$/, '');
  if (!bare.includes(':') || /[^0-9a-fA-F:.]/.test(bare)) return null;
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(bare);
  const four = tail ? ipv4Number(tail[2] ?? '') : null;
  if (tail && four === null) return null;
  const whole = tail && four !== null ? `${tail[1]}${Math.floor(four / 65_536).toString(16)}:${(four % 65_536).toString(16)}` : bare;
  const halves = whole.split('::');
  if (halves.length > 2) return null;
  const [head = [], rest = []] = halves.map((half) => (half === '' ? [] : half.split(':').map((group) => parseInt(group || 'x', 16))));
  const missing = 8 - head.length - rest.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array<number>(halves.length === 2 ? missing : 0).fill(0), ...rest];
  return groups.length === 8 && groups.every((group) => group >= 0 && group <= 0xffff) ? groups : null;
}

/** The IPv4 address inside a mapped, translated (64:ff9b::/96; not the local 64:ff9b:1::/48) or 6to4 address; null when there is none. */
function embeddedIpv4(groups: number[]): string | null {
  const dotted = (high = 0, low = 0) => [high >> 8, high & 255, low >> 8, low & 255].join('.');
  const zeros = groups.slice(0, 5).every((group) => group === 0);
  if (zeros && (groups[5] === 0xffff || groups[5] === 0)) return dotted(groups[6], groups[7]);
  if (groups[0] === 0x64 && groups[1] === 0xff9b && groups.slice(2, 6).every((group) => group === 0)) return dotted(groups[6], groups[7]);
  if (groups[0] === 0x2002) return dotted(groups[1], groups[2]);
  return null;
}
