import { badInput, DomainError } from '@stoa/kit/errors';
import { Money } from '@stoa/kit/money';
import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { CartItemAdded } from '@stoa/schema/events/cart';
import { holdForCart } from '@stoa/schema/commands/inventory';
import { openCartOf } from './active-cart.ts';
import { Cart, CartItem } from './cart.entity.ts';
import type { DescribedVariant } from './sellable-variant.ts';

/** Keeps one account from holding a whole stock, and a typing error from becoming an order. */
export const MAX_QUANTITY = 100;
const MAX_LINES = 100;
/** How often a cart may change under our hands before we give up. */
const MAX_TRIES = 20;

interface Intention {
  readonly cart: Cart;
  readonly quantity: number;
}

/**
 * Sets a line of the buyer's cart to what `target` makes of its present quantity. The stock is held between two transactions;
 * if the cart changed meanwhile, it is tried again with the new figure, and since a hold is an absolute figure nothing adds up.
 */
export async function changeLine(context: DomainContext, variant: DescribedVariant, target: (present: number) => number): Promise<Cart> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt++) {
    const intention = await context.transact((tx) => intend(tx, variant, target));
    const expiresAt = await hold(context, intention, variant);
    const cart = await context.transact((tx) => write(tx, intention, variant, expiresAt));
    if (cart) return cart;
  }
  throw new DomainError('VERSION_CONFLICT', 'The cart keeps changing; try again');
}

async function intend(tx: Transaction, variant: DescribedVariant, target: (present: number) => number): Promise<Intention> {
  const cart = await openCartOf(tx, tx.viewer.userId!);
  if (cart.currency && cart.currency !== variant.price.currency)
    throw new DomainError('CURRENCY_MISMATCH', `This cart is in ${cart.currency}`, { currency: cart.currency });
  const items = await tx.em.find(CartItem, { cartId: cart.id });
  const quantity = target(items.find((item) => item.variantId === variant.variantId)?.quantity ?? 0);
  if (quantity > MAX_QUANTITY) throw badInput(`at most ${MAX_QUANTITY} of one thing fit into a cart`, 'quantity');
  if (items.length >= MAX_LINES) throw badInput(`at most ${MAX_LINES} different things fit into a cart`);
  return { cart, quantity };
}

/** Holds the stock. Null where nothing is counted. */
async function hold(context: DomainContext, { cart, quantity }: Intention, variant: DescribedVariant): Promise<string | null> {
  if (variant.kind !== 'PHYSICAL') return null;
  const { variantId } = variant;
  return (await context.call(holdForCart, { cartId: cart.id, buyerId: cart.buyerId, variantId, quantity })).expiresAt;
}

/** Writes the line, unless the cart is no longer what it was. */
async function write(tx: Transaction, { cart: before, quantity }: Intention, variant: DescribedVariant, expiresAt: string | null): Promise<Cart | null> {
  const [row] = await tx.sql.query(
    `update cart set version = version + 1, currency = $3,
       expires_at = coalesce($4::timestamptz, least(now() + interval '15 minutes', created_at + interval '60 minutes'))
     where id = $1 and version = $2 and status = 'ACTIVE' returning *`,
    [before.id, before.version, variant.price.currency, expiresAt],
  );
  if (!row) return null;
  const cart = tx.em.map(Cart, row) as Cart;
  const item = await tx.em.findOne(CartItem, { cartId: cart.id, variantId: variant.variantId });
  const { variantId, productId, sellerId, kind, sku, name, price } = variant;
  const added = quantity - (item?.quantity ?? 0);
  if (item) Object.assign(item, { quantity, unitPrice: Money.of(price) });
  else tx.em.persist(CartItem.of(cart.id, { variantId, productId, sellerId, kind, sku, name, quantity, unitPrice: Money.of(price) }));
  if (added > 0) tx.emit(CartItemAdded, cart, { cartId: cart.id, buyerId: cart.buyerId, variantId, quantity: added, unitPrice: price });
  return cart;
}
