import type { Sql } from '../persistence/index.ts';
import type { TestSubgraph } from './test-subgraph.ts';

/** A transaction that somebody else has under way. */
export interface Rival {
  commit(): Promise<void>;
}

/** Runs a transaction that stays open until it is told to commit; settles once its work is done. */
export async function openTransaction(subgraph: TestSubgraph, work: (sql: Sql) => Promise<unknown>): Promise<Rival> {
  const ready = Promise.withResolvers<void>();
  const told = Promise.withResolvers<void>();
  const ended = subgraph.context().transact(async ({ sql }) => {
    await work(sql);
    ready.resolve();
    await told.promise;
  });
  await Promise.race([ready.promise, ended]);
  return {
    commit: async () => {
      told.resolve();
      await ended;
    },
  };
}

/** Until so many connections wait for a lock that somebody else has. */
export async function untilWaiting(subgraph: TestSubgraph, count: number): Promise<void> {
  for (;;) {
    const waiting = await subgraph.sql.query(
      `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (waiting.length >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
