import { isIP } from 'node:net';
import { isPublicAddress, type Reach } from './public-address.ts';

/** Names that no public server has: of this machine, its network, and what clouds call the place where a machine reads its secrets. */
const INNER_NAMES = /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|arpa|onion)$/;
const LOCAL_NAME = /(^|\.)localhost$/;

/** Ports where nobody serves HTTPS and other servers may be made to misunderstand a request. */
const LOWEST_UNUSUAL_PORT = 1_024;

/**
 * The address where somebody wants requests of ours to go, in its one spelling. Throws a sentence that says what is wrong with it. Whom its name leads
 * to is not asked, since that may be another when it is called: the `GuardedClient` looks then.
 */
export function assertOutboundUrl(text: string, reach: Reach = 'public'): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) throw new Error('must be an address that begins with https://');
  if (url.protocol === 'http:' && reach !== 'local') throw new Error('must begin with https://');
  if (url.username || url.password) throw new Error('must hold no name and no password');
  if (url.hash) throw new Error('must hold no fragment');
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  if (port < LOWEST_UNUSUAL_PORT && port !== 443 && !(port === 80 && reach === 'local'))
    throw new Error('must have port 443, or one from 1024 on');
  const host = hostOf(url);
  if (isIP(host) !== 0 ? !isPublicAddress(host, reach) : !isPublicName(host, reach)) throw new Error('must lead to a public server');
  return url;
}

/** Without the brackets of an IPv6 address and the dot at a name's end. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');

const isPublicName = (name: string, reach: Reach): boolean =>
  (reach === 'local' && LOCAL_NAME.test(name)) || (name.includes('.') && !INNER_NAMES.test(name));
