import { job, seconds } from '@stoa/kit/jobs';
import { describeVariants } from '@stoa/schema/commands/catalog';

interface Asked {
  readonly product_id: string;
  readonly variant_id: string;
  readonly changes: number;
}

/** Asks catalog where products stand, once for each and again after a change. */
export const learnProducts = job('analytics.learnProducts', seconds(30), async (context) => {
  const asked = await context.sql.query<Asked>('select product_id, variant_id, changes from sold_product where not learnt limit 200');
  if (asked.length === 0) return;
  const { variants } = await context.call(describeVariants, { variantIds: asked.map(({ variant_id }) => variant_id) });
  const categoryOf = new Map(variants.map(({ productId, categoryIds }) => [productId, categoryIds[0] ?? null]));
  const learnt = asked.map((row) => ({ ...row, category_id: categoryOf.get(row.product_id) ?? null }));
  await context.write(
    `update sold_product set learnt = true, category_id = learnt.category_id
     from jsonb_to_recordset($1) as learnt (product_id uuid, changes int, category_id uuid)
     where sold_product.product_id = learnt.product_id and sold_product.changes = learnt.changes`,
    [JSON.stringify(learnt)],
  );
});
