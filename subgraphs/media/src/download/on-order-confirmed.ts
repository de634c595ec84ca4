import { on } from '@stoa/kit/handlers';
import { OrderConfirmed } from '@stoa/schema/events/orders';

/** Whoever has paid for a digital product may download it. A refund that was heard of first has ended it already. */
export const onOrderConfirmed = on(OrderConfirmed, async ({ sql }, { buyerId, lines }) => {
  const digital = lines.filter(({ kind }) => kind === 'DIGITAL');
  if (digital.length === 0) return;
  await sql.query(
    `insert into entitlement (order_item_id, buyer_id, product_id, granted_at)
     select item, $1, product, now() from unnest($2::uuid[], $3::uuid[]) as line (item, product)
     on conflict (order_item_id) do update set granted_at = coalesce(entitlement.granted_at, now())`,
    [buyerId, digital.map(({ orderItemId }) => orderItemId), digital.map(({ productId }) => productId)],
  );
});
