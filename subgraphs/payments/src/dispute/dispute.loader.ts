import { groupBy, loader } from '@stoa/kit/graphql';
import { Dispute } from './dispute.entity.ts';

export const disputesOfPayment = loader<string, Dispute[]>(async ({ rows }, paymentIds) =>
  groupBy(await rows.by(Dispute, 'paymentId', paymentIds, 'id'), (dispute) => dispute.paymentId),
);
