import { Money } from '@stoa/kit/money';
import type { DomainContext } from '@stoa/kit/use-case';
import type { CategorySales, Period, ReviewFigures } from './sales.payload.ts';

/** Products are counted by whole days, so a period takes in those that it touches. */
const DAYS = `(day between ($1::timestamptz at time zone 'UTC')::date and (($2::timestamptz - interval '1 microsecond') at time zone 'UTC')::date)`;
const WHOSE = '($3::uuid is null or seller_id = $3)';

/** What was sold of a product in a period. */
export interface ProductFigures {
  readonly productId: string;
  readonly gross: Money;
  readonly units: number;
  readonly orderCount: number;
}

export async function readProducts({ sql }: DomainContext, period: Period, first: number): Promise<ProductFigures[]> {
  const { from, to, sellerId, currency } = period;
  const rows = await sql.query<{ product_id: string; gross: string; units: string; orders: string }>(
    `select product_id, sum(gross_minor)::text as gross, sum(units)::text as units, sum(order_count)::text as orders from product_day
     where ${DAYS} and ${WHOSE} and currency = $4 group by product_id order by sum(gross_minor) desc, product_id limit $5`,
    [from, to, sellerId, currency, first],
  );
  return rows.map(({ product_id: productId, gross, units, orders }) => {
    return { productId, gross: Money.of({ amountMinor: Number(gross), currency }), units: Number(units), orderCount: Number(orders) };
  });
}

export async function readCategories({ sql }: DomainContext, { from, to, sellerId, currency }: Period): Promise<CategorySales[]> {
  const rows = await sql.query<{ category_id: string | null; gross: string; units: string }>(
    `select category_id, sum(gross_minor)::text as gross, sum(units)::text as units from product_day left join sold_product using (product_id)
     where ${DAYS} and ${WHOSE} and currency = $4 group by category_id order by sum(gross_minor) desc, category_id limit 1000`,
    [from, to, sellerId, currency],
  );
  return rows.map(({ category_id: categoryId, gross, units }) => {
    return { categoryId, gross: Money.of({ amountMinor: Number(gross), currency }), units: Number(units) };
  });
}

export async function readReviews({ sql }: DomainContext, { from, to, sellerId }: Period): Promise<ReviewFigures> {
  const [row] = await sql.query<{ count: string | null; sum: string | null }>(
    `select sum(count)::text as count, sum(sum)::text as sum from review_day where ${DAYS} and ${WHOSE}`,
    [from, to, sellerId],
  );
  const [count, sum] = [Number(row?.count ?? 0), Number(row?.sum ?? 0)];
  return { count, average: count === 0 ? null : sum / count };
}
