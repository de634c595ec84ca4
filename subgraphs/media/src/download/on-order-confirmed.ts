import { onMany } from '@stoa/kit/handlers';
import { OrderConfirmed } from '@stoa/schema/events/orders';

/** Whoever has paid for a digital product may download it. A refund that was heard of first has ended it already. */
export const onOrderConfirmed = onMany(OrderConfirmed, async ({ sql }, orders) => {
  const digital = orders.flatMap(({ payload: { buyerId, lines } }) =>
    lines.filter(({ kind }) => kind === 'DIGITAL').map(({ orderItemId, productId }) => ({ orderItemId, buyerId, productId })),
  );
  if (digital.length === 0) return;
  await sql.query(
    `insert into entitlement (order_item_id, buyer_id, product_id, granted_at)
     select item, buyer, product, now() from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as line (item, buyer, product) order by item
     on conflict (order_item_id) do update set granted_at = coalesce(entitlement.granted_at, now())`,
    [digital.map(({ orderItemId }) => orderItemId), digital.map(({ buyerId }) => buyerId), digital.map(({ productId }) => productId)],
  );
});
