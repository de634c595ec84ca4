import { resolve } from 'node:path';
import { type SupergraphSource, supergraphFile } from '@stoa/gateway/index';
import { KeyValueBucket } from '@stoa/kit/events';
import type { Configuration } from './configuration.ts';
import { readFlag } from './read-flag.ts';
import { UsageError } from './usage-error.ts';

/** Where a supergraph is kept at the broker: `nats-kv://bucket/key`. */
const ADDRESS = /^nats-kv:\/\/([\w-]+)\/([\w.-]+)$/;

export const isBrokerAddress = (text: string): boolean => text.startsWith('nats-kv:');

/** A supergraph that is served, and where the next one comes from. */
export interface ServedSupergraph {
  readonly supergraphSdl: string;
  readonly supergraph: SupergraphSource;
  /** Long between two looks where each of them asks somebody else. */
  readonly supergraphPollMs?: number;
  close(): Promise<void>;
}

/** Reads the supergraph from a file or the broker, to be followed from then on. `flag` names what said where it is. */
export async function openSupergraph(place: string, flag: string, configuration: Configuration, user: string): Promise<ServedSupergraph> {
  if (isBrokerAddress(place)) return openBroker(place, flag, configuration, user);
  const file = resolve(place);
  return { supergraphSdl: readFlag(file, flag), supergraph: supergraphFile(file), close: async () => undefined };
}

async function openBroker(place: string, flag: string, configuration: Configuration, user: string): Promise<ServedSupergraph> {
  const { bucket, key } = await openBucket(place, flag, configuration, user, 'there');
  const supergraph: SupergraphSource = {
    name: place,
    version: async () => String(await bucket.revision()),
    async read() {
      const text = await bucket.get(key);
      if (text === undefined) throw new Error(`there is nothing at ${place}`);
      return text;
    },
  };
  try {
    return { supergraphSdl: await supergraph.read(), supergraph, supergraphPollMs: 2_000, close: () => bucket.close() };
  } catch (error) {
    await bucket.close();
    throw error;
  }
}

/** Puts a supergraph where gateways look for it. */
export async function publishSupergraph(place: string, supergraphSdl: string, configuration: Configuration): Promise<void> {
  const { bucket, key } = await openBucket(place, '--to', configuration, undefined, 'made');
  try {
    await bucket.put(key, supergraphSdl);
  } finally {
    await bucket.close();
  }
}

async function openBucket(
  place: string,
  flag: string,
  configuration: Configuration,
  user: string | undefined,
  isMade: 'made' | 'there',
): Promise<{ bucket: KeyValueBucket; key: string }> {
  const [, name, key] = ADDRESS.exec(place) ?? [];
  if (!name || !key) throw new UsageError(`${flag}: must be like nats-kv://supergraph/stoa, a bucket and a key`);
  const address = configuration.natsAddress(user === undefined ? [] : [user]);
  if (!address) throw new UsageError(`${flag}: NATS_URL must be set`);
  const credentials = address.credentials?.(user ?? '');
  try {
    return { bucket: await KeyValueBucket.open({ servers: address.servers, credentials }, name, isMade), key };
  } catch (error) {
    throw new Error(`${place} cannot be opened: ${(error as Error).message}`, { cause: error });
  }
}
