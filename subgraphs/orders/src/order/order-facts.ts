import type { PayloadOf } from '@stoa/kit/contracts';
import type { OrderPlaced } from '@stoa/schema/events/orders';
import type { Order, OrderItem } from './order.entity.ts';

/** What other domains are told of an order: ids and amounts, no names and no address. */
export function orderFacts(order: Order, items: readonly OrderItem[]): PayloadOf<typeof OrderPlaced> {
  const { id: orderId, cartId, buyerId, total } = order;
  return {
    orderId,
    cartId,
    buyerId,
    total: { amountMinor: total.amountMinor, currency: total.currency },
    lines: items.map(({ id: orderItemId, variantId, productId, sellerId, kind, quantity, unitPrice: { amountMinor, currency } }) => {
      return { orderItemId, variantId, productId, sellerId, kind, quantity, unitPrice: { amountMinor, currency } };
    }),
  };
}
