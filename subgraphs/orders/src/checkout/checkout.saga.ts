import { groupBy } from '@stoa/kit/graphql';
import { type Saga, step } from '@stoa/kit/saga';
import { dropShipments, prepareShipments } from '@stoa/schema/commands/fulfillment';
import { allocate, releaseOrder } from '@stoa/schema/commands/inventory';
import { createPayment, endPayment } from '@stoa/schema/commands/payments';
import { cancelBy, lockOrder } from '../order/change-status.ts';
import { Order, OrderItem } from '../order/order.entity.ts';
import { KnownShipment } from '../shipment/known-shipment.projection.ts';

interface Placing {
  readonly order: Order;
  readonly items: readonly OrderItem[];
  /** Lines that need stock and a parcel. */
  readonly physical: readonly OrderItem[];
}

/** Every key is the order's id, so asking again after a crash is asking the same. */
export const checkoutSaga: Saga<Placing> = {
  name: 'checkout',
  table: 'checkout_saga',
  steps: [
    step(
      'allocate',
      async (context, { order, physical }: Placing) => {
        const lines = physical.map(({ variantId, quantity }) => ({ variantId, quantity }));
        return lines.length > 0 ? context.call(allocate, { orderId: order.id, cartId: order.cartId, lines }, { key: order.id }) : null;
      },
      {
        write: async (tx, { order }, allocated) => {
          if (allocated) await tx.sql.query('update orders set payment_due_at = $2 where id = $1', [order.id, allocated.expiresAt]);
        },
        undo: (context, { order }) => context.call(releaseOrder, { orderId: order.id }),
      },
    ),
    step(
      'prepare',
      async (context, { order, physical }: Placing) =>
        physical.length > 0 ? context.call(prepareShipments, parcelsOf(order, physical), { key: order.id }) : null,
      {
        write: async (tx, { order }, prepared) => {
          for (const shipmentId of prepared?.shipmentIds ?? []) tx.em.persist(KnownShipment.of(shipmentId, order.id));
        },
        undo: (context, { order }) => context.call(dropShipments, { orderId: order.id }),
      },
    ),
    step(
      'charge',
      (context, { order, items }: Placing) => {
        const { id: orderId, buyerId, provider, split, total } = order;
        const sellerIds = [...new Set(items.map((item) => item.sellerId))];
        const amount = { amountMinor: total.amountMinor, currency: total.currency };
        return context.call(createPayment, { orderId, buyerId, provider, amount, split, sellerIds }, { key: orderId, timeoutMs: 15_000 });
      },
      {
        write: async (tx, { order }, { paymentId }) => {
          await tx.sql.query('update orders set payment_id = $2 where id = $1', [order.id, paymentId]);
        },
        undo: (context, { order }) => context.call(endPayment, { orderId: order.id }),
      },
    ),
  ],

  async load({ read }, id) {
    const order = await read.findOneOrFail(Order, { id });
    const items = await read.find(OrderItem, { orderId: id }, { orderBy: { id: 'asc' } });
    return { order, items, physical: items.filter((item) => item.kind === 'PHYSICAL') };
  },

  async onRefused(tx, id, step) {
    const order = await lockOrder(tx, id);
    cancelBy(tx, order, 'refuse', step === 'charge' ? 'NOT_CHARGED' : 'NOT_ALLOCATED', false);
    // An order may be paid as soon as its payment is there, which is before we know it.
    return order?.status === 'CANCELLED';
  },
};

/** A parcel for each seller. */
function parcelsOf(order: Order, physical: readonly OrderItem[]) {
  const { id: orderId, number: orderNumber, buyerId, shippingAddress } = order;
  const bySeller = groupBy(physical, (item) => item.sellerId);
  const parcels = [...bySeller].map(([sellerId, items]) => {
    return { sellerId, items: items.map(({ id: orderItemId, name, sku, quantity }) => ({ orderItemId, name, sku, quantity })) };
  });
  return { orderId, orderNumber, buyerId, shippingAddress: shippingAddress!, parcels };
}
