import { reference } from '@stoa/kit/graphql';
import { Seller } from './seller.entity.ts';

export const sellerReference = reference(Seller, 'everyone', (context, ids) => context.read.find(Seller, { id: { $in: [...ids] } }));
