import type { Stub } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';

/** Products that are on sale, by the pieces of them that were sold in so many days (UTC) until today. */
export function popularProducts({ sql }: DomainContext, first: number, days: number): Promise<Stub[]> {
  return sql.query<{ id: string }>(
    `select product_id as id from product_day join sold_product using (product_id) where on_sale and day > (now() at time zone 'UTC')::date - $1::int
     group by product_id order by sum(units) desc, product_id limit $2`,
    [days, first],
  );
}
