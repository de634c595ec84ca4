import type { Sql } from '@stoa/kit/persistence';

/** How far orders lie apart: a hundred thousand of them take most of a year. */
const EVERY_MINUTES = 5;

/** So many purchases more, after one that there is; the last of them was made just before `until`. */
export interface More {
  readonly original: { readonly orderId: string; readonly buyerId: string };
  readonly count: number;
  readonly until: Date;
}

/** Ids begin with their time, as all ids do, and end with a number: the same number is the same purchase in every domain. */
const idOf = (kind: number): string =>
  `overlay(lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') placing '-' from 9 for 0) || '-7${kind}00-8000-' || lpad(to_hex(n), 12, '0')`;
const [ORDER, CART, PAYMENT, ITEM, SHIPMENT, USER] = [idOf(1), idOf(2), idOf(3), idOf(4), idOf(5), idOf(6)];
const NUMBER = `'B' || lpad(n::text, 8, '0')`;

const timesOf = ({ count, until }: More): string =>
  `(select n, '${until.toISOString()}'::timestamptz - (${count} - n) * interval '${EVERY_MINUTES} minutes' as at from generate_series(1, ${count}) n) as times`;

/** Copies of the rows of one id, with what makes each its own. */
function copies(more: More, table: string, [column, id]: readonly [string, string], changes: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(changes).flatMap(([name, value]) => [`'${name}'`, value]);
  return `insert into ${table} select another.* from ${table} as original cross join ${timesOf(more)}
    cross join lateral jsonb_populate_record(original, jsonb_build_object(${pairs.join(', ')})) as another where original.${column} = '${id}'`;
}

/** What analytics adds up of them: a year has 8,760 hours. */
const sums = (more: More): string[] => [
  `insert into seller_hour select seller_id, currency, date_trunc('hour', at), sum(gross_minor), sum(fee_minor), 0, count(*), count(*)
   from (select * from seller_hour limit 1) as original cross join ${timesOf(more)}
   group by seller_id, currency, date_trunc('hour', at) on conflict do nothing`,
  `insert into product_day select product_id, currency, at::date, seller_id, sum(gross_minor), count(*), count(*)
   from (select * from product_day limit 1) as original cross join ${timesOf(more)}
   group by product_id, currency, at::date, seller_id on conflict do nothing`,
];

const STATEMENTS: Readonly<Record<string, (more: More) => string[]>> = {
  identity: (more) => [
    copies(more, 'users', ['id', more.original.buyerId], { id: USER, email: `'buyer-' || n || '@example.com'`, created_at: 'at' }),
  ],
  orders: (more) => [
    copies(more, 'orders', ['id', more.original.orderId], {
      ...{ id: ORDER, number: NUMBER, cart_id: CART, payment_id: PAYMENT, placed_at: 'at', confirmed_at: 'at' },
    }),
    copies(more, 'order_item', ['order_id', more.original.orderId], { id: ITEM, order_id: ORDER }),
  ],
  payments: (more) => [
    copies(more, 'payment', ['order_id', more.original.orderId], {
      ...{ id: PAYMENT, order_id: ORDER, provider_payment_id: `'pi_' || n`, client_secret: 'null', documented: 'true', closed: 'true' },
      ...{ created_at: 'at', captured_at: 'at' },
    }),
  ],
  fulfillment: (more) => [
    copies(more, 'order_shipments', ['id', more.original.orderId], { id: ORDER, order_number: NUMBER }),
    copies(more, 'shipment', ['order_id', more.original.orderId], { id: SHIPMENT, order_id: ORDER, order_number: NUMBER }),
  ],
  analytics: sums,
};

/** Databases that hold something of a purchase. */
export const DOMAINS: readonly string[] = Object.keys(STATEMENTS);

/** Makes more of one purchase in a domain's database, and has Postgres tidy up, as it does by itself in time. */
export async function makeMore(database: Sql, domain: string, more: More): Promise<void> {
  for (const statement of STATEMENTS[domain]!(more)) await database.query(statement);
  await database.query('vacuum analyze');
}
