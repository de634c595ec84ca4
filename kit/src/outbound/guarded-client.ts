import { type LookupAddress, lookup as lookUpName } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import { isPublicAddress, type Reach } from './public-address.ts';

/** Somebody else's address led to a server that is not public. It is not said to which. */
export class ForbiddenAddress extends Error {
  readonly code = 'ADDRESS_FORBIDDEN';
  constructor() {
    super('the address leads to no public server');
  }
}

type LookUp = (
  hostname: string,
  options: { readonly all: true; readonly family?: number },
  answer: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface GuardedClientOptions {
  readonly reach?: Reach;
  /** In milliseconds: until there is a connection, and until an answer has begun. */
  readonly patienceMs: number;
  /** Who is asked what a name leads to; the system's resolver unless a test plays it. */
  readonly lookUp?: LookUp;
}

interface Asked {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answered {
  readonly status: number;
  readonly headers: Dispatcher.ResponseData['headers'];
}

/** Of what somebody answers so much is read, and thrown away. */
const MOST_READ_BYTES = 16_384;

/**
 * Posts to addresses that people have given us. A connection is only made to an address that was looked at: the one lookup that there is answers the
 * connection itself, so what a name leads to a moment later does not matter. Redirects are not followed, no answer is kept, and no connection serves twice.
 */
export class GuardedClient {
  readonly #agent: Agent;
  readonly #patienceMs: number;

  constructor({ reach = 'public', patienceMs, lookUp = lookUpName as LookUp }: GuardedClientOptions) {
    const connect = buildConnector({ timeout: patienceMs, lookup: guardedLookUp(lookUp, reach), maxCachedSessions: 0 });
    this.#patienceMs = patienceMs;
    this.#agent = new Agent({
      headersTimeout: patienceMs,
      bodyTimeout: patienceMs,
      pipelining: 0,
      // A number in the address is looked up by nobody.
      connect: (options, callback) => {
        const host = options.hostname.replace(/^\[|\]$/g, '');
        if (isIP(host) !== 0 && !isPublicAddress(host, reach)) callback(new ForbiddenAddress(), null);
        else connect(options, callback);
      },
    });
  }

  /** What was answered, whatever it is. Throws ForbiddenAddress, or what undici and the network throw. */
  async post(url: URL, { headers, body }: Asked): Promise<Answered> {
    const answer = await this.#agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: 'POST',
      headers: { ...headers },
      body,
      signal: AbortSignal.timeout(this.#patienceMs),
    });
    await answer.body.dump({ limit: MOST_READ_BYTES }).catch(() => undefined);
    return { status: answer.statusCode, headers: answer.headers };
  }
}

/** All that a name leads to has to be public: what is connected to is chosen later among them. */
const guardedLookUp =
  (lookUp: LookUp, reach: Reach): LookupFunction =>
  (hostname, { all, family }, answer) => {
    lookUp(hostname, { all: true, ...(typeof family === 'number' && { family }) }, (error, addresses) => {
      const [first] = addresses ?? [];
      const found = error ?? (first && addresses.every(({ address }) => isPublicAddress(address, reach)) ? null : new ForbiddenAddress());
      if (found) return answer(found, '');
      return all ? answer(null, addresses) : answer(null, first!.address, first!.family);
    });
  };
