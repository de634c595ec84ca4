import type { Shop } from './shop.ts';

/** Every moment that a deadline is reckoned from, by domain and table. */
const MOMENTS = [
  ['cart', 'cart', ['created_at', 'expires_at']],
  ['inventory', 'reservation', ['held_since', 'expires_at']],
  ['orders', 'orders', ['placed_at', 'payment_due_at']],
] as const;

/** Lets minutes pass: the databases decide by their own clocks, so what they compare with is moved back. */
export async function minutesPass(shop: Shop, minutes: number, only: readonly string[] = ['cart', 'inventory', 'orders']): Promise<void> {
  for (const [domain, table, columns] of MOMENTS) {
    if (!only.includes(domain)) continue;
    const moved = columns.map((column) => `${column} = ${column} - make_interval(mins => $1)`).join(', ');
    await shop.sql(domain, `update ${table} set ${moved}`, [minutes]);
  }
}

/** Minutes from now, as the database counts them, until a moment that the graph has told. */
export async function minutesUntil(shop: Shop, moment: string): Promise<number> {
  const [row] = await shop.sql<{ minutes: number }>(
    'cart',
    'select round(extract(epoch from $1::timestamptz - now()) / 60)::int as minutes',
    [moment],
  );
  return row!.minutes;
}

/** Has every job that watches over deadlines look at once. */
export function watchmenLook(shop: Shop): void {
  shop.wakeJob('cart', 'expireCarts');
  shop.wakeJob('inventory', 'expireReservations');
  shop.wakeJob('orders', 'endUnpaidOrders');
}
