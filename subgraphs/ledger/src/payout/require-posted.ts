import { Deferred } from '@stoa/kit/events';
import type { Sql } from '@stoa/kit/persistence';

/** Has an event come again later where an order's capture is not posted yet, and nothing of it is held. */
export async function requirePosted(sql: Sql, orderId: string): Promise<void> {
  const [posted] = await sql.query('select from ledger_transaction where order_id = $1 limit 1', [orderId]);
  if (!posted) throw new Deferred(`the capture of order ${orderId} is not posted yet`);
}
