import type { EmbeddedPostgres } from '../../cli/src/infrastructure/postgres.ts';

/** The Postgres of this test run and its folder. */
export interface RunningPostgres {
  readonly postgres: EmbeddedPostgres;
  readonly dataDir: string;
}

/** Setup and teardown share the process but perhaps not their modules, so what one started is handed on through the process. */
const shared = globalThis as { stoaTestPostgres?: RunningPostgres | undefined };

export function rememberForTeardown(running: RunningPostgres): void {
  shared.stoaTestPostgres = running;
}

export function takeForTeardown(): RunningPostgres | undefined {
  const running = shared.stoaTestPostgres;
  shared.stoaTestPostgres = undefined;
  return running;
}
