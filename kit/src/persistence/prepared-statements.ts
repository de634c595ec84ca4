import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';

const names = new Map<string, string>();

/** One name for one text. Texts are written in code, so there is a bounded number of them. */
function nameOf(text: string): string {
  let name = names.get(text);
  if (!name) names.set(text, (name = createHash('sha1').update(text).digest('base64url')));
  return name;
}

/**
 * Has Postgres parse and plan each parameterised statement once per connection instead of once per call. Statements that select
 * `*` are left out: after a migration their prepared form would be refused, and old processes must live on beside new ones.
 */
export function prepareStatements(pool: Pool): void {
  pool.on('connect', (client: PoolClient) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    const prepared = (...args: unknown[]): unknown => {
      const [text, values] = args;
      if (args.length !== 2 || typeof text !== 'string' || !Array.isArray(values) || values.length === 0 || text.includes('*'))
        return query(...args);
      return query({ name: nameOf(text), text, values });
    };
    client.query = prepared as typeof client.query;
  });
}
