import type { GraphQLError } from 'graphql';
import type { Authenticated } from '../authenticate.ts';
import { reconnect, tooManyConnections, tooManySubscriptions, tooSlow } from './ending.ts';

export interface LiveLimits {
  /** WebSockets and HTTP streams of one signed-in user. */
  readonly maxConnectionsPerViewer: number;
  /** Subscriptions of one signed-in user, over all connections. */
  readonly maxSubscriptionsPerViewer: number;
  /** The same of one partner, or of one address of people who are not signed in. */
  readonly maxConnectionsPerAddress: number;
  readonly maxSubscriptionsPerAddress: number;
  /** Operations under way on one WebSocket. */
  readonly maxSubscriptionsPerConnection: number;
  /** WebSockets and HTTP streams of everybody. */
  readonly maxConnections: number;
  /** So many bytes may wait for one client before it is told to subscribe again. */
  readonly maxWaitingBytes: number;
  /** Each client is sent something this often, and given up when it takes nothing. */
  readonly heartbeatMs: number;
}

export const defaultLiveLimits: LiveLimits = {
  maxConnectionsPerViewer: 50,
  maxSubscriptionsPerViewer: 200,
  maxConnectionsPerAddress: Number.POSITIVE_INFINITY,
  maxSubscriptionsPerAddress: Number.POSITIVE_INFINITY,
  maxSubscriptionsPerConnection: 100,
  maxConnections: 50_000,
  maxWaitingBytes: 256 * 1024,
  heartbeatMs: 10_000,
};

/** A connection that lives as long as its client likes. */
export interface LiveClient {
  /** Shows both ends that the other is there. */
  beat(): void;
  /** Sends the client to another gateway. */
  drain(): void;
}

/** Who answers for what a client has open. */
export interface LiveOwner {
  readonly key: string;
  readonly isUser: boolean;
}

/** The user who is signed in, else the partner, else the address. */
export function ownerOf({ viewer, partner }: Authenticated, address: string): LiveOwner {
  if (viewer.userId !== null) return { key: `user ${viewer.userId}`, isUser: true };
  return { key: partner ? `partner ${partner.name}` : `address ${address}`, isUser: false };
}

/** What one of them has open. */
interface Usage {
  connections: number;
  subscriptions: number;
}

/** The live connections of this gateway: bounded, kept alive by one timer, and sent away together. */
export class LiveClients {
  readonly #clients = new Set<LiveClient>();
  readonly #usageByOwner = new Map<string, Usage>();
  readonly #heartbeat: NodeJS.Timeout;
  #isDraining = false;

  constructor(
    readonly limits: LiveLimits,
    readonly onTooSlow: () => void = () => undefined,
  ) {
    this.#heartbeat = setInterval(() => {
      for (const client of this.#clients) client.beat();
    }, limits.heartbeatMs);
    this.#heartbeat.unref();
  }

  /** Connections that are open. */
  get size(): number {
    return this.#clients.size;
  }

  /** Why a subscription ends whose client does not take what it is sent. */
  tooSlow(): GraphQLError {
    this.onTooSlow();
    return tooSlow();
  }

  get isDraining(): boolean {
    return this.#isDraining;
  }

  /** Lets a client in until it leaves, or says why not. */
  enter(client: LiveClient, { key, isUser }: LiveOwner): LivePlace | GraphQLError {
    const { maxConnections } = this.limits;
    const maxOwnConnections = isUser ? this.limits.maxConnectionsPerViewer : this.limits.maxConnectionsPerAddress;
    const maxSubscriptions = isUser ? this.limits.maxSubscriptionsPerViewer : this.limits.maxSubscriptionsPerAddress;
    if (this.#isDraining) return reconnect();
    if (this.#clients.size >= maxConnections) return tooManyConnections(maxConnections);
    const usage = this.#usageByOwner.get(key) ?? { connections: 0, subscriptions: 0 };
    if (usage.connections >= maxOwnConnections) return tooManyConnections(maxOwnConnections);
    this.#usageByOwner.set(key, usage);
    usage.connections++;
    this.#clients.add(client);
    return new LivePlace(usage, maxSubscriptions, () => {
      this.#clients.delete(client);
      if (--usage.connections === 0) this.#usageByOwner.delete(key);
    });
  }

  drain(): void {
    this.#isDraining = true;
    clearInterval(this.#heartbeat);
    for (const client of [...this.#clients]) client.drain();
  }
}

/** One client's place among the others. */
export class LivePlace {
  #open = 0;
  #hasLeft = false;

  constructor(
    private readonly usage: Usage,
    private readonly maxSubscriptions: number,
    private readonly onLeft: () => void,
  ) {}

  /** Counts one more subscription, or says why there may be none. */
  subscribe(): GraphQLError | undefined {
    if (this.usage.subscriptions >= this.maxSubscriptions) return tooManySubscriptions(this.maxSubscriptions);
    this.usage.subscriptions++;
    this.#open++;
    return undefined;
  }

  unsubscribe(): void {
    if (this.#hasLeft) return;
    this.usage.subscriptions--;
    this.#open--;
  }

  /** Gives back what is still counted. */
  leave(): void {
    if (this.#hasLeft) return;
    this.#hasLeft = true;
    this.usage.subscriptions -= this.#open;
    this.onLeft();
  }
}
