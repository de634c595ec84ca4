import { may } from '@stoa/kit/auth';
import { badInput } from '@stoa/kit/errors';
import { toEntityId } from '@stoa/kit/graphql';
import { refusal } from '@stoa/kit/policy';
import type { DomainContext } from '@stoa/kit/use-case';
import type { ProductFilter } from './product.input.ts';
import { postgresSearch, type TextMatch } from './product-search.ts';

/** What of a list a shopper narrows down by. */
export type FacetName = 'category' | 'seller' | 'kind' | 'price' | 'rating' | 'stock';

/** Conditions on products `p` and their parameters as they gather. Those of a facet are kept apart, since its own counts leave them out. */
export class ProductConditions {
  readonly parameters: unknown[] = [];
  #always: string[] = [];
  #facets = new Map<FacetName, string>();

  bind(value: unknown): string {
    this.parameters.push(value);
    return `$${this.parameters.length}`;
  }

  where(condition: string): void {
    this.#always.push(condition);
  }

  whereFacet(name: FacetName, condition: string): void {
    this.#facets.set(name, condition);
  }

  /** Those that hold for whatever is looked at. */
  always(): string {
    return all(this.#always);
  }

  /** The condition of each facet by which the list is narrowed down. */
  get facets(): ReadonlyMap<FacetName, string> {
    return this.#facets;
  }

  sql(): string {
    return all([...this.#always, ...this.#facets.values()]);
  }
}

/** Conditions that must all hold; without any, that is always so. */
export const all = (conditions: readonly string[]): string => (conditions.length === 0 ? 'true' : conditions.join(' and '));

/** The conditions of a filter, but for those on prices; and how well a product matches the text, where one is sought. */
export async function conditionsOf(
  context: DomainContext,
  filter: ProductFilter,
): Promise<{ readonly query: ProductConditions; readonly match: TextMatch | null }> {
  const query = new ProductConditions();
  addVisible(context, filter, query);
  if (filter.sellerId) query.whereFacet('seller', `p.seller_id = ${query.bind(toEntityId(filter.sellerId))}`);
  if (filter.kind) query.whereFacet('kind', `p.kind = ${query.bind(filter.kind)}`);
  if (filter.inStock != null) query.whereFacet('stock', `p.in_stock = ${query.bind(filter.inStock)}`);
  if (filter.minRating != null) query.whereFacet('rating', `p.stars >= ${query.bind(stars(filter.minRating))}`);
  if (filter.categorySlug) {
    const ids = query.bind(await categoryAndBelow(context, filter.categorySlug));
    query.whereFacet('category', `p.category_id = any (${ids}::uuid[])`);
  }
  return { query, match: await textMatch(context, filter, query) };
}

/** In words, not as a parameter, so that the indexes of what is on sale serve it. */
export const ON_SALE = `p.status = 'ACTIVE' and not p.withheld`;

/** Everybody sees what is on sale; other states are seen by their seller and by admins, who see all states unless they ask for one. */
function addVisible({ viewer }: DomainContext, { sellerId, status }: ProductFilter, query: ProductConditions): void {
  const ownShop = viewer.sellerId !== null && sellerId === viewer.sellerId;
  if (may(viewer, 'catalog:read') || ownShop) {
    if (status) query.where(`p.status = ${query.bind(status)}`);
    return;
  }
  if (status && status !== 'ACTIVE') throw refusal(viewer);
  query.where(ON_SALE);
}

function stars(minRating: number): number {
  if (minRating < 1 || minRating > 5) throw badInput('minRating is from 1 to 5', 'filter.minRating');
  return minRating;
}

/** Asked before, since Postgres plans by what it is given: it knows of few products that they are few, and of an unknown category that there are none. */
async function categoryAndBelow({ sql }: DomainContext, slug: string): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `with recursive below as (
       select id from category where slug = $1 union all select c.id from category c join below on c.parent_id = below.id) select id from below`,
    [slug],
  );
  return rows.map(({ id }) => id);
}

async function textMatch(context: DomainContext, filter: ProductFilter, query: ProductConditions): Promise<TextMatch | null> {
  const text = filter.search?.trim();
  if (!text) return null;
  if (text.length > 200) throw badInput('a search has at most 200 characters', 'filter.search');
  const match = await postgresSearch.match(context.sql, text.replaceAll('\u0000', ''), query.parameters.length + 1);
  for (const parameter of match.parameters) query.bind(parameter);
  query.where(match.condition);
  return match;
}
