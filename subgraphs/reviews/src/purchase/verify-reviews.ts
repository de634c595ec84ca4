import type { Transaction } from '@stoa/kit/use-case';
import { changeReview } from '../review/change-review.ts';
import { Review } from '../review/review.entity.ts';

/** A product that somebody has bought. */
export interface Bought {
  readonly buyerId: string;
  readonly productId: string;
}

/**
 * Says in buyers' reviews of products whether a purchase still stands. The caller has written purchases: their rows come before
 * reviews in the order of locks, and whoever looks at them next, once the review is locked, sees all that was written before.
 */
export async function verifyReviews(tx: Transaction, bought: readonly Bought[]): Promise<void> {
  const known = await tx.sql.query<{ id: string }>(
    `select distinct review.id from unnest($1::uuid[], $2::uuid[]) as bought (buyer, product)
     join review on review.buyer_id = buyer and review.product_id = product order by id`,
    [bought.map(({ buyerId }) => buyerId), bought.map(({ productId }) => productId)],
  );
  for (const { id } of known) {
    const review = (await tx.lock(Review, { id }))!;
    const verifiedPurchase = await purchaseStands(tx, review);
    if (verifiedPurchase !== review.verifiedPurchase) await changeReview(tx, review, () => Object.assign(review, { verifiedPurchase }));
  }
}

async function purchaseStands({ sql }: Transaction, { buyerId, productId }: Review): Promise<boolean> {
  const standing = await sql.query(
    'select from purchase where buyer_id = $1 and product_id = $2 and granted_at is not null and ended_at is null limit 1',
    [buyerId, productId],
  );
  return standing.length > 0;
}
