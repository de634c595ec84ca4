import { on } from '@stoa/kit/handlers';
import { OrderConfirmed } from '@stoa/schema/events/orders';

export const onOrderConfirmed = on(OrderConfirmed, async ({ sql, wakeJob }, { lines }, { occurredAt }) => {
  const sold = lines.map(({ productId, variantId, sellerId, quantity, unitPrice: { amountMinor, currency } }) => {
    return { product_id: productId, variant_id: variantId, seller_id: sellerId, currency, units: quantity, gross: quantity * amountMinor };
  });
  await sql.query(
    `insert into product_day (product_id, currency, day, seller_id, gross_minor, units, order_count)
     select product_id, currency, ($1::timestamptz at time zone 'UTC')::date, seller_id, sum(gross), sum(units), 1
     from jsonb_to_recordset($2) as line (product_id uuid, currency text, seller_id uuid, units int, gross bigint)
     group by product_id, currency, seller_id order by product_id, currency
     on conflict (product_id, currency, day) do update set gross_minor = product_day.gross_minor + excluded.gross_minor,
       units = product_day.units + excluded.units, order_count = product_day.order_count + 1`,
    [occurredAt, JSON.stringify(sold)],
  );
  const unknown = await sql.query(
    `insert into sold_product (product_id, variant_id) select product_id, min(variant_id::text)::uuid
     from jsonb_to_recordset($1) as line (product_id uuid, variant_id uuid) group by product_id order by product_id
     on conflict do nothing returning product_id`,
    [JSON.stringify(sold)],
  );
  if (unknown.length > 0) wakeJob('analytics.learnProducts');
});
