import { indexBy, isEntityId, loader } from '@stoa/kit/graphql';
import { Payment } from './payment.entity.ts';

export const paymentOfOrder = loader<string, Payment>(async (context, orderIds) =>
  indexBy(await context.read.find(Payment, { orderId: { $in: orderIds.filter(isEntityId) } }), (payment) => payment.orderId),
);
