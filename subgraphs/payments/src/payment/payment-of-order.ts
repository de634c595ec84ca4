import { indexBy, isEntityId, loader } from '@stoa/kit/graphql';
import { Payment } from './payment.entity.ts';

export const paymentOfOrder = loader<string, Payment>(async ({ rows }, orderIds) =>
  indexBy(await rows.by(Payment, 'orderId', orderIds.filter(isEntityId)), (payment) => payment.orderId),
);
