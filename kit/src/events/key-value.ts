import { type KV, Kvm } from '@nats-io/kv';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { BrokerCredentials } from './jetstream/broker-connection.ts';

export interface KeyValueAddress {
  readonly servers: readonly string[];
  readonly credentials?: BrokerCredentials;
}

/** A bucket of texts at the broker, which outlives whoever writes and reads it. */
export class KeyValueBucket {
  readonly #nats: NatsConnection;
  readonly #bucket: KV;

  private constructor(nats: NatsConnection, bucket: KV) {
    this.#nats = nats;
    this.#bucket = bucket;
  }

  /** Rejects when no broker answers, or the bucket is not there and is not to be made. Once open, lost connections are made again. */
  static async open({ servers, credentials }: KeyValueAddress, name: string, isMade: 'made' | 'there'): Promise<KeyValueBucket> {
    const nats = await connect({ servers: [...servers], name: `bucket ${name}`, ...credentials, maxReconnectAttempts: -1, timeout: 5_000 });
    try {
      const buckets = new Kvm(nats);
      const options = { allow_direct: true };
      const bucket = await (isMade === 'made' ? buckets.create(name, { ...options, history: 10 }) : buckets.open(name, options));
      // To open it asks nothing of the broker.
      await bucket.status();
      return new KeyValueBucket(nats, bucket);
    } catch (error) {
      await nats.close();
      throw error;
    }
  }

  /** Differs when anything in the bucket has changed. */
  async revision(): Promise<number> {
    const { streamInfo } = await this.#bucket.status();
    return streamInfo.state.last_seq;
  }

  /** Undefined where there is nothing under this key. */
  async get(key: string): Promise<string | undefined> {
    const entry = await this.#bucket.get(key);
    return entry?.operation === 'PUT' ? entry.string() : undefined;
  }

  async put(key: string, text: string): Promise<void> {
    await this.#bucket.put(key, text);
  }

  async close(): Promise<void> {
    await this.#nats.close();
  }
}
