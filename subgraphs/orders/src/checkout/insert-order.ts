import type { Sql } from '@stoa/kit/persistence';
import type { Placing } from './checkout.saga.ts';

/** Writes a pending order with its lines and the first entry of its timeline, in one statement. */
export async function insertOrder(sql: Sql, { order, items }: Placing): Promise<void> {
  const { id, number, buyerId, cartId, provider, total, split, shipping, coupons, shippingAddress } = order;
  await sql.query(
    `with placed as (
       insert into orders (id, number, status, provisional, version, buyer_id, cart_id, provider, total_amount_minor, total_currency,
         split, shipping, coupons, shipping_address)
       values ($1, $2, 'PENDING', true, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       returning id, buyer_id, version, status
     ), begun as (
       insert into order_status_change (order_id, version, "to") select id, version, status from placed
     )
     insert into order_item (id, order_id, buyer_id, variant_id, product_id, seller_id, kind, name, sku, quantity,
       unit_price_amount_minor, unit_price_currency, seller_discount_minor, platform_discount_minor, tax_minor, tax_rate_ppm, tax_included,
       fee_basis_points, fee_minor)
     select item.id, placed.id, buyer_id, "variantId", "productId", "sellerId", kind, name, sku, quantity, "amountMinor", $7,
       "sellerDiscountMinor", "platformDiscountMinor", "taxMinor", "taxRatePpm", "taxIncluded", "feeBasisPoints", "feeMinor"
     from placed, jsonb_to_recordset($12) as item (id uuid, "variantId" uuid, "productId" uuid, "sellerId" uuid, kind text, name text,
       sku text, quantity int, "amountMinor" bigint, "sellerDiscountMinor" bigint, "platformDiscountMinor" bigint, "taxMinor" bigint,
       "taxRatePpm" int, "taxIncluded" boolean, "feeBasisPoints" int, "feeMinor" bigint)`,
    [
      ...[id, number, buyerId, cartId, provider, total.amountMinor, total.currency],
      ...[split, shipping, coupons].map((each) => JSON.stringify(each)),
      shippingAddress && JSON.stringify(shippingAddress),
      JSON.stringify(items.map(({ unitPrice, ...item }) => ({ ...item, amountMinor: unitPrice.amountMinor }))),
    ],
  );
}
