import type { Viewer } from '@stoa/kit/auth';
import { type Amount, equal } from '@stoa/kit/money';
import type { Transaction } from '@stoa/kit/use-case';
import type { ActiveCart } from '../cart/active-cart.ts';
import type { CartItem } from '../cart/cart.entity.ts';
import { assertSellable, type DescribedVariant } from '../cart/sellable-variant.ts';

/** Variants whose price is no longer what the cart says, with their price of now, which is catalog's. */
export function repriced(
  viewer: Viewer,
  items: readonly CartItem[],
  variants: ReadonlyMap<string, DescribedVariant>,
): { variantId: string; price: Amount }[] {
  return items.flatMap(({ variantId, unitPrice }) => {
    const variant = variants.get(variantId);
    assertSellable(viewer, variant);
    return equal(unitPrice, variant.price) ? [] : [{ variantId, price: variant.price }];
  });
}

/** Writes changed prices into the cart, so that none is charged before the buyer has seen it. False where the cart has changed. */
export async function writePrices(
  { sql }: Transaction,
  cart: ActiveCart,
  changed: readonly { variantId: string; price: Amount }[],
): Promise<boolean> {
  const written = await sql.query(
    `with cart as (
       update cart set version = version + 1 where id = $1 and version = $2 and status = 'ACTIVE' returning id
     )
     update cart_item item set unit_price_amount_minor = price.amount_minor, unit_price_currency = price.currency
     from cart, unnest($3::uuid[], $4::bigint[], $5::text[]) as price (variant_id, amount_minor, currency)
     where item.cart_id = cart.id and item.variant_id = price.variant_id returning item.id`,
    [
      cart.id,
      cart.version,
      changed.map(({ variantId }) => variantId),
      changed.map(({ price }) => price.amountMinor),
      changed.map(({ price }) => price.currency),
    ],
  );
  return written.length > 0;
}
