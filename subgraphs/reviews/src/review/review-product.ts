import { DomainError } from '@stoa/kit/errors';
import { fire } from '@stoa/kit/machine';
import { newId } from '@stoa/kit/persistence';
import { type Transaction, workflow } from '@stoa/kit/use-case';
import { readPurchases } from '@stoa/schema/commands/orders';
import type { z } from 'zod';
import { moderationSettings } from '../moderation/moderation-settings.ts';
import { notePurchases } from '../purchase/note-purchases.ts';
import { changeReview } from './change-review.ts';
import { Review } from './review.entity.ts';
import { reviewProductInput } from './review.input.ts';
import { reviewMachine } from './review.machine.ts';

type Input = z.output<typeof reviewProductInput>;

const notBought = (): DomainError => new DomainError('FORBIDDEN', 'Only who has bought a product may review it');

/** Says what one thinks of what one has bought, once; to say it again just the same answers the review that is there. */
export const reviewProduct = workflow('reviews.reviewProduct', reviewProductInput, async (context, input): Promise<Review> => {
  const written = await context.transact((tx) => write(tx, input));
  if (written) return written;
  // Somebody who has just paid may be faster than the event that says so.
  const buyerId = context.viewer.userId!;
  const { lines } = await context.call(readPurchases, { buyerId, productId: input.productId });
  if (lines.length === 0) throw notBought();
  return context.transact(async (tx) => {
    await notePurchases(
      tx,
      lines.map((line) => ({ ...line, buyerId, productId: input.productId })),
    );
    const late = await write(tx, input);
    if (!late) throw notBought();
    return late;
  });
});

/** Null where no purchase of it is known that stands. Those that are known are locked, so that none ends meanwhile. */
async function write(tx: Transaction, input: Input): Promise<Review | null> {
  const { sql, viewer, lock } = tx;
  const { productId, rating } = input;
  const buyerId = viewer.userId!;
  const [standing] = await sql.query<{ seller_id: string }>(
    `select seller_id from purchase where buyer_id = $1 and product_id = $2 and granted_at is not null and ended_at is null
     order by order_item_id for update`,
    [buyerId, productId],
  );
  const said = { rating, title: input.title ?? null, body: input.body ?? null };
  if (!standing) return sameReview(await lock(Review, { productId, buyerId }), said);
  if (standing.seller_id === viewer.sellerId) throw new DomainError('FORBIDDEN', 'Nobody reviews their own product');
  const written = await sql.query(
    `insert into review (id, product_id, seller_id, buyer_id, status, rating, title, body, verified_purchase, awaits_moderation)
     values ($1, $2, $3, $4, $5, $6, $7, $8, true, true) on conflict (product_id, buyer_id) do nothing returning id`,
    [newId(), productId, standing.seller_id, buyerId, reviewMachine.initial, said.rating, said.title, said.body],
  );
  const review = (await lock(Review, { productId, buyerId }))!;
  if (written.length === 0) return sameReview(review, said);
  if (tx.use(moderationSettings).STOA_REVIEW_MODERATION === 'AFTER')
    await changeReview(tx, review, () => {
      fire(reviewMachine, review, 'publish');
      review.awaitsModeration = false;
    });
  return review;
}

/** A repeat gets the answer that it missed; whoever has something else to say changes what they have said. */
function sameReview(review: Review | null, said: Pick<Review, 'rating' | 'title' | 'body'>): Review | null {
  if (!review) return null;
  if (review.rating === said.rating && review.title === said.title && review.body === said.body) return review;
  throw new DomainError('ALREADY_REVIEWED', 'You have reviewed this product; change that review', { reviewId: review.id });
}
