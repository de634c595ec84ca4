import { job, seconds } from '@stoa/kit/jobs';
import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { CartAbandoned } from '@stoa/schema/events/cart';
import { endCarts } from './end-carts.ts';
import { shopperOf } from './shopper.ts';

const DUE = `status = 'ACTIVE' and expires_at <= now()`;
const BATCH_SIZE = 50;

/** Ends carts past their deadline. Inventory hears of it and gives back what they held. */
export const expireCarts = job('cart.expireCarts', seconds(5), async (context) => {
  // Mostly there are none, and looking needs no transaction.
  const due = await context.sql.query(`select id from cart where ${DUE} limit 1`);
  if (due.length > 0) while ((await expireSome(context)) === BATCH_SIZE);
});

const expireSome = (context: DomainContext): Promise<number> =>
  context.transact((tx) =>
    expire(tx, `id = any(array(select id from cart where ${DUE} order by expires_at limit ${BATCH_SIZE} for update skip locked))`),
  );

/** Ends the viewer's cart if its time is up by the database's clock, whether or not the job has come to it. */
export const expireOverdueCart = async (tx: Transaction): Promise<boolean> =>
  (await expire(tx, `buyer_id = $3 and ${DUE}`, [shopperOf(tx.viewer)])) > 0;

/** Ends a cart whose hold has run out. */
export const expireCart = (tx: Transaction, id: string): Promise<number> => expire(tx, 'id = $3', [id]);

async function expire(tx: Transaction, condition: string, parameters: readonly unknown[] = []): Promise<number> {
  const ended = await endCarts(tx.sql, 'expire', condition, parameters);
  for (const cart of ended) tx.emit(CartAbandoned, cart, { cartId: cart.id, buyerId: cart.buyerId, reason: 'EXPIRED' });
  return ended.length;
}
