import { Money } from '@stoa/kit/money';
import { newId, type RowReader } from '@stoa/kit/persistence';
import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { CartCreated, CartItemAdded } from '@stoa/schema/events/cart';
import type { ActiveCart } from './active-cart.ts';
import { Cart, CartItem } from './cart.entity.ts';
import { expireOverdueCart } from './expire-carts.job.ts';
import type { DescribedVariant } from './sellable-variant.ts';
import { shopperOf } from './shopper.ts';

/** What a line of a cart is to become. */
export interface Intention {
  /** As it was found. One that is not there yet has its id already, under which stock can be held, and version 0. */
  readonly cart: ActiveCart;
  readonly variant: DescribedVariant;
  readonly present: number;
  readonly quantity: number;
}

/** Opens a cart, unless the buyer has another one that is being filled. */
const OPEN_CART = `
  insert into cart (id, buyer_id, status, currency, expires_at)
  values ($1, $2, 'ACTIVE', $3, coalesce($4::timestamptz, now() + interval '15 minutes'))
  on conflict (buyer_id) where status = 'ACTIVE' do nothing`;

/** Changes a cart, unless it is no longer what it was. */
const CHANGE_CART = `
  update cart set version = version + 1, currency = $3,
    expires_at = least(coalesce($4::timestamptz, now() + interval '15 minutes'), created_at + interval '60 minutes')
  where id = $1 and buyer_id = $2 and version = $15 and status = 'ACTIVE'`;

/** The line goes with the cart: where that is not written, neither is this. */
const withLine = (rows: RowReader, cart: string): string => `
  with written as (${cart} returning ${rows.columnsOf(Cart, 'cart')}),
  line as (
    insert into cart_item
      (id, cart_id, variant_id, product_id, seller_id, kind, sku, name, quantity, unit_price_amount_minor, unit_price_currency, product_version)
    select $5, id, $6, $7, $8, $9, $10, $11, $12, $13, $3, $14 from written
    on conflict (cart_id, variant_id) do update set quantity = excluded.quantity,
      unit_price_amount_minor = excluded.unit_price_amount_minor, unit_price_currency = excluded.unit_price_currency,
      product_version = excluded.product_version, added_minor = null, told_minor = null, purchasable = true
  )
  select ${rows.columnsOf(Cart, 'written')} from written`;

/** Writes the line and, with the first one, its cart. Null where the cart is no longer what was found. */
export const writeLine = (context: DomainContext, intention: Intention, expiresAt: string | null): Promise<Cart | null> =>
  context.transact(async (tx) => {
    const item = itemOf(intention);
    const [row] = await write(context, tx, intention, item, expiresAt);
    if (!row) return null;
    const cart = context.rows.toObjects(Cart, [row])[0]!;
    tell(tx, cart, intention);
    cart.lines = [...intention.cart.items.filter(({ id }) => id !== item.id), item].sort((left, right) => (left.id < right.id ? -1 : 1));
    return cart;
  });

/** The line as it will be. Whoever says how many there are to be is told what it costs. */
function itemOf({ cart, variant, quantity }: Intention): CartItem {
  const { variantId, productId, sellerId, kind, sku, name, price, productVersion } = variant;
  const known = cart.items.find((item) => item.variantId === variantId);
  const facts = known ?? { id: newId(), cartId: cart.id, variantId, productId, sellerId, kind, sku, name };
  return { ...facts, quantity, unitPrice: Money.of(price), productVersion, addedMinor: null, toldMinor: null, purchasable: true };
}

async function write(
  { rows }: DomainContext,
  tx: Transaction,
  { cart }: Intention,
  item: CartItem,
  expiresAt: string | null,
): Promise<object[]> {
  const { id, variantId, productId, sellerId, kind, sku, name, quantity, unitPrice, productVersion } = item;
  const { amountMinor, currency } = unitPrice;
  const line = [id, variantId, productId, sellerId, kind, sku, name, quantity, amountMinor, productVersion];
  const parameters = [cart.id, shopperOf(tx.viewer), currency, expiresAt, ...line];
  if (cart.version > 0) return tx.sql.query(withLine(rows, CHANGE_CART), [...parameters, cart.version]);
  const open = (): Promise<object[]> => tx.sql.query(withLine(rows, OPEN_CART), parameters);
  const opened = await open();
  // The cart in the way may be one whose time is up, and that nobody has ended yet.
  return opened.length === 0 && (await expireOverdueCart(tx)) ? open() : opened;
}

function tell(tx: Transaction, cart: Cart, { cart: before, variant, present, quantity }: Intention): void {
  const { id: cartId, buyerId } = cart;
  if (before.version === 0) tx.emit(CartCreated, cart, { cartId, buyerId });
  if (quantity <= present) return;
  const added = { variantId: variant.variantId, quantity: quantity - present, unitPrice: variant.price };
  tx.emit(CartItemAdded, cart, { cartId, buyerId, ...added });
}
