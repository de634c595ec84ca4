import { answerRead } from '@stoa/kit/commands';
import { readPurchases } from '@stoa/schema/commands/orders';

export const answerReadPurchases = answerRead(readPurchases, async ({ sql }, { buyerId, productId }) => ({
  lines: await sql.query<{ orderItemId: string; sellerId: string }>(
    `select i.id as "orderItemId", i.seller_id as "sellerId" from orders o join order_item i on i.order_id = o.id
     where o.buyer_id = $1 and i.product_id = $2 and o.confirmed_at is not null and o.status <> 'CANCELLED' order by i.id limit 100`,
    [buyerId, productId],
  ),
}));
