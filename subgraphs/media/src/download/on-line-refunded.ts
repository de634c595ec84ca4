import { on } from '@stoa/kit/handlers';
import { LineRefunded } from '@stoa/schema/events/payments';

/** What was paid back in full is not downloaded any more; addresses that were given before last some minutes. */
export const onLineRefunded = on(LineRefunded, async ({ sql }, { orderItemId, buyerId, productId, kind }) => {
  if (kind !== 'DIGITAL') return;
  await sql.query(
    `insert into entitlement (order_item_id, buyer_id, product_id, ended_at) values ($1, $2, $3, now())
     on conflict (order_item_id) do update set ended_at = coalesce(entitlement.ended_at, now())`,
    [orderItemId, buyerId, productId],
  );
});
