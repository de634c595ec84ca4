import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultCacheDir, findNatsServer } from '../../cli/src/infrastructure/find-nats-server.ts';
import { isPortFree } from '../../cli/src/infrastructure/free-port.ts';
import { type NatsServer, type NatsServerOptions, startNatsServer } from '../../cli/src/infrastructure/nats-server.ts';

const PORT_PATIENCE_MS = 120_000;

/** The NATS server of one suite, which may also be stopped, killed and started again on the same streams and port. */
export interface NatsForTests {
  readonly binary: string;
  readonly dataDir: string;
  /** The server that runs now. */
  readonly server: NatsServer;
  /** Starts it again after a `stop` or a `kill`, with the same folder, port and users. */
  restart(): Promise<NatsServer>;
  /** Stops it and removes its folder. */
  remove(): Promise<void>;
}

/**
 * Starts a NATS server of its own for a suite that needs one, getting the program first where the machine has none. Null where
 * it cannot be had: such a suite skips itself then, except in CI, where that is a failure.
 */
export async function natsForTests(accounts: readonly string[] = []): Promise<NatsForTests | null> {
  const binary = await findNatsServer({ cacheDir: defaultCacheDir(), log: (line) => process.stderr.write(`${line}\n`) });
  if (binary === null) {
    if (process.env.CI) throw new Error('CI needs a nats-server: set STOA_NATS_SERVER or make the Debian package reachable.');
    return null;
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'stoa-test-nats-'));
  const options: NatsServerOptions = { binary, dataDir, accounts, removeWhenOrphaned: true };
  let server = await startNatsServer(options);
  return {
    binary,
    dataDir,
    get server() {
      return server;
    },
    async restart() {
      const { port } = server;
      // While it was down another suite may have taken its port, which its clients know, and gives it back when it ends.
      for (const deadline = performance.now() + PORT_PATIENCE_MS; !(await isPortFree(port)) && performance.now() < deadline; )
        await sleep(250);
      server = await startNatsServer({ ...options, port });
      return server;
    },
    async remove() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
