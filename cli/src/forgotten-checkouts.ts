import { firstIdAt } from '@stoa/kit/persistence';

type Ask = <Row extends object>(domain: string, sql: string, parameters?: readonly unknown[]) => Promise<Row[]>;

/** A purchase of which somebody who had a part in it knows nothing: a database was set back to before it. */
export interface ForgottenCheckout {
  readonly orderId: string;
  /** The domain that has forgotten its part. */
  readonly by: string;
}

/** Looks at so many at a time, the latest first, since what was forgotten is young. */
const PAGE = 5_000;

interface Placed {
  readonly orderId: string;
  readonly hasParcels: boolean;
}

/** The parts of a purchase that its saga asks for, and where they are to be found. */
const PARTS = [
  { domain: 'payments', sql: 'select order_id as id from payment where order_id = any($1::uuid[])', ofGoods: false },
  { domain: 'inventory', sql: 'select order_id as id from reservation where order_id = any($1::uuid[])', ofGoods: true },
  { domain: 'fulfillment', sql: 'select id from order_shipments where id = any($1::uuid[])', ofGoods: true },
] as const;

/**
 * Purchases that were answered, and of which a domain that was set back knows nothing any more: orders that carts were answered with, and
 * the payments, stock and parcels of orders that stand. Only those since a moment, by the time in their ids.
 */
export async function forgottenCheckouts(ask: Ask, since: Date): Promise<ForgottenCheckout[]> {
  const first = firstIdAt(since);
  const found: ForgottenCheckout[] = [];
  for await (const answered of pages<{ orderId: string }>(ask, 'cart', CHECKOUTS, first)) {
    const known = await knownTo(ask, 'orders', 'select id from orders where id = any($1::uuid[])', answered);
    found.push(...answered.filter(({ orderId }) => !known.has(orderId)).map(({ orderId }) => ({ orderId, by: 'orders' })));
  }
  for await (const placed of pages<Placed>(ask, 'orders', ORDERS, first))
    for (const { domain, sql, ofGoods } of PARTS) {
      const concerned = placed.filter(({ hasParcels }) => hasParcels || !ofGoods);
      const known = await knownTo(ask, domain, sql, concerned);
      found.push(...concerned.filter(({ orderId }) => !known.has(orderId)).map(({ orderId }) => ({ orderId, by: domain })));
    }
  return found;
}

/**
 * Has them gone through once more: carts ask orders again, and orders ask the others. Every question means the same as before, so whoever
 * knows the answer gives that, and who has forgotten it does their part again.
 */
export async function resumeCheckouts(ask: Ask, forgotten: readonly ForgottenCheckout[]): Promise<void> {
  const idsOf = (mine: boolean) => [...new Set(forgotten.filter(({ by }) => (by === 'orders') === mine).map(({ orderId }) => orderId))];
  await ask(
    'cart',
    `update checkout set status = 'STARTED', payment_id = null, next_try_at = now() where status = 'PLACED' and order_id = any($1::uuid[])`,
    [idsOf(true)],
  );
  await ask(
    'orders',
    `update checkout_saga set state = 'RUNNING', step = 0, failures = 0, next_try_at = now(), deadline_at = now() + interval '5 minutes'
     where state = 'DONE' and id = any($1::uuid[])`,
    [idsOf(false)],
  );
}

const CHECKOUTS = `select order_id as "orderId" from checkout
  where status = 'PLACED' and order_id >= $1 and order_id < $2 order by order_id desc limit ${PAGE}`;

const ORDERS = `select o.id as "orderId", exists (select from order_item i where i.order_id = o.id and i.kind = 'PHYSICAL') as "hasParcels"
  from orders o join checkout_saga s on s.id = o.id and s.state = 'DONE'
  where o.status <> 'CANCELLED' and o.id >= $1 and o.id < $2 order by o.id desc limit ${PAGE}`;

async function* pages<Row extends { readonly orderId: string }>(
  ask: Ask,
  domain: string,
  sql: string,
  first: string,
): AsyncGenerator<Row[]> {
  for (let before = 'ffffffff-ffff-ffff-ffff-ffffffffffff'; ; ) {
    const rows = await ask<Row>(domain, sql, [first, before]);
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE) return;
    before = rows.at(-1)!.orderId;
  }
}

async function knownTo(ask: Ask, domain: string, sql: string, rows: readonly { readonly orderId: string }[]): Promise<ReadonlySet<string>> {
  const known = await ask<{ id: string }>(domain, sql, [rows.map(({ orderId }) => orderId)]);
  return new Set(known.map(({ id }) => id));
}
