import type { Amount } from '@stoa/kit/contracts';
import { on } from '@stoa/kit/handlers';
import type { Transaction } from '@stoa/kit/use-case';
import { ProductOffered } from '@stoa/schema/events/catalog';
import { SET_PRICE } from './reprice.ts';

export const onProductOffered = on(ProductOffered, (tx, { productId, variants }, { aggregateVersion }) =>
  follow(
    tx,
    productId,
    aggregateVersion,
    variants.flatMap(({ variantId, prices }) => prices.map((price) => ({ variantId, price }))),
  ),
);

/** The buyer has not been told yet, and last was told something else, unless it is just this. */
const UNTOLD = 'told_minor = nullif(coalesce(item.told_minor, item.unit_price_amount_minor), price.amount_minor)';

/** One price of one variant that can be had. */
interface ForSale {
  readonly variantId: string;
  readonly price: Amount;
}

/**
 * Shows baskets what became of a product: another price, or that it can no longer be had. A cart that is being checked out keeps what
 * it was closed with. Carts are locked first and in one order, and the second statement sees what the lock has waited for.
 */
async function follow({ sql }: Transaction, productId: string, version: number, forSale: readonly ForSale[]): Promise<void> {
  await Promise.all([
    sql.query(
      `select id from cart where status = 'ACTIVE' and id in (select cart_id from cart_item where product_id = $1 and product_version < $2)
       order by id for update`,
      [productId, version],
    ),
    sql.query(
      `with price as (
         select item.id, coalesce(offer.amount_minor, item.unit_price_amount_minor) as amount_minor, offer.variant_id is not null as purchasable
         from cart_item item join cart on cart.id = item.cart_id and cart.status = 'ACTIVE'
         left join unnest($3::uuid[], $4::bigint[], $5::text[]) as offer (variant_id, amount_minor, currency)
           on offer.variant_id = item.variant_id and offer.currency = item.unit_price_currency
         where item.product_id = $1 and item.product_version < $2
       ),
       line as (
         update cart_item item set ${SET_PRICE}, ${UNTOLD}, purchasable = price.purchasable, product_version = $2
         from price where item.id = price.id
           and (item.unit_price_amount_minor, item.purchasable) <> (price.amount_minor, price.purchasable)
         returning item.cart_id
       )
       update cart set version = version + 1 where id in (select cart_id from line)`,
      [
        productId,
        version,
        forSale.map(({ variantId }) => variantId),
        forSale.map(({ price }) => price.amountMinor),
        forSale.map(({ price }) => price.currency),
      ],
    ),
  ]);
}
