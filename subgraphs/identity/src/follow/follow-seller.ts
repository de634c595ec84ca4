import { notFound } from '@stoa/kit/errors';
import { entityId } from '@stoa/kit/graphql';
import { newId } from '@stoa/kit/persistence';
import { type Transaction, useCase } from '@stoa/kit/use-case';
import { SellerFollowed, SellerUnfollowed } from '@stoa/schema/events/identity';
import { z } from 'zod';
import { Seller } from '../seller/seller.entity.ts';

const followInput = z.object({ sellerId: entityId });

/** Follows a seller. Again, it changes nothing. */
export const followSeller = useCase('identity.followSeller', followInput, async (tx, { sellerId }) => {
  // The seller's row is locked by its count before anything else, so two who come at once do not wait for each other for ever.
  const seller = await tx.lock(Seller, { id: sellerId });
  if (!seller) throw notFound('seller');
  const userId = tx.viewer.userId!;
  const [followed] = await tx.sql.query<{ id: string }>(
    'insert into follow (id, user_id, seller_id) values ($1, $2, $3) on conflict (user_id, seller_id) do nothing returning id',
    [newId(), userId, sellerId],
  );
  if (!followed) return seller;
  seller.followerCount++;
  tx.emit(SellerFollowed, { id: followed.id, version: 1 }, { sellerId, userId });
  return seller;
});

/** Stops following a seller. Again, it changes nothing. */
export const unfollowSeller = useCase('identity.unfollowSeller', followInput, async (tx: Transaction, { sellerId }) => {
  const seller = await tx.lock(Seller, { id: sellerId });
  if (!seller) throw notFound('seller');
  const userId = tx.viewer.userId!;
  const [followed] = await tx.sql.query<{ id: string }>('delete from follow where user_id = $1 and seller_id = $2 returning id', [
    userId,
    sellerId,
  ]);
  if (!followed) return seller;
  seller.followerCount--;
  tx.emit(SellerUnfollowed, { id: followed.id, version: 2 }, { sellerId, userId });
  return seller;
});
