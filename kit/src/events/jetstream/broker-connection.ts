import { type JetStreamClient, type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { EventLogger } from '../bus.ts';
import { StreamUnavailable } from '../event-source.ts';

/** Who we are to the broker. */
export interface BrokerCredentials {
  readonly user: string;
  readonly pass: string;
}

/** One connection that is made again for ever, and says when it was lost and when it is back. */
export class BrokerConnection {
  readonly nats: NatsConnection;
  readonly js: JetStreamClient;
  readonly jsm: JetStreamManager;
  readonly #lost = new Set<() => void>();
  readonly #back = new Set<() => void>();
  #isLost = false;

  private constructor(nats: NatsConnection, jsm: JetStreamManager, logger: EventLogger) {
    this.nats = nats;
    this.js = jetstream(nats, { timeout: 5_000 });
    this.jsm = jsm;
    void this.#listen(logger);
  }

  static async open(
    servers: string | readonly string[],
    name: string,
    credentials: BrokerCredentials | undefined,
    logger: EventLogger,
  ): Promise<BrokerConnection> {
    const nats = await connect({
      servers: typeof servers === 'string' ? servers : [...servers],
      name,
      ...credentials,
      maxReconnectAttempts: -1,
      waitOnFirstConnect: true,
      reconnectTimeWait: 250,
      reconnectJitter: 250,
      pingInterval: 10_000,
      maxPingOut: 2,
      ignoreAuthErrorAbort: true,
    });
    // Whether JetStream is there is asked with the first stream, not here, so that a broker may start with us.
    return new BrokerConnection(nats, await jetstreamManager(nats, { checkAPI: false, timeout: 5_000 }), logger);
  }

  onLost(listener: () => void): () => void {
    this.#lost.add(listener);
    return () => this.#lost.delete(listener);
  }

  onBack(listener: () => void): () => void {
    this.#back.add(listener);
    return () => this.#back.delete(listener);
  }

  /**
   * Asks the broker something, and gives up at once when the connection is lost: an answer that was under way never comes, and
   * waiting for its time-out would only keep us from asking again.
   */
  async ask<T>(question: () => Promise<T>): Promise<T> {
    if (this.#isLost) throw new StreamUnavailable('There is no connection to the broker at present.');
    let forget = (): void => {};
    const lost = new Promise<never>((_, reject) => {
      forget = this.onLost(() => reject(new StreamUnavailable('The connection to the broker was lost.')));
    });
    try {
      return await Promise.race([question(), lost]);
    } finally {
      forget();
    }
  }

  async close(): Promise<void> {
    await this.nats.close();
  }

  async #listen(logger: EventLogger): Promise<void> {
    for await (const status of this.nats.status()) {
      if (status.type === 'disconnect') {
        logger.warn({}, 'The connection to the broker is lost; it is made again.');
        this.#isLost = true;
        for (const listener of [...this.#lost]) listener();
      } else if (status.type === 'reconnect') {
        logger.info({}, 'The connection to the broker is back.');
        this.#isLost = false;
        for (const listener of [...this.#back]) listener();
      }
    }
  }
}
