import { loader } from '@stoa/kit/graphql';
import { readOrderNumbers } from '@stoa/schema/commands/orders';

/** As many as may be asked for at once. */
const BATCH = 1_000;

/** Orders' numbers for people, which the books do not keep. */
export const orderNumber = loader<string, string>(async (context, orderIds) => {
  const numbers = new Map<string, string>();
  for (let start = 0; start < orderIds.length; start += BATCH) {
    const { orders } = await context.call(readOrderNumbers, { orderIds: orderIds.slice(start, start + BATCH) });
    for (const { orderId, number } of orders) numbers.set(orderId, number);
  }
  return numbers;
});
