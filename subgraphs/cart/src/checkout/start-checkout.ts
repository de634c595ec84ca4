import { badInput, DomainError } from '@stoa/kit/errors';
import { fire } from '@stoa/kit/machine';
import { type Amount, add, equal, Money, times } from '@stoa/kit/money';
import { newId } from '@stoa/kit/persistence';
import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { readAddress } from '@stoa/schema/commands/identity';
import { CheckoutStarted } from '@stoa/schema/events/cart';
import type { z } from 'zod';
import { activeCartOf } from '../cart/active-cart.ts';
import { Cart, CartItem } from '../cart/cart.entity.ts';
import { cartMachine } from '../cart/cart.machine.ts';
import { assertSellable, type DescribedVariant, describe } from '../cart/sellable-variant.ts';
import { assertSameInput } from './answered-before.ts';
import { cartClosed } from './cart-closed.ts';
import { Checkout } from './checkout.entity.ts';
import type { checkoutInput } from './checkout.input.ts';

type Input = z.output<typeof checkoutInput>;
type Address = Checkout['request']['shippingAddress'];

/** Closes the buyer's cart and commits all that placing its order needs. Whoever comes second with the same key finds the first one's. */
export async function startCheckout(context: DomainContext, input: Input, inputHash: string): Promise<Checkout> {
  const cart = await context.read.findOne(Cart, { buyerId: context.viewer.userId!, status: 'ACTIVE' });
  const items = cart ? await context.read.find(CartItem, { cartId: cart.id }) : [];
  const [variants, address] = await Promise.all([
    describe(
      context,
      items.map((item) => item.variantId),
    ),
    addressFor(context, input),
  ]);
  const outcome = await context.transact((tx) => close(tx, input, inputHash, variants, address));
  // The new prices are committed before the refusal, so that the buyer sees what is refused.
  if ('total' in outcome) throw new DomainError('PRICE_CHANGED', 'The total is not what was expected', { total: outcome.total });
  return outcome.checkout;
}

async function addressFor(context: DomainContext, { shippingAddress, shippingAddressId }: Input): Promise<Address> {
  if (shippingAddress && shippingAddressId) throw badInput('give an address or the id of one, not both', 'shippingAddress');
  if (!shippingAddressId) return shippingAddress ?? null;
  return context.call(readAddress, { userId: context.viewer.userId!, addressId: shippingAddressId });
}

async function close(
  tx: Transaction,
  input: Input,
  inputHash: string,
  variants: ReadonlyMap<string, DescribedVariant>,
  address: Address,
): Promise<{ checkout: Checkout } | { total: Amount }> {
  const buyerId = tx.viewer.userId!;
  const cart = await activeCartOf(tx, buyerId);
  const same = await tx.em.findOne(Checkout, { buyerId, idempotencyKey: input.idempotencyKey });
  if (same) {
    assertSameInput(same, inputHash);
    return { checkout: same };
  }
  if (!cart) throw await whyNoCart(tx, buyerId);
  const items = await tx.em.find(CartItem, { cartId: cart.id }, { orderBy: { id: 'asc' } });
  if (items.length === 0) throw new DomainError('CART_EMPTY', 'There is nothing in the cart');
  const repriced = reprice(tx, cart, items, variants);
  const total = items.map((item) => times(item.unitPrice, item.quantity)).reduce(add);
  if (repriced || (input.expectedTotal && !equal(input.expectedTotal, total))) return { total };
  if (!address && items.some((item) => item.kind === 'PHYSICAL'))
    throw badInput('an address is needed where something is shipped', 'shippingAddress');

  fire(cartMachine, cart, 'checkOut');
  cart.version += 1;
  const checkout = Checkout.start({ ...requestFor(cart, items, input, address), buyerId, inputHash, idempotencyKey: input.idempotencyKey });
  tx.em.persist(checkout);
  tx.emit(CheckoutStarted, cart, { cartId: cart.id, buyerId, orderId: checkout.orderId, total });
  return { checkout };
}

async function whyNoCart({ em }: Transaction, buyerId: string): Promise<DomainError> {
  const closed = await em.findOne(Cart, { buyerId, status: 'CHECKOUT' }, { orderBy: { id: 'desc' } });
  if (closed) return cartClosed(em, closed.id);
  return new DomainError('CART_EMPTY', 'There is nothing in the cart');
}

/** Prices are catalog's of now. A changed one is written into the cart, and never charged before the buyer has seen it. */
function reprice(tx: Transaction, cart: Cart, items: readonly CartItem[], variants: ReadonlyMap<string, DescribedVariant>): boolean {
  let changed = false;
  for (const item of items) {
    const variant = variants.get(item.variantId);
    // An item that came into the cart while we asked was priced just now.
    if (!variant && [...variants.keys()].length < items.length) continue;
    assertSellable(tx.viewer, variant);
    if (equal(item.unitPrice, variant.price)) continue;
    item.unitPrice = Money.of(variant.price);
    changed = true;
  }
  if (changed) cart.version += 1;
  return changed;
}

function requestFor(
  cart: Cart,
  items: readonly CartItem[],
  input: Input,
  address: Address,
): Pick<Checkout, 'cartId' | 'orderId' | 'request'> {
  const orderId = newId();
  const lines = items.map(({ variantId, productId, sellerId, kind, name, sku, quantity, unitPrice: { amountMinor, currency } }) => {
    return { variantId, productId, sellerId, kind, name, sku, quantity, unitPrice: { amountMinor, currency } };
  });
  const shippingAddress = items.some((item) => item.kind === 'PHYSICAL') ? address : null;
  const { buyerId, id: cartId } = cart;
  return {
    cartId,
    orderId,
    request: { orderId, cartId, buyerId, provider: input.provider, currency: cart.currency!, shippingAddress, lines },
  };
}
