import { job, seconds } from '@stoa/kit/jobs';
import { fire } from '@stoa/kit/machine';
import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { CartAbandoned } from '@stoa/schema/events/cart';
import { Cart } from './cart.entity.ts';
import { cartMachine } from './cart.machine.ts';

const BATCH_SIZE = 50;

/** Ends carts past their deadline. Inventory hears of it and gives back what they held. */
export const expireCarts = job('cart.expireCarts', seconds(5), async (context) => {
  while ((await expireSome(context)) === BATCH_SIZE);
});

const expireSome = (context: DomainContext): Promise<number> =>
  context.transact(async (tx) => {
    const due = await tx.sql.query<{ id: string }>(
      `select id from cart where status = 'ACTIVE' and expires_at <= now() order by expires_at limit ${BATCH_SIZE} for update skip locked`,
    );
    for (const { id } of due) expireCart(tx, await tx.em.findOneOrFail(Cart, { id }));
    return due.length;
  });

/** Ends a locked cart that nobody may use any more, if its time is up by the database's clock. */
export async function endOverdueCart(tx: Transaction, cart: Cart): Promise<boolean> {
  const [row] = await tx.sql.query<{ overdue: boolean }>('select expires_at <= now() as overdue from cart where id = $1', [cart.id]);
  if (!row!.overdue) return false;
  expireCart(tx, cart);
  return true;
}

/** Ends a locked cart whose time, or whose hold, has run out. */
export function expireCart(tx: Transaction, cart: Cart): void {
  if (!fire(cartMachine, cart, 'expire').moved) return;
  cart.version += 1;
  tx.emit(CartAbandoned, cart, { cartId: cart.id, buyerId: cart.buyerId, reason: 'EXPIRED' });
}

export const lockCart = ({ lock }: Transaction, id: string): Promise<Cart | null> => lock(Cart, { id });
