import { stubOf } from '@stoa/kit/graphql';

/** Identity's seller. */
export const SellerStub = stubOf('Seller');
