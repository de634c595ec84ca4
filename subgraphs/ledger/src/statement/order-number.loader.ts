import { loader } from '@stoa/kit/graphql';
import { readOrderNumbers } from '@stoa/schema/commands/orders';

/** Orders' numbers for people, which the books do not keep. */
export const orderNumber = loader<string, string>(async (context, orderIds) => {
  const { orders } = await context.call(readOrderNumbers, { orderIds: [...orderIds] });
  return new Map(orders.map(({ orderId, number }) => [orderId, number]));
});
