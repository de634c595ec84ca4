import { rmSync } from 'node:fs';
import { takeForTeardown } from './running-postgres.ts';

/** Runs after failed tests too. After a Ctrl-C or a kill it does not, and the server's leash does the same. */
export default async function globalTeardown(): Promise<void> {
  const running = takeForTeardown();
  if (!running) return;
  await running.postgres.stop();
  rmSync(running.dataDir, { recursive: true, force: true });
}
