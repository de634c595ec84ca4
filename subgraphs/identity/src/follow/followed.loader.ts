import { groupBy, loader } from '@stoa/kit/graphql';
import { Seller } from '../seller/seller.entity.ts';
import { Follow } from './follow.entity.ts';

/** Which of these sellers the viewer follows. */
export const followedByViewer = loader<string, true>(async ({ sql, viewer }, sellerIds) => {
  if (!viewer.userId) return new Map();
  const rows = await sql.query<{ seller_id: string }>('select seller_id from follow where user_id = $1 and seller_id = any($2)', [
    viewer.userId,
    sellerIds,
  ]);
  return new Map(rows.map(({ seller_id }) => [seller_id, true]));
});

/** The sellers whom people follow, those followed last first. */
export const sellersFollowedBy = loader<string, Seller[]>(async ({ rows }, userIds) => {
  const follows = await rows.by(Follow, 'userId', userIds, 'id');
  const sellers = new Map(
    (await rows.by(Seller, 'id', [...new Set(follows.map(({ sellerId }) => sellerId))])).map((each) => [each.id, each]),
  );
  const byUser = groupBy(follows, ({ userId }) => userId);
  return new Map([...byUser].map(([userId, own]) => [userId, own.reverse().map(({ sellerId }) => sellers.get(sellerId)!)]));
});
