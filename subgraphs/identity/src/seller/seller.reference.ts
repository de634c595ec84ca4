import { reference } from '@stoa/kit/graphql';
import { Seller } from './seller.entity.ts';

export const sellerReference = reference(Seller, 'everyone', ({ rows }, ids) => rows.by(Seller, 'id', ids));
