import type { DomainContext } from '@stoa/kit/use-case';
import type { ProductKind } from '../product/product.entity.ts';
import type { ProductFilter } from '../product/product.input.ts';
import { all, conditionsOf, type FacetName, ON_SALE, type ProductConditions } from '../product/product-conditions.ts';
import { type PriceRow, priceFacetsOf } from './price-ranges.ts';
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
    prices: priceFacetsOf(rows.filter(({ facet }) => facet === 'price')),
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

/** What each facet but the price groups products by. */
const COLUMN = { category: 'category_id', seller: 'seller_id', kind: 'kind', stock: 'in_stock', rating: 'stars' } as const;
const COLUMNS = Object.values(COLUMN);

/** What SQL's grouping() says of the rows that are grouped by one column, or by none: a bit for each that they are not grouped by. */
const groupedBy = (own?: (typeof COLUMNS)[number]): number => COLUMNS.reduce((mask, column) => mask * 2 + (column === own ? 0 : 1), 0);

/**
 * Products are read once, those that fit and those that miss the filter by one facet, and counted by each facet beside all others: a facet counts what
 * misses nothing or only its own choice. A product has one price for each currency, so these are counted by themselves.
 */
function statementOf(query: ProductConditions): string {
  const { facets } = query;
  const names = [...facets.keys()];
  const misses = (name: FacetName): string => `((${facets.get(name)}) is not true)`;
  const nearly = names.length > 1 ? `${names.map((name) => `${misses(name)}::int`).join(' + ')} <= 1` : 'true';
  const missed = names.length > 0 ? `case ${names.map((name, index) => `when ${misses(name)} then ${index}`).join(' ')} end` : 'null';
  const counts = [
    'count(*) filter (where missed is null) as fit',
    ...names.map((name, index) => `count(*) filter (where missed = ${index}) as but_${name}`),
  ];
  const count = (own: FacetName): string => (facets.has(own) ? `fit + but_${own}` : 'fit');
  const counted = (facet: keyof typeof COLUMN): string =>
    `select '${facet}', ${COLUMN[facet]}::text as value, ${count(facet)} as count from counted where left_out = ${groupedBy(COLUMN[facet])} and ${count(facet)} > 0`;
  return `with recursive
    near as (
      select ${COLUMNS.map((column) => `p.${column}`).join(', ')}, ${missed} as missed from product p where ${query.always()} and ${nearly}
      -- Keeps what is missed from being worked out anew for each count.
      offset 0
    ),
    counted as materialized (
      select ${COLUMNS.join(', ')}, grouping(${COLUMNS.join(', ')}) as left_out, ${counts.join(', ')}
      from near group by grouping sets ((), ${COLUMNS.map((column) => `(${column})`).join(', ')})
    ),
    placed as (
      select category_id as at, ${count('category')} as n from counted where left_out = ${groupedBy(COLUMN.category)} and category_id is not null
    ),
    place as (
      select placed.at, placed.n, parent_id from placed join category on id = placed.at
      union all select up.id, place.n, up.parent_id from place join category up on up.id = place.parent_id
    )
    select facet, value, count, null::bigint as range_from, null::bigint as least, null::bigint as greatest from (
      select 'total' as facet, '' as value, fit as count from counted where left_out = ${groupedBy()}
      union all (select 'category', at::text as value, sum(n) as count from place group by at having sum(n) > 0 order by count desc, value limit ${MAX_CATEGORIES})
      union all (${counted('seller')} order by count desc, value limit ${MAX_SELLERS})
      union all (${counted('kind')} order by count desc, value)
      union all (${counted('stock')})
      union all (${counted('rating')})
    ) as counts
    union all select 'price', currency, count(*), range_from, min(amount_minor), max(amount_minor)
    from ${pricesOf(query)} group by currency, range_from`;
}

/** The prices of what fits by all other facets. Of all that is on sale they know it themselves. */
function pricesOf(query: ProductConditions): string {
  const others = [...query.facets].filter(([name]) => name !== 'price').map(([, condition]) => condition);
  if (others.length === 0 && query.always() === ON_SALE) return 'product_price where on_sale';
  return `product p join product_price on product_price.product_id = p.id where ${all([query.always(), ...others])}`;
}
