import { groupBy, loader } from '@stoa/kit/graphql';
import { Refund } from './refund.entity.ts';

export const refundsOfPayment = loader<string, Refund[]>(async ({ rows }, paymentIds) =>
  groupBy(await rows.by(Refund, 'paymentId', paymentIds, 'id'), (refund) => refund.paymentId),
);
