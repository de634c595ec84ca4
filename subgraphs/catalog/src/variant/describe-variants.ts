import { answerRead } from '@stoa/kit/commands';
import type { Amount, OutputOf } from '@stoa/kit/contracts';
import { isEntityId } from '@stoa/kit/graphql';
import { describeVariants } from '@stoa/schema/commands/catalog';
import { describeDownloads } from '@stoa/schema/commands/media';

type Described = OutputOf<typeof describeVariants>['variants'][number];

interface Row extends Pick<Described, 'kind' | 'status' | 'sku' | 'withheld'> {
  readonly variant_id: string;
  readonly product_id: string;
  readonly seller_id: string;
  readonly product_name: string;
  readonly variant_name: string;
  readonly amount_minor: string;
  readonly currency: string;
  readonly other_prices: Amount[];
  readonly version: number;
  readonly category_ids: string[];
}

/** Asked with every change of a cart, so it is one statement, and a question more where something is downloaded. */
export const answerDescribeVariants = answerRead(describeVariants, async (context, { variantIds }) => {
  const rows = await context.sql.query<Row>(
    `select v.id as variant_id, v.product_id, v.seller_id, v.sku, p.kind, p.status, p.withheld, p.name as product_name, v.name as variant_name,
       v.price_amount_minor as amount_minor, v.price_currency as currency, v.other_prices, p.version,
       array(
         with recursive place as (
           select id, parent_id, 1 as depth from category where id = p.category_id
           union all select above.id, above.parent_id, depth + 1 from category above join place on above.id = place.parent_id
         ) select id from place order by depth
       ) as category_ids
     from variant v join product p on p.id = v.product_id where v.id = any($1::uuid[])`,
    [variantIds.filter(isEntityId)],
  );
  const digital = rows.filter(({ kind }) => kind === 'DIGITAL').map((row) => row.product_id);
  // Files are media's, and whoever buys must not wait for its news: it is asked, where anything is downloaded at all.
  const withFile = digital.length > 0 ? (await context.call(describeDownloads, { productIds: [...new Set(digital)] })).productIds : [];
  return { variants: rows.map((row) => describe(row, row.kind !== 'DIGITAL' || withFile.includes(row.product_id))) };
});

function describe(row: Row, deliverable: boolean): Described {
  const {
    variant_id: variantId,
    product_id: productId,
    seller_id: sellerId,
    kind,
    status,
    withheld,
    sku,
    product_name: product,
    variant_name: variant,
    version: productVersion,
    category_ids: categoryIds,
  } = row;
  const price = { amountMinor: Number(row.amount_minor), currency: row.currency };
  return {
    variantId,
    productId,
    sellerId,
    kind,
    status,
    withheld,
    name: variant === product ? product : `${product}, ${variant}`,
    sku,
    categoryIds,
    price,
    prices: [price, ...row.other_prices],
    productVersion,
    deliverable,
  };
}
