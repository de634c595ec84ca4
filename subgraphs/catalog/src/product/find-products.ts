import { type Connection, isEntityId, type PageArgs, readPage, toConnection } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { Product } from './product.entity.ts';
import type { ProductFilter, ProductSort } from './product.input.ts';
import { conditionsOf } from './product-conditions.ts';
import type { TextMatch } from './product-search.ts';

/** A list of products: a few conditions, one order, one page, one statement. */
export async function findProducts(
  context: DomainContext,
  filter: ProductFilter,
  sort: ProductSort | undefined,
  args: PageArgs,
): Promise<Connection<Product>> {
  const { query, match } = await conditionsOf(context, filter);
  const from = byPrice(filter, sort) ? withPriceIn(query.bind(filter.currency ?? 'USD')) : 'product p';
  if (filter.minPriceMinor != null) query.where(`listed.amount_minor >= ${query.bind(filter.minPriceMinor)}`);
  if (filter.maxPriceMinor != null) query.where(`listed.amount_minor <= ${query.bind(filter.maxPriceMinor)}`);
  const order = orderBy(sort ?? (match ? 'RELEVANCE' : 'NEWEST'), match);
  const page = readPage(args, 2, ([key, id]) => isEntityId(id) && isOf[order.type](key!));
  const counted = { conditions: query.sql(), parameters: [...query.parameters] };
  if (page.after)
    query.where(`(${order.key}, p.id) ${order.beyond} (${query.bind(page.after[0])}::${order.type}, ${query.bind(page.after[1])}::uuid)`);
  const limit = query.bind(page.first + 1);
  const rows = await context.sql.query<{ sort_key: string; id: string }>(
    `select ${context.rows.columnsOf(Product, 'p')}, (${order.key})::text as sort_key from ${from} where ${query.sql()}
     order by ${order.key} ${order.direction}, p.id ${order.direction} limit ${limit}`,
    query.parameters,
  );
  const products = context.rows.toObjects(Product, rows).map((product, index) => ({ key: rows[index]!.sort_key, product }));
  const connection = toConnection(
    products,
    page,
    (row) => [row.key, row.product.id],
    async () => {
      const [row] = await context.sql.query<{ count: string }>(
        `select count(*) as count from ${from} where ${counted.conditions}`,
        counted.parameters,
      );
      return Number(row!.count);
    },
  );
  return {
    ...connection,
    nodes: connection.nodes.map((row) => row.product),
    edges: connection.edges.map(({ cursor, node }) => ({ cursor, node: node.product })),
  };
}

/** Amounts in different currencies cannot be compared, so a list that looks at prices looks at those in one. */
const byPrice = ({ currency, minPriceMinor, maxPriceMinor }: ProductFilter, sort: ProductSort | undefined): boolean =>
  currency != null || minPriceMinor != null || maxPriceMinor != null || sort === 'PRICE_ASC' || sort === 'PRICE_DESC';

const withPriceIn = (currency: string): string =>
  `product p join product_price listed on listed.product_id = p.id and listed.currency = ${currency}`;

interface Order {
  readonly key: string;
  readonly type: keyof typeof isOf;
  readonly direction: 'asc' | 'desc';
  readonly beyond: '>' | '<';
}

/** Which texts Postgres takes for a value of these types, so that a cursor that somebody made up is refused here and not there. */
const isOf = {
  bigint: (text: string) => /^\d{1,18}$/.test(text),
  float8: (text: string) => /^\d{1,18}(\.\d{1,30})?(e[+-]\d{1,2})?$/.test(text),
  uuid: isEntityId,
};

function orderBy(sort: ProductSort, match: TextMatch | null): Order {
  if (sort === 'PRICE_ASC') return { key: 'listed.amount_minor', type: 'bigint', direction: 'asc', beyond: '>' };
  if (sort === 'PRICE_DESC') return { key: 'listed.amount_minor', type: 'bigint', direction: 'desc', beyond: '<' };
  if (sort === 'RELEVANCE' && match) return { key: match.score, type: 'float8', direction: 'desc', beyond: '<' };
  // Ids are made in the order of time, so the newest have the greatest.
  return { key: 'p.id', type: 'uuid', direction: 'desc', beyond: '<' };
}
