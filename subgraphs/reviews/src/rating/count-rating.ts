import type { Transaction } from '@stoa/kit/use-case';
import { RatingChanged } from '@stoa/schema/events/reviews';

interface Counted {
  readonly count: number;
  readonly sum: number;
  readonly version: number;
}

/**
 * Counts one rating instead of another; null is none. One statement, so that reviews of a product that come at once all count, in
 * the transaction that changes the review, so that the average is never of other reviews than are there.
 */
export async function countRating(tx: Transaction, productId: string, before: number | null, after: number | null): Promise<void> {
  if (before === after) return;
  const [rating] = before === null ? await countOneMore(tx, productId, after!) : await countInstead(tx, productId, before, after);
  const { count, sum, version } = rating!;
  tx.emit(RatingChanged, { id: productId, version }, { productId, count, sum });
}

const countOneMore = ({ sql }: Transaction, productId: string, rating: number): Promise<Counted[]> =>
  sql.query<Counted>(
    `insert into product_rating (product_id, count, sum) values ($1, 1, $2)
     on conflict (product_id) do update set count = product_rating.count + 1, sum = product_rating.sum + excluded.sum,
       version = product_rating.version + 1
     returning count, sum, version`,
    [productId, rating],
  );

const countInstead = ({ sql }: Transaction, productId: string, before: number, after: number | null): Promise<Counted[]> =>
  sql.query<Counted>(
    `update product_rating set count = count - $2, sum = sum + $3, version = version + 1 where product_id = $1
     returning count, sum, version`,
    [productId, after === null ? 1 : 0, (after ?? 0) - before],
  );
