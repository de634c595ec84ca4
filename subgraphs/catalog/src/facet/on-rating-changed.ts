import { on } from '@stoa/kit/handlers';
import { RatingChanged } from '@stoa/schema/events/reviews';
import { tellFacets } from './tell-facets.ts';

/** Lists look at whole stars alone, so most reviews change nothing of them. */
export const onRatingChanged = on(RatingChanged, async (tx, { productId, count, sum }, { aggregateVersion: version }): Promise<void> => {
  const stars = count === 0 ? null : Math.floor(sum / count);
  const known = await tx.sql.query(
    'update product set rating_version = $2 where id = $1 and rating_version < $2 and stars is not distinct from $3::smallint returning id',
    [productId, version, stars],
  );
  if (known.length > 0) return;
  await tellFacets(tx, 'update product set stars = $3, rating_version = $2, version = version + 1 where id = $1 and rating_version < $2', [
    productId,
    version,
    stars,
  ]);
});
