import type { DomainContext } from '@stoa/kit/use-case';
import type { ProductKind } from '../product/product.entity.ts';
import type { ProductFilter } from '../product/product.input.ts';
import { all, conditionsOf, type FacetName, type ProductConditions } from '../product/product-conditions.ts';
import { type PriceRow, pricesOf } from './price-ranges.ts';
import type { ProductFacets, RatingFacet } from './product-facets.type.ts';

const MAX_CATEGORIES = 200;
const MAX_SELLERS = 50;

interface Row extends PriceRow {
  readonly facet: FacetName | 'total';
  /** Which of the facet's values is counted. */
  readonly value: string;
}

/** Counts, in one statement, what a list holds by all that it could be narrowed down by. */
export async function countFacets(context: DomainContext, filter: ProductFilter): Promise<ProductFacets> {
  const { query } = await conditionsOf(context, filter);
  addPrice(filter, query);
  const rows = await context.sql.query<Row>(statementOf(query), query.parameters);
  const of = (facet: Row['facet']): readonly { value: string; count: number }[] =>
    rows.filter((row) => row.facet === facet).map(({ value, count }) => ({ value, count: Number(count) }));
  const stocked = (value: string): number => of('stock').find((row) => row.value === value)?.count ?? 0;
  return {
    totalCount: of('total')[0]?.count ?? 0,
    categories: of('category').map(({ value, count }) => ({ categoryId: value, count })),
    sellers: of('seller').map(({ value, count }) => ({ sellerId: value, count })),
    kinds: of('kind').map(({ value, count }) => ({ kind: value as ProductKind, count })),
    ratings: atLeast(of('rating').map(({ value, count }) => [Number(value), count])),
    inStock: stocked('true'),
    outOfStock: stocked('false'),
    prices: pricesOf(rows.filter(({ facet }) => facet === 'price')),
  };
}

/** Products of exactly so many stars, as those of so many or more. */
function atLeast(exactly: readonly (readonly [stars: number, count: number])[]): RatingFacet[] {
  const counts = [5, 4, 3, 2, 1].map((minRating) => ({
    minRating,
    count: exactly.reduce((sum, [stars, count]) => (stars >= minRating ? sum + count : sum), 0),
  }));
  return counts.filter(({ count }) => count > 0);
}

/** A product fits that has a price in the currency, between the limits. */
function addPrice({ currency, minPriceMinor, maxPriceMinor }: ProductFilter, query: ProductConditions): void {
  if (currency == null && minPriceMinor == null && maxPriceMinor == null) return;
  const conditions = [`currency = ${query.bind(currency ?? 'USD')}`];
  if (minPriceMinor != null) conditions.push(`amount_minor >= ${query.bind(minPriceMinor)}`);
  if (maxPriceMinor != null) conditions.push(`amount_minor <= ${query.bind(maxPriceMinor)}`);
  query.whereFacet('price', `p.id in (select product_id from product_price where ${all(conditions)})`);
}

/**
 * Products that miss the filter by one facet at most are counted once by all of their facets together, with a note of which one they miss. All
 * facets but the price are sums of these counts; a product has one price for each currency, so these are counted by themselves.
 */
function statementOf(query: ProductConditions): string {
  const { facets } = query;
  const fits = (name: FacetName): string => `((${facets.get(name)}) is true)`;
  const names = [...facets.keys()];
  const nearly = names.length > 1 ? `${names.map((name) => `${fits(name)}::int`).join(' + ')} >= ${names.length - 1}` : 'true';
  const others = (own?: FacetName): string => all(names.filter((name) => name !== own).map((name) => `fits_${name}`));
  const counted = (facet: FacetName, value: string): string =>
    `select '${facet}' as facet, ${value} as value, sum(n) as count from cell where ${others(facet)} group by ${value}`;
  const prices = all([query.always(), ...names.filter((name) => name !== 'price').map((name) => facets.get(name)!)]);
  return `with recursive
    cell as materialized (
      select p.category_id, p.seller_id, p.kind, p.in_stock, p.stars, ${names.map((name) => `${fits(name)} as fits_${name}, `).join('')}count(*) as n
      from product p where ${query.always()} and ${nearly}
      group by p.category_id, p.seller_id, p.kind, p.in_stock, p.stars${names.map((name) => `, fits_${name}`).join('')}
    ),
    placed as (select category_id as at, sum(n) as n from cell where category_id is not null and ${others('category')} group by category_id),
    place as (
      select placed.at, placed.n, parent_id from placed join category on id = placed.at
      union all select up.id, place.n, up.parent_id from place join category up on up.id = place.parent_id
    )
    select facet, value, count, null::bigint as range_from, null::bigint as least, null::bigint as greatest from (
      select 'total' as facet, '' as value, sum(n) as count from cell where ${others()}
      union all (select 'category', at::text as value, sum(n) as count from place group by at order by count desc, value limit ${MAX_CATEGORIES})
      union all (${counted('seller', 'seller_id::text')} order by count desc, value limit ${MAX_SELLERS})
      union all (${counted('kind', 'kind')} order by count desc, value)
      union all (${counted('stock', 'in_stock::text')})
      union all (${counted('rating', 'stars::text')})
    ) as counts
    union all select 'price', currency, count(*), range_from, min(amount_minor), max(amount_minor)
    from product p join product_price on product_price.product_id = p.id where ${prices} group by currency, range_from`;
}
