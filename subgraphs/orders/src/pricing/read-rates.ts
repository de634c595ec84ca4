import type { DomainContext } from '@stoa/kit/use-case';
import type { Basket } from './basket.ts';
import type { Rates } from './price-basket.ts';

type Row = Pick<Rates, 'commission'>;

/** The rates that a basket goes by, as they are now. Every purchase asks this, so it is one statement. */
export async function readRates({ sql }: Pick<DomainContext, 'sql'>, { lines }: Basket): Promise<Rates> {
  const sellerIds = [...new Set(lines.map(({ sellerId }) => sellerId))];
  const categoryIds = [...new Set(lines.flatMap((line) => line.categoryIds))];
  const [row] = await sql.query<Row>(
    `select (
       select coalesce(jsonb_agg(jsonb_build_object('sellerId', seller_id, 'categoryId', category_id, 'basisPoints', basis_points)), '[]')
       from commission_rate where (seller_id is null or seller_id = any($1)) and (category_id is null or category_id = any($2))
     ) as commission`,
    [sellerIds, categoryIds],
  );
  return { commission: row!.commission, taxes: [], offers: [], coupons: [] };
}
