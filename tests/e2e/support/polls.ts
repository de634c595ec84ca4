import type { Shop } from './shop.ts';

/** Has payments ask the provider about a payment now, as it does from time to time. */
export async function askNow(shop: Shop, paymentId: string): Promise<void> {
  await shop.sql('payments', 'update payment set next_poll_at = now() where id = $1', [paymentId]);
  shop.wakeJob('payments', 'pollOpenPayments');
}

/** Has payments not ask about a payment by itself, where a test looks at what it is told and a slow machine takes its time. */
export const askNever = (shop: Shop, paymentId: string): Promise<unknown> =>
  shop.sql('payments', `update payment set next_poll_at = now() + interval '1 hour' where id = $1`, [paymentId]);
