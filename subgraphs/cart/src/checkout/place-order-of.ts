import { DomainError } from '@stoa/kit/errors';
import { fire } from '@stoa/kit/machine';
import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { placeOrder } from '@stoa/schema/commands/orders';
import { CartAbandoned } from '@stoa/schema/events/cart';
import { Cart } from '../cart/cart.entity.ts';
import { cartMachine } from '../cart/cart.machine.ts';
import type { CheckedOut } from './check-out.ts';
import { Checkout, type Refusal } from './checkout.entity.ts';

/** Refusals after which the same order can never be placed; anything else is tried again. */
const FINAL = ['OUT_OF_STOCK', 'PAYMENT_FAILED', 'BAD_USER_INPUT', 'PRICE_CHANGED', 'SHIPPING_UNAVAILABLE', 'COUPON_INVALID'];

/** Has the order of a checkout placed and keeps the answer. Its id was chosen before, so asking again means the same order. */
export async function placeOrderOf(context: DomainContext, checkout: Checkout): Promise<CheckedOut> {
  const { orderId } = checkout;
  try {
    const { paymentId } = await context.call(placeOrder, checkout.request, { key: orderId, timeoutMs: 20_000 });
    return await keepPlaced(context, orderId, paymentId);
  } catch (error) {
    if (!(error instanceof DomainError) || !FINAL.includes(error.code)) throw error;
    const refusal = { code: error.code, message: error.message, details: { ...error.details } };
    await context.transact((tx) => keepRefusal(tx, orderId, refusal));
    throw error;
  }
}

/** One statement: whoever comes second finds the answer that the first one wrote, which is the same. */
async function keepPlaced({ sql }: DomainContext, orderId: string, paymentId: string): Promise<CheckedOut> {
  // The state is a parameter so that the plan goes by the order's id, and not through all that ever was STARTED.
  await sql.query(`update checkout set status = 'PLACED', payment_id = $2 where order_id = $1 and status = $3`, [
    orderId,
    paymentId,
    'STARTED' satisfies Checkout['status'],
  ]);
  return { orderId, paymentId };
}

async function keepRefusal(tx: Transaction, orderId: string, refusal: Refusal): Promise<void> {
  const checkout = (await tx.lock(Checkout, { orderId }))!;
  if (checkout.status !== 'STARTED') return;
  checkout.status = 'REFUSED';
  checkout.refusal = refusal;
  await reopen(tx, checkout.cartId);
}

/** The buyer may change the cart and try again, unless they have started another one meanwhile. */
async function reopen(tx: Transaction, cartId: string): Promise<void> {
  const cart = await tx.lock(Cart, { id: cartId });
  if (!cart) return;
  const another = await tx.em.count(Cart, { buyerId: cart.buyerId, status: 'ACTIVE' });
  if (!fire(cartMachine, cart, another > 0 ? 'abandon' : 'reopen').moved) return;
  cart.version += 1;
  if (cart.status === 'ABANDONED') tx.emit(CartAbandoned, cart, { cartId, buyerId: cart.buyerId, reason: 'PAYMENT_FAILED' });
}
