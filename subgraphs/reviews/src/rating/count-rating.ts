import type { Transaction } from '@stoa/kit/use-case';

/**
 * Counts one rating instead of another; null is none. One statement, so that reviews of a product that come at once all count, in
 * the transaction that changes the review, so that the average is never of other reviews than are there.
 */
export async function countRating({ sql }: Transaction, productId: string, before: number | null, after: number | null): Promise<void> {
  if (before === after) return;
  if (before === null)
    await sql.query(
      `insert into product_rating (product_id, count, sum) values ($1, 1, $2)
       on conflict (product_id) do update set count = product_rating.count + 1, sum = product_rating.sum + excluded.sum`,
      [productId, after],
    );
  else
    await sql.query('update product_rating set count = count - $2, sum = sum + $3 where product_id = $1', [
      productId,
      after === null ? 1 : 0,
      (after ?? 0) - before,
    ]);
}
