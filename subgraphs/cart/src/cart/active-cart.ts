import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { CartCreated } from '@stoa/schema/events/cart';
import { Cart } from './cart.entity.ts';
import { endOverdueCart } from './expire-carts.job.ts';

/** The buyer's cart that is being filled, locked; null where there is none. One that is past its time is ended on the way. */
export async function activeCartOf(tx: Transaction, buyerId: string): Promise<Cart | null> {
  const cart = await tx.lock(Cart, { buyerId, status: 'ACTIVE' });
  return cart && !(await endOverdueCart(tx, cart)) ? cart : null;
}

/** The same, opened first where there is none. */
export async function openCartOf(tx: Transaction, buyerId: string): Promise<Cart> {
  const active = await activeCartOf(tx, buyerId);
  if (active) return active;
  await tx.em.flush();
  const cart = Cart.open(buyerId);
  const inserted = await tx.sql.query(
    `insert into cart (id, buyer_id, status) values ($1, $2, 'ACTIVE') on conflict (buyer_id) where status = 'ACTIVE' do nothing returning id`,
    [cart.id, buyerId],
  );
  const opened = (await tx.lock(Cart, { buyerId, status: 'ACTIVE' }))!;
  if (inserted.length > 0) tx.emit(CartCreated, opened, { cartId: opened.id, buyerId });
  return opened;
}

/** The viewer's cart that is being filled and has time left, as it is now and unlocked. */
export async function usableCartOf({ sql, read, viewer }: DomainContext): Promise<Cart | null> {
  const [row] = await sql.query(`select * from cart where buyer_id = $1 and status = 'ACTIVE' and expires_at > now()`, [viewer.userId]);
  return row ? (read.map(Cart, row) as Cart) : null;
}
