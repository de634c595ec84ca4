import { answerRead } from '@stoa/kit/commands';
import { describeSellers } from '@stoa/schema/commands/identity';
import { Seller } from './seller.entity.ts';

export const answerDescribeSellers = answerRead(describeSellers, async ({ rows }, { sellerIds }) => {
  const sellers = await rows.by(Seller, 'id', sellerIds);
  return { sellers: sellers.map(({ id: sellerId, displayName }) => ({ sellerId, displayName })) };
});
