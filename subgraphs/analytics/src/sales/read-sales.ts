import { groupBy, loader } from '@stoa/kit/graphql';
import { Money } from '@stoa/kit/money';
import type { DomainContext } from '@stoa/kit/use-case';
import { beginningOf, bucketsOf, type Interval } from './buckets.ts';
import type { Period, SalesReport } from './sales.payload.ts';

interface Row {
  readonly key: string;
  readonly bucket: string;
  readonly gross: string;
  readonly fee: string;
  readonly refunded: string;
  readonly orders: string;
}

const statement = (orders: string, whose: string): string =>
  `select key, extract(epoch from date_trunc(wanted.unit, hour, 'UTC'))::text as bucket, sum(gross_minor)::text as gross, sum(fee_minor)::text as fee,
     sum(refunded_minor)::text as refunded, sum(${orders})::text as orders
   from unnest($1::text[]) as key
   cross join lateral jsonb_to_record(key::jsonb) as wanted ("sellerId" uuid, "from" timestamptz, "to" timestamptz, currency text, unit text)
   join seller_hour on ${whose}seller_hour.currency = wanted.currency and hour >= wanted."from" and hour < wanted."to"
   group by key, 2`;

/** Sums by interval, of however many sellers by one statement. Keys are what is wanted as JSON, so that equal ones are one. */
const rowsOf = (orders: string, whose: string) => {
  const text = statement(orders, whose);
  return loader<string, Row[]>(async ({ sql }, keys) => groupBy(await sql.query<Row>(text, [keys]), ({ key }) => key));
};
const ofSellers = rowsOf('order_count', 'seller_hour.seller_id = wanted."sellerId" and ');
const ofAll = rowsOf('whole_orders', '');

export async function readSales(context: DomainContext, period: Period, interval: Interval): Promise<SalesReport> {
  const { sellerId, currency, from, to } = period;
  const buckets = bucketsOf(interval, from, to);
  const wanted = { sellerId, currency, from: beginningOf('HOUR', from), to, unit: interval.toLowerCase() };
  const rows = (await context.load(sellerId === null ? ofAll : ofSellers, JSON.stringify(wanted))) ?? [];
  const rowOf = new Map(rows.map((row) => [Number(row.bucket) * 1_000, row]));
  const money = (amountMinor: number): Money => Money.of({ amountMinor, currency });
  const total = (of: 'gross' | 'fee' | 'refunded' | 'orders'): number => rows.reduce((sum, row) => sum + Number(row[of]), 0);
  const [gross, fees, refunded] = [total('gross'), total('fee'), total('refunded')];
  return {
    gross: money(gross),
    fees: money(fees),
    refunded: money(refunded),
    net: money(gross - fees - refunded),
    orderCount: total('orders'),
    points: buckets.map((at) => {
      const row = rowOf.get(at.getTime());
      return { from: at, gross: money(Number(row?.gross ?? 0)), orderCount: Number(row?.orders ?? 0) };
    }),
    period,
  };
}
