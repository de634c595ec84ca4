import { job, seconds } from '@stoa/kit/jobs';
import { describeVariants } from '@stoa/schema/commands/catalog';

interface Asked {
  readonly product_id: string;
  readonly variant_id: string;
  readonly changes: number;
}

/** Of what catalog knows nothing of, nothing is kept. */
const NOT_KNOWN = { categoryIds: [], status: 'ACTIVE', withheld: false } as const;

/** Asks catalog where products stand and whether they are on sale, once for each and again after a change. */
export const learnProducts = job('analytics.learnProducts', seconds(30), async (context) => {
  const asked = await context.sql.query<Asked>('select product_id, variant_id, changes from sold_product where not learnt limit 200');
  if (asked.length === 0) return;
  const { variants } = await context.call(describeVariants, { variantIds: asked.map(({ variant_id }) => variant_id) });
  const known = new Map(variants.map((variant) => [variant.productId, variant]));
  const learnt = asked.map((row) => {
    const { categoryIds, status, withheld } = known.get(row.product_id) ?? NOT_KNOWN;
    return { ...row, category_id: categoryIds[0] ?? null, on_sale: status === 'ACTIVE' && !withheld };
  });
  await context.write(
    `update sold_product set learnt = true, category_id = learnt.category_id, on_sale = learnt.on_sale
     from jsonb_to_recordset($1) as learnt (product_id uuid, changes int, category_id uuid, on_sale boolean)
     where sold_product.product_id = learnt.product_id and sold_product.changes = learnt.changes`,
    [JSON.stringify(learnt)],
  );
});
