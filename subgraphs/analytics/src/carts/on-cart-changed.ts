import { on } from '@stoa/kit/handlers';
import type { Sql } from '@stoa/kit/persistence';
import { CartAbandoned, CartCompleted, CartCreated, CartItemAdded, CartMerged, CheckoutStarted } from '@stoa/schema/events/cart';

type Counted = 'created' | 'items_added' | 'checkouts' | 'completed' | 'expired' | 'payment_failed' | 'merged';

async function count(sql: Sql, what: Counted, at: string): Promise<void> {
  await sql.query(
    `insert into cart_hour (hour, ${what}) values (date_trunc('hour', $1::timestamptz, 'UTC'), 1)
     on conflict (hour) do update set ${what} = cart_hour.${what} + 1`,
    [at],
  );
}

export const onCartChanged = [
  on(CartCreated, ({ sql }, _cart, { occurredAt }) => count(sql, 'created', occurredAt)),
  on(CartItemAdded, ({ sql }, _item, { occurredAt }) => count(sql, 'items_added', occurredAt)),
  on(CheckoutStarted, ({ sql }, _checkout, { occurredAt }) => count(sql, 'checkouts', occurredAt)),
  on(CartCompleted, ({ sql }, _cart, { occurredAt }) => count(sql, 'completed', occurredAt)),
  on(CartMerged, ({ sql }, _cart, { occurredAt }) => count(sql, 'merged', occurredAt)),
  on(CartAbandoned, ({ sql }, { reason }, { occurredAt }) => count(sql, reason === 'EXPIRED' ? 'expired' : 'payment_failed', occurredAt)),
];
