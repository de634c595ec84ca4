import type { Viewer } from '@stoa/kit/auth';
import { DomainError } from '@stoa/kit/errors';
import { type Amount, equal } from '@stoa/kit/money';
import type { Transaction } from '@stoa/kit/use-case';
import type { ActiveCart } from './active-cart.ts';
import type { CartItem } from './cart.entity.ts';
import { assertSellable, type DescribedVariant } from './sellable-variant.ts';

export interface NewPrice {
  readonly variantId: string;
  readonly price: Amount;
}

/**
 * Sets a line to a price of the relation `price`. What it cost when it was put in is kept for as long as that is another price; what the
 * buyer was last told is another statement's business.
 */
export const SET_PRICE = `unit_price_amount_minor = price.amount_minor,
  added_minor = nullif(coalesce(item.added_minor, item.unit_price_amount_minor), price.amount_minor)`;

/** What the lines of a cart cost now, in their order; prices are catalog's. Throws where one of them cannot be bought. */
export function pricesOf(viewer: Viewer, items: readonly CartItem[], variants: ReadonlyMap<string, DescribedVariant>): readonly NewPrice[] {
  return items.map(({ variantId, unitPrice }) => {
    const variant = variants.get(variantId);
    if (variant?.status !== 'ACTIVE')
      throw new DomainError('NOT_FOUND', 'Something in the cart is no longer for sale; take it out', { variantId });
    assertSellable(viewer, variant);
    if (variant.price.currency !== unitPrice.currency)
      throw new DomainError('CURRENCY_MISMATCH', `Something in the cart is no longer sold in ${unitPrice.currency}; take it out`, {
        currency: unitPrice.currency,
        variantId,
      });
    return { variantId, price: variant.price };
  });
}

/** Whether the cart says these prices, and whether its buyer was told so. */
export function compare({ items }: ActiveCart, prices: readonly NewPrice[]): { readonly written: boolean; readonly told: boolean } {
  const written = items.every(({ unitPrice }, index) => equal(unitPrice, prices[index]!.price));
  return { written, told: written && items.every(({ toldMinor }) => toldMinor === null) };
}

/** Writes into the cart what its buyer is told that it costs. False where the cart has changed. */
export async function writePrices({ sql }: Transaction, cart: ActiveCart, prices: readonly NewPrice[]): Promise<boolean> {
  const written = await sql.query(
    `with cart as (
       update cart set version = version + 1 where id = $1 and version = $2 and status = 'ACTIVE' returning id
     ),
     line as (
       update cart_item item set ${SET_PRICE}, told_minor = null
       from cart, unnest($3::uuid[], $4::bigint[]) as price (variant_id, amount_minor)
       where item.cart_id = cart.id and item.variant_id = price.variant_id
     )
     select id from cart`,
    [cart.id, cart.version, prices.map(({ variantId }) => variantId), prices.map(({ price }) => price.amountMinor)],
  );
  return written.length > 0;
}
