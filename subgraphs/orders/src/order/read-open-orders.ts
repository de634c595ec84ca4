import { answerRead } from '@stoa/kit/commands';
import { readOpenOrders } from '@stoa/schema/commands/orders';

export const answerReadOpenOrders = answerRead(readOpenOrders, async ({ sql }, { userId }) => {
  const found = await sql.query(`select from orders where buyer_id = $1 and status not in ('DELIVERED', 'CANCELLED') limit 1`, [userId]);
  return { open: found.map(() => 'ORDERS' as const) };
});
