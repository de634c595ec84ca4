import { stubOf } from '@stoa/kit/graphql';

/** Identity's seller, as far as a product points there. */
export const SellerStub = stubOf('Seller');
