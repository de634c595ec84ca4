import type { DomainContext } from '@stoa/kit/use-case';
import type { Basket } from './basket.ts';
import type { Rates } from './price-basket.ts';

export interface ReadRates extends Rates {
  /** Whether tax is owed anywhere, so that somebody has to say where a basket goes. */
  readonly taxed: boolean;
}

/** The rates that a basket goes by, as they are now. Every purchase asks this, so it is one statement. */
export async function readRates(
  { sql }: Pick<DomainContext, 'sql'>,
  { lines, destination, couponCodes }: Basket,
  buyerId: string,
): Promise<ReadRates> {
  const sellerIds = [...new Set(lines.map(({ sellerId }) => sellerId))];
  const categoryIds = [...new Set(lines.flatMap((line) => line.categoryIds))];
  const [row] = await sql.query<ReadRates>(
    `select (
       select coalesce(jsonb_agg(jsonb_build_object('sellerId', seller_id, 'categoryId', category_id, 'basisPoints', basis_points)), '[]')
       from commission_rate where (seller_id is null or seller_id = any($1)) and (category_id is null or category_id = any($2))
     ) as commission, (
       select coalesce(jsonb_agg(jsonb_build_object('country', country, 'region', region, 'categoryId', category_id, 'ratePpm', rate_ppm,
         'included', included)), '[]')
       from tax_rate where country = $3 and (category_id is null or category_id = any($2))
     ) as taxes, exists (select from tax_rate) as taxed, (
       select coalesce(jsonb_agg(jsonb_build_object('methodId', id, 'sellerId', seller_id, 'name', name, 'destinations', destinations,
         'currency', price_currency, 'baseMinor', price_amount_minor, 'perItemMinor', per_item_minor, 'freeFromMinor', free_from_minor)), '[]')
       from shipping_method where seller_id = any($1)
     ) as offers, (
       select coalesce(jsonb_agg(jsonb_build_object('couponId', id, 'code', code, 'sellerId', seller_id, 'kind', kind, 'percent', percent,
         'amountMinor', amount_minor, 'minimumMinor', minimum_minor, 'currency', currency, 'started', starts_at <= now(),
         'ended', coalesce(ends_at <= now(), false), 'usedUp', coalesce(uses >= max_uses, false) or coalesce(max_uses_per_buyer <= (
           select count(*) from coupon_use used where used.coupon_id = coupon.id and used.buyer_id = $5), false))), '[]')
       from coupon where code = any($4)
     ) as coupons`,
    [sellerIds, categoryIds, destination?.country ?? null, couponCodes, buyerId],
  );
  return row!;
}
