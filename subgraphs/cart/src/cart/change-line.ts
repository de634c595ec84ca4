import { badInput, DomainError } from '@stoa/kit/errors';
import { newId } from '@stoa/kit/persistence';
import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { holdForCart } from '@stoa/schema/commands/inventory';
import { CartItemAdded } from '@stoa/schema/events/cart';
import { openCartOf, usableCartOf } from './active-cart.ts';
import { Cart } from './cart.entity.ts';
import type { DescribedVariant } from './sellable-variant.ts';

/** Keeps one account from holding a whole stock, and a typing error from becoming an order. */
export const MAX_QUANTITY = 100;
const MAX_LINES = 100;
/** How often a cart may change under our hands before we give up. */
const MAX_TRIES = 20;

interface Intention {
  readonly cart: Cart;
  readonly present: number;
  readonly quantity: number;
  /** A line of the cart that is counted, if it has one. */
  readonly counted: { readonly variantId: string; readonly quantity: number } | null;
}

/**
 * Sets a line of the buyer's cart to what `target` makes of its present quantity. The stock is held between two transactions;
 * if the cart changed meanwhile, it is tried again with the new figure, and since a hold is an absolute figure nothing adds up.
 */
export async function changeLine(context: DomainContext, variant: DescribedVariant, target: (present: number) => number): Promise<Cart> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt++) {
    const intention = await intend(context, variant, target);
    const expiresAt = await hold(context, intention, variant);
    const cart = await context.transact((tx) => write(tx, intention, variant, expiresAt));
    if (cart) return cart;
  }
  throw new DomainError('VERSION_CONFLICT', 'The cart keeps changing; try again');
}

/** Nothing is locked here: if the cart changes before the line is written, its version says so. */
async function intend(context: DomainContext, variant: DescribedVariant, target: (present: number) => number): Promise<Intention> {
  const cart = (await usableCartOf(context)) ?? (await context.transact((tx) => openCartOf(tx, tx.viewer.userId!)));
  if (cart.currency && cart.currency !== variant.price.currency)
    throw new DomainError('CURRENCY_MISMATCH', `This cart is in ${cart.currency}`, { currency: cart.currency });
  const items = await context.sql.query<{ variant_id: string; quantity: number; kind: string }>(
    'select variant_id, quantity, kind from cart_item where cart_id = $1',
    [cart.id],
  );
  const present = items.find((item) => item.variant_id === variant.variantId)?.quantity ?? 0;
  const quantity = target(present);
  if (quantity > MAX_QUANTITY) throw badInput(`at most ${MAX_QUANTITY} of one thing fit into a cart`, 'quantity');
  if (present === 0 && items.length >= MAX_LINES) throw badInput(`at most ${MAX_LINES} different things fit into a cart`);
  const counted = items.find((item) => item.kind === 'PHYSICAL');
  return { cart, present, quantity, counted: counted ? { variantId: counted.variant_id, quantity: counted.quantity } : null };
}

/** Holds the stock, and gives all that the cart holds a new deadline, also where the line itself is not counted. Null where nothing is. */
async function hold(context: DomainContext, { cart, quantity, counted }: Intention, variant: DescribedVariant): Promise<string | null> {
  const line = variant.kind === 'PHYSICAL' ? { variantId: variant.variantId, quantity } : counted;
  return line && (await context.call(holdForCart, { cartId: cart.id, buyerId: cart.buyerId, ...line })).expiresAt;
}

/** Writes the line, unless the cart is no longer what it was. */
async function write(
  tx: Transaction,
  { cart: before, present, quantity }: Intention,
  variant: DescribedVariant,
  expiresAt: string | null,
): Promise<Cart | null> {
  const { variantId, productId, sellerId, kind, sku, name, price } = variant;
  const [row] = await tx.sql.query(
    `update cart set version = version + 1, currency = $3,
       expires_at = least(coalesce($4::timestamptz, now() + interval '15 minutes'), created_at + interval '60 minutes')
     where id = $1 and version = $2 and status = 'ACTIVE' returning *`,
    [before.id, before.version, price.currency, expiresAt],
  );
  if (!row) return null;
  await tx.sql.query(
    `insert into cart_item (id, cart_id, variant_id, product_id, seller_id, kind, sku, name, quantity, unit_price_amount_minor, unit_price_currency)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (cart_id, variant_id) do update set quantity = excluded.quantity,
       unit_price_amount_minor = excluded.unit_price_amount_minor, unit_price_currency = excluded.unit_price_currency`,
    [newId(), before.id, variantId, productId, sellerId, kind, sku, name, quantity, price.amountMinor, price.currency],
  );
  const cart = tx.em.map(Cart, row) as Cart;
  if (quantity > present)
    tx.emit(CartItemAdded, cart, { cartId: cart.id, buyerId: cart.buyerId, variantId, quantity: quantity - present, unitPrice: price });
  return cart;
}
