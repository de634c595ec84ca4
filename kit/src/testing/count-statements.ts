import pg from 'pg';
import type { TestSubgraph } from './test-subgraph.ts';

type Query = (this: pg.Client, ...parameters: unknown[]) => unknown;

/** The SQL statements that a piece of work sends to the subgraph's database, in order; what the relay does beside it is left out. */
export async function statementsDuring(subgraph: TestSubgraph, work: () => Promise<unknown>): Promise<string[]> {
  const database = new URL(subgraph.databaseUrl).pathname.slice(1);
  const statements: string[] = [];
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const original = prototype.query;
  prototype.query = function (this: pg.Client, ...parameters: unknown[]) {
    const [first] = parameters as [string | { text?: string } | undefined];
    const text = typeof first === 'string' ? first : first?.text;
    if (text && this.database === database && !text.includes('outbox_sequence')) statements.push(text);
    return original.apply(this, parameters);
  };
  try {
    await work();
  } finally {
    prototype.query = original;
  }
  return statements;
}
