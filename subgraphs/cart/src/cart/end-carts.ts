import { movesOf } from '@stoa/kit/machine';
import type { Sql } from '@stoa/kit/persistence';
import { cartMachine } from './cart.machine.ts';

/** A cart that has just come to its end. */
export interface EndedCart {
  readonly id: string;
  readonly buyerId: string;
  readonly version: number;
}

/** Ends carts by one statement: those that fit, $3 and later being the condition's parameters, and are in a state that the trigger moves. */
export async function endCarts(
  sql: Sql,
  trigger: 'complete' | 'abandon' | 'expire' | 'merge',
  condition: string,
  parameters: readonly unknown[] = [],
): Promise<EndedCart[]> {
  const { from, to } = movesOf(cartMachine, trigger);
  const rows = await sql.query<{ id: string; buyer_id: string; version: number }>(
    `update cart set status = $1, version = version + 1 where status = any($2) and ${condition} returning id, buyer_id, version`,
    [to, from, ...parameters],
  );
  return rows.map(({ id, buyer_id: buyerId, version }) => ({ id, buyerId, version }));
}
