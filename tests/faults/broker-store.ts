import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { until } from './world.ts';

/** A NATS server of a suite, which may be ended and started again on its folder. */
export interface RestartableNats {
  readonly dataDir: string;
  readonly server: {
    readonly url: string;
    credentials(): { readonly user: string; readonly pass: string };
    stop(): Promise<void>;
    kill(): Promise<void>;
  };
  restart(): Promise<unknown>;
}

/** The folder of all streams of the tests' broker account. */
const storeOf = (nats: RestartableNats): string => join(nats.dataDir, 'jetstream');
const streamOf = (store: string, stream: string): string => join(store, 'STOA', 'streams', stream);

/** A copy of the broker's store, taken while the server was down for a moment. */
export interface StoreCopy {
  /** Kills the server and starts it on the copy: as a whole, or with one stream out of it. */
  restore(stream?: string): Promise<void>;
  remove(): void;
}

/** Copies what the broker has on its disk, as a backup or a crash without a sync would have kept it. */
export async function copyStore(nats: RestartableNats, within = tmpdir()): Promise<StoreCopy> {
  const copy = mkdtempSync(join(within, 'stoa-store-copy-'));
  await nats.server.stop();
  cpSync(storeOf(nats), copy, { recursive: true });
  await nats.restart();
  return {
    async restore(stream) {
      await nats.server.kill();
      const [from, to] = stream ? [streamOf(copy, stream), streamOf(storeOf(nats), stream)] : [copy, storeOf(nats)];
      rmSync(to, { recursive: true, force: true });
      cpSync(from, to, { recursive: true });
      await nats.restart();
    },
    remove: () => rmSync(copy, { recursive: true, force: true }),
  };
}

/** Kills the server and starts it with an empty store. */
export async function wipeStore(nats: RestartableNats): Promise<void> {
  await nats.server.kill();
  rmSync(storeOf(nats), { recursive: true, force: true });
  await nats.restart();
}

/** The operator's view of the broker. */
export async function asOperator<T>(
  nats: RestartableNats,
  work: (jsm: Awaited<ReturnType<typeof jetstreamManager>>) => Promise<T>,
): Promise<T> {
  const connection = await connect({ servers: nats.server.url, ...nats.server.credentials() });
  try {
    return await work(await jetstreamManager(connection));
  } finally {
    await connection.close();
  }
}

export async function deleteStreams(nats: RestartableNats): Promise<void> {
  await asOperator(nats, async (jsm) => {
    for await (const { config } of jsm.streams.list()) await jsm.streams.delete(config.name);
    await until('no stream', async () => (await jsm.getAccountInfo()).streams === 0);
  });
}
