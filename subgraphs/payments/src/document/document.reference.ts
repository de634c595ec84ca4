import { extendedStubOf, extension, groupBy, loader } from '@stoa/kit/graphql';
import { PaymentDocument } from './document.entity.ts';

/** Identity's seller, with what they have billed. */
export const SellerInvoices = extendedStubOf('Seller');

export const sellerExtension = extension(SellerInvoices);

export const documentsOfPayment = loader<string, PaymentDocument[]>(async ({ rows }, paymentIds) =>
  groupBy(await rows.by(PaymentDocument, 'paymentId', paymentIds, 'id'), (document) => document.paymentId),
);
