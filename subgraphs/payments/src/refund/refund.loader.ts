import { groupBy, loader } from '@stoa/kit/graphql';
import { Refund } from './refund.entity.ts';

export const refundsOfPayment = loader<string, Refund[]>(async ({ read }, paymentIds) =>
  groupBy(await read.find(Refund, { paymentId: { $in: [...paymentIds] } }, { orderBy: { id: 'asc' } }), (refund) => refund.paymentId),
);
