import { extendedStubOf, extension } from '@stoa/kit/graphql';

/** Identity's seller, with what they take for sending. */
export const SellerStub = extendedStubOf('Seller');

export const sellerExtension = extension(SellerStub);
