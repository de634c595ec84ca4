import type { Sql } from '@stoa/kit/persistence';
import type { Placing } from './checkout.saga.ts';

/** Writes a pending order with its lines and the first entry of its timeline, in one statement. */
export async function insertOrder(sql: Sql, { order, items }: Placing): Promise<void> {
  const { id, number, buyerId, cartId, provider, total, split, shippingAddress } = order;
  await sql.query(
    `with placed as (
       insert into orders (id, number, status, provisional, version, buyer_id, cart_id, provider, total_amount_minor, total_currency,
         split, shipping_address)
       values ($1, $2, 'PENDING', true, 1, $3, $4, $5, $6, $7, $8, $9)
       returning id, buyer_id, version, status
     ), begun as (
       insert into order_status_change (order_id, version, "to") select id, version, status from placed
     )
     insert into order_item (id, order_id, buyer_id, variant_id, product_id, seller_id, kind, name, sku, quantity,
       unit_price_amount_minor, unit_price_currency)
     select item.id, placed.id, buyer_id, "variantId", "productId", "sellerId", kind, name, sku, quantity, "amountMinor", currency
     from placed, jsonb_to_recordset($10) as item (id uuid, "variantId" uuid, "productId" uuid, "sellerId" uuid, kind text, name text,
       sku text, quantity int, "amountMinor" bigint, currency text)`,
    [
      ...[id, number, buyerId, cartId, provider, total.amountMinor, total.currency],
      ...[JSON.stringify(split), shippingAddress && JSON.stringify(shippingAddress)],
      JSON.stringify(
        items.map(({ unitPrice, ...item }) => ({ ...item, amountMinor: unitPrice.amountMinor, currency: unitPrice.currency })),
      ),
    ],
  );
}
