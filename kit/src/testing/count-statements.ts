import pg from 'pg';
import type { TestSubgraph } from './test-subgraph.ts';

type Query = (this: pg.Client, ...parameters: unknown[]) => unknown;
type Listener = (database: string | undefined, text: string) => void;

const listeners = new Set<Listener>();

/** Listens from the start, since a client keeps the `query` that it had when it connected. */
const prototype = pg.Client.prototype as unknown as { query: Query };
const original = prototype.query;
prototype.query = function (this: pg.Client, ...parameters: unknown[]) {
  const [first] = parameters as [string | { text?: string; texts?: readonly string[] } | undefined];
  const texts = typeof first === 'string' ? [first] : (first?.texts ?? [first?.text ?? '']);
  for (const text of thoseThatCount(this, texts)) for (const listener of listeners) listener(this.database, text);
  return original.apply(this, parameters);
};

/** What the relay does beside the work, whenever its time comes. */
const BESIDE = /outbox|inbox/;

/** Connections whose transaction has done nothing yet that counts. */
const begun = new WeakSet<pg.Client>();

/** Leaves out what is done beside the work, and the begin and the end of transactions that do nothing else. */
function* thoseThatCount(client: pg.Client, texts: readonly string[]): Generator<string> {
  for (const text of texts) {
    if (text === 'begin') {
      begun.add(client);
    } else if (text === 'commit' || text === 'rollback') {
      if (!begun.delete(client)) yield text;
    } else if (!BESIDE.test(text)) {
      if (begun.delete(client)) yield 'begin';
      yield text;
    }
  }
}

/** The SQL statements that a piece of work sends to the subgraph's database, in order; what the kit does beside it is left out. */
export async function statementsDuring(subgraph: TestSubgraph, work: () => Promise<unknown>): Promise<string[]> {
  const own = new URL(subgraph.databaseUrl).pathname.slice(1);
  const statements: string[] = [];
  const listener: Listener = (database, text) => {
    if (database === own) statements.push(text);
  };
  listeners.add(listener);
  try {
    await work();
  } finally {
    listeners.delete(listener);
  }
  return statements;
}
