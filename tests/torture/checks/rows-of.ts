import type { Violation } from '../../../cli/src/audit/audit.ts';
import type { OpenBooks } from '../open-books.ts';

const OF_ITS_PAYMENT = 'payment_id in (select id from payment where order_id = $1)';
const EVENTS = `select name, occurred_at, payload from outbox where payload ->> 'orderId' = $1 order by position`;
const ORDER = /\border ([0-9a-f-]{36})\b/;

/** What the domains have of an order, for whoever looks into it. */
export async function rowsOf({ rows }: OpenBooks, id: string): Promise<string> {
  const found = await Promise.all([
    rows('orders', 'select * from orders where id = $1', [id]),
    rows('orders', 'select * from checkout_saga where id = $1', [id]),
    rows('payments', 'select * from payment where order_id = $1', [id]),
    rows('payments', `select * from refund where ${OF_ITS_PAYMENT}`, [id]),
    rows('payments', `select * from dispute where ${OF_ITS_PAYMENT}`, [id]),
    rows('payments', `select * from owed_refund where ${OF_ITS_PAYMENT}`, [id]),
    rows('cart', 'select * from checkout where order_id = $1', [id]),
    rows('inventory', 'select * from reservation where order_id = $1', [id]),
    rows('fulfillment', 'select * from shipment where order_id = $1', [id]),
    ...['orders', 'payments', 'fulfillment'].map((domain) => rows(domain, EVENTS, [id]).catch(String)),
  ]);
  return JSON.stringify(found);
}

/** With what is known of the order that something is wrong with. */
export const withRows = (books: OpenBooks, violations: readonly Violation[]): Promise<Violation[]> =>
  Promise.all(
    violations.map(async (violation) => {
      const [, id] = ORDER.exec(violation.what) ?? [];
      return id ? { ...violation, what: `${violation.what}: ${await rowsOf(books, id).catch(String)}` } : violation;
    }),
  );
