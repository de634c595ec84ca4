import ipaddr from 'ipaddr.js';

/** Where requests may go: to the public internet alone, or, on a machine of one's own, to this machine as well. */
export type Reach = 'public' | 'local';

/** Public as a number, and answered by the machine's own host all the same: Azure tells each machine its secrets there. */
const METADATA = ['168.63.129.16'];

/** All that is given out for the public internet so far. What stands for an IPv4 address in IPv6 is elsewhere, or named by the library. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an IP address is somebody's on the public internet, and not this machine, its neighbours, its host or nobody. What is neither IPv4 nor IPv6 in full is
 * none. An IPv4 address inside an IPv6 one is looked at as itself.
 */
export function isPublicAddress(address: string, reach: Reach = 'public'): boolean {
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address)) return false;
  const plain = ipaddr.process(address);
  const range = plain.range();
  if (range === 'loopback') return reach === 'local';
  if (range !== 'unicast' || METADATA.includes(plain.toString())) return false;
  return plain.kind() === 'ipv4' || plain.match(GLOBAL_UNICAST);
}
