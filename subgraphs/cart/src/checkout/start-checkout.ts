import { badInput, DomainError } from '@stoa/kit/errors';
import { movesOf } from '@stoa/kit/machine';
import { type Amount, add, equal, times } from '@stoa/kit/money';
import { newId } from '@stoa/kit/persistence';
import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { readAddress } from '@stoa/schema/commands/identity';
import { quoteBasket } from '@stoa/schema/commands/orders';
import { CheckoutStarted } from '@stoa/schema/events/cart';
import type { z } from 'zod';
import type { ActiveCart } from '../cart/active-cart.ts';
import { Cart } from '../cart/cart.entity.ts';
import { cartMachine } from '../cart/cart.machine.ts';
import { compare, pricesOf, writePrices } from '../cart/reprice.ts';
import { allInCurrency, describe } from '../cart/sellable-variant.ts';
import { type Basket, basketOf } from './basket-of.ts';
import { cartClosed } from './cart-closed.ts';
import { Checkout } from './checkout.entity.ts';
import type { checkoutInput } from './checkout.input.ts';

type Input = z.output<typeof checkoutInput>;
type Address = Checkout['request']['shippingAddress'];

/**
 * Closes the buyer's cart as it was found and commits all that placing its order needs. Null where the cart is no longer that:
 * somebody changed it meanwhile, or closed it, perhaps with the same key.
 */
export async function startCheckout(context: DomainContext, input: Input, inputHash: string, cart: ActiveCart): Promise<Checkout | null> {
  const { items } = cart;
  const [described, address] = await Promise.all([
    describe(
      context,
      items.map((item) => item.variantId),
    ),
    addressFor(context, input),
  ]);
  const variants = allInCurrency(described, cart.currency);
  const prices = pricesOf(context.viewer, items, variants);
  const buyerId = context.viewer.userId!;
  const basket = basketOf(buyerId, cart, variants, {
    ...{ destination: address ?? null, shippingMethods: input.shippingMethods ?? [], couponCodes: [...cart.couponCodes] },
  });
  const { written, told } = compare(cart, prices);
  // All that it costs is orders' to say. Where nobody has to be told, placing the order is soon enough to ask.
  const total = told && !input.expectedTotal ? null : await wholeTotal(context, basket);
  const shown = input.expectedTotal ? equal(input.expectedTotal, total!) : told;
  // New prices are committed before the refusal, so that the buyer sees what is refused.
  const toTell = !written || (!shown && !told);
  if (toTell && !(await context.transact((tx) => writePrices(tx, cart, prices)))) return null;
  if (!shown) throw new DomainError('PRICE_CHANGED', 'The total is not what was expected', { total });
  // The cart has become what the buyer expects, and is looked at again.
  if (toTell) return null;
  if (!address && items.some((item) => item.kind === 'PHYSICAL'))
    throw badInput('an address is needed where something is shipped', 'shippingAddress');

  const { idempotencyKey } = input;
  const checkout = Checkout.start({ ...requestFor(cart, basket, input, address), buyerId, inputHash, idempotencyKey });
  const goods = items.map((item, index) => times(prices[index]!.price, item.quantity)).reduce(add);
  return context.transact(async (tx) => {
    if (!(await close(tx, cart, checkout))) return null;
    const closed = { id: cart.id, version: cart.version + 1 };
    tx.emit(CheckoutStarted, closed, { cartId: cart.id, buyerId, orderId: checkout.orderId, total: goods });
    return checkout;
  });
}

async function addressFor(context: DomainContext, { shippingAddress, shippingAddressId }: Input): Promise<Address> {
  if (shippingAddress && shippingAddressId) throw badInput('give an address or the id of one, not both', 'shippingAddress');
  if (!shippingAddressId) return shippingAddress ?? null;
  return context.call(readAddress, { userId: context.viewer.userId!, addressId: shippingAddressId });
}

/** The cart and what was asked for, in one statement: the checkout is written where the cart was closed. */
async function close({ sql }: Transaction, cart: ActiveCart, checkout: Checkout): Promise<boolean> {
  const { from, to } = movesOf(cartMachine, 'checkOut');
  const { buyerId, idempotencyKey, inputHash, orderId, status, request } = checkout;
  const written = await sql.query(
    `with closed as (
       update cart set status = $3, version = version + 1
       where id = $1 and version = $2 and status = any($4) and expires_at > now() returning id
     )
     insert into checkout (buyer_id, idempotency_key, input_hash, cart_id, order_id, status, request)
     select $5, $6, $7, id, $8, $9, $10::jsonb from closed returning order_id`,
    [cart.id, cart.version, to, from, buyerId, idempotencyKey, inputHash, orderId, status, JSON.stringify(request)],
  );
  return written.length > 0;
}

/** Why somebody who has no cart that is being filled cannot check out. */
export async function whyNoCart({ read, viewer }: DomainContext): Promise<DomainError> {
  const closed = await read.findOne(Cart, { buyerId: viewer.userId!, status: 'CHECKOUT' }, { orderBy: { id: 'desc' } });
  if (closed) return cartClosed(read, closed.id);
  return new DomainError('CART_EMPTY', 'There is nothing in the cart');
}

async function wholeTotal(context: DomainContext, basket: Basket): Promise<Amount> {
  const { totalMinor } = await context.call(quoteBasket, basket);
  return { amountMinor: totalMinor, currency: basket.currency };
}

function requestFor(
  { id: cartId, items }: ActiveCart,
  basket: Basket,
  { provider, expectedTotal = null }: Input,
  address: Address,
): Pick<Checkout, 'cartId' | 'orderId' | 'request'> {
  const orderId = newId();
  const shippingAddress = items.some((item) => item.kind === 'PHYSICAL') ? address : null;
  return { cartId, orderId, request: { ...basket, expectedTotal, orderId, cartId, provider, shippingAddress } };
}
