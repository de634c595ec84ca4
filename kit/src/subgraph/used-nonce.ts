import { DomainError } from '../errors/index.ts';
import type { Sql } from '../persistence/index.ts';

/** A signed request came a second time, perhaps to another replica; its effect is there already, or will never be. */
export class RequestReplayed extends DomainError {
  constructor() {
    super('UNAUTHENTICATED', 'This request was seen before');
  }
}

/** In the transaction of its effect, so that the effect comes once. */
export async function useNonce(sql: Sql, nonce: string): Promise<void> {
  const rows = await sql.query('insert into used_nonce (nonce) values ($1) on conflict do nothing returning nonce', [nonce]);
  if (rows.length === 0) throw new RequestReplayed();
}
