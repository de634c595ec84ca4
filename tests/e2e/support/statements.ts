import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import type { Shop } from './shop.ts';

interface Answering {
  readonly domain: string;
  readonly statements: Map<string, string[]>;
}

/** Whose answer is being made, if one is: jobs and relays, which work beside it, have no part in it. */
const answering = new AsyncLocalStorage<Answering>();

type Query = (this: pg.Client, ...parameters: unknown[]) => unknown;

// A client keeps the `query` that it had when it connected, so this listens from the start.
const prototype = pg.Client.prototype as unknown as { query: Query };
const original = prototype.query;
prototype.query = function (this: pg.Client, ...parameters: unknown[]) {
  const now = answering.getStore();
  const [first] = parameters as [string | { text?: string; texts?: readonly string[] } | undefined];
  const texts = typeof first === 'string' ? [first] : (first?.texts ?? [first?.text ?? '']);
  if (now) now.statements.set(now.domain, [...(now.statements.get(now.domain) ?? []), ...texts]);
  return original.apply(this, parameters);
};

/** The SQL statements that the domains send while they answer graph requests of this piece of work, by domain. */
export async function statementsOf(shop: Shop, work: () => Promise<unknown>): Promise<Record<string, string[]>> {
  const statements = new Map<string, string[]>();
  // Inside the executor, since a domain begins each request in a clean context.
  for (const [name, { graph }] of shop.platform.domains) {
    const execute = graph.execute.bind(graph);
    graph.execute = (request, context) => answering.run({ domain: name, statements }, () => execute(request, context));
  }
  try {
    await work();
  } finally {
    for (const { graph } of shop.platform.domains.values()) Reflect.deleteProperty(graph, 'execute');
  }
  return Object.fromEntries([...statements].sort(([left], [right]) => (left < right ? -1 : 1)));
}
