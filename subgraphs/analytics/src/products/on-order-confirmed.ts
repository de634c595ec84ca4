import { onMany } from '@stoa/kit/handlers';
import { OrderConfirmed } from '@stoa/schema/events/orders';

export const onOrderConfirmed = onMany(OrderConfirmed, async ({ sql, wakeJob }, orders) => {
  const sold = orders.flatMap(({ payload: { orderId, lines }, envelope: { occurredAt: at } }) =>
    lines.map(({ productId, variantId, sellerId, quantity, unitPrice: { amountMinor, currency } }) => {
      const of = { order_id: orderId, at, product_id: productId, variant_id: variantId, seller_id: sellerId };
      return { ...of, currency, units: quantity, gross: quantity * amountMinor };
    }),
  );
  await sql.query(
    `insert into product_day (product_id, currency, day, seller_id, gross_minor, units, order_count)
     select product_id, currency, (at at time zone 'UTC')::date as day, seller_id, sum(gross), sum(units), count(distinct order_id)
     from jsonb_to_recordset($1) as line (order_id uuid, at timestamptz, product_id uuid, currency text, seller_id uuid, units int, gross bigint)
     group by product_id, currency, day, seller_id order by product_id, currency, day
     on conflict (product_id, currency, day) do update set gross_minor = product_day.gross_minor + excluded.gross_minor,
       units = product_day.units + excluded.units, order_count = product_day.order_count + excluded.order_count`,
    [JSON.stringify(sold)],
  );
  const unknown = await sql.query(
    `insert into sold_product (product_id, variant_id) select product_id, min(variant_id::text)::uuid
     from jsonb_to_recordset($1) as line (product_id uuid, variant_id uuid) group by product_id order by product_id
     on conflict do nothing returning product_id`,
    [JSON.stringify(sold)],
  );
  if (unknown.length > 0) wakeJob('analytics.learnProducts');
});
