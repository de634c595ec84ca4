import { job, minutes } from '@stoa/kit/jobs';
import { LockMode } from '@stoa/kit/persistence';
import type { Transaction } from '@stoa/kit/use-case';
import { ProductOffered } from '@stoa/schema/events/catalog';
import { Product } from '../product/product.entity.ts';
import { offerOf } from '../product/product-facts.ts';
import { Variant } from '../variant/variant.entity.ts';

/** Products of one transaction. */
const BATCH = 200;

/**
 * Takes the products of a seller who may not sell off the shelves, and puts those of one who may again back. Which products they are is a
 * question of their sellers alone: their own states stay, so that the same ones come back.
 */
export const followStandings = job('catalog.followStandings', minutes(1), async (context) => {
  while (await context.transact(followOne));
});

async function followOne(tx: Transaction): Promise<boolean> {
  const [standing] = await tx.sql.query<{ seller_id: string; selling: boolean }>(
    'select seller_id, selling from seller_standing where not settled order by seller_id limit 1 for update skip locked',
  );
  if (!standing) return false;
  const { seller_id: sellerId, selling } = standing;
  const products = await tx.em.find(
    Product,
    { sellerId, withheld: selling },
    { orderBy: { id: 'asc' }, limit: BATCH, lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  const variants = await tx.em.find(Variant, { productId: products.map(({ id }) => id) }, { orderBy: { position: 'asc' } });
  for (const product of products) {
    product.withheld = !selling;
    const offer = offerOf(
      product,
      variants.filter(({ productId }) => productId === product.id),
    );
    if (product.status === 'ACTIVE') tx.emit(ProductOffered, product, offer);
  }
  if (products.length < BATCH) await tx.sql.query('update seller_standing set settled = true where seller_id = $1', [sellerId]);
  return true;
}
