import type { OutputOf } from '@stoa/kit/contracts';
import { groupBy } from '@stoa/kit/graphql';
import type { Saga } from '@stoa/kit/saga';
import { dropShipments, prepareShipments } from '@stoa/schema/commands/fulfillment';
import { allocate, releaseOrder } from '@stoa/schema/commands/inventory';
import { createPayment, endPayment } from '@stoa/schema/commands/payments';
import { cancelBy } from '../order/change-status.ts';
import { Order, OrderItem } from '../order/order.entity.ts';
import { lineWorth, type OrderShipping } from '../order/order-charges.ts';

type PlacedOrder = Pick<
  Order,
  'id' | 'number' | 'cartId' | 'buyerId' | 'provider' | 'total' | 'split' | 'shipping' | 'coupons' | 'shippingAddress'
>;
type PlacedItem = Omit<OrderItem, 'orderId' | 'buyerId' | 'refunded'>;

/** An order with its lines, frozen when it was placed. */
export interface Placing {
  readonly order: PlacedOrder;
  readonly items: readonly PlacedItem[];
}

/** What the neighbours say; null where there was nothing to ask. */
interface Answers {
  readonly allocate: OutputOf<typeof allocate> | null;
  readonly prepare: OutputOf<typeof prepareShipments> | null;
  readonly charge: OutputOf<typeof createPayment>;
}

/** Lines that need stock and a parcel. */
const physical = ({ items }: Placing): PlacedItem[] => items.filter((item) => item.kind === 'PHYSICAL');

/** Every key is the order's id, so asking again after a crash is asking the same. */
export const checkoutSaga: Saga<Placing, Answers> = {
  name: 'checkout',
  table: 'checkout_saga',
  subject: 'Order',
  steps: {
    allocate: {
      ask: async (context, placing) => {
        const { id: orderId, cartId } = placing.order;
        const lines = physical(placing).map(({ variantId, quantity }) => ({ variantId, quantity }));
        return lines.length > 0 ? context.call(allocate, { orderId, cartId, lines }, { key: orderId }) : null;
      },
      undo: (context, { order }) => context.call(releaseOrder, { orderId: order.id }),
    },
    prepare: {
      ask: async (context, { order, items }) => {
        const goods = physical({ order, items });
        return goods.length > 0 ? context.call(prepareShipments, parcelsOf(order, goods), { key: order.id }) : null;
      },
      undo: (context, { order }) => context.call(dropShipments, { orderId: order.id }),
    },
    charge: {
      ask: (context, { order, items }) => {
        const { id: orderId, buyerId, provider, split, total } = order;
        const lines = items.map(chargedLine);
        const shipping = order.shipping.map(chargedShipping);
        const amount = { amountMinor: total.amountMinor, currency: total.currency };
        return context.call(
          createPayment,
          { orderId, buyerId, provider, amount, split, lines, shipping },
          { key: orderId, timeoutMs: 15_000 },
        );
      },
      undo: (context, { order }) => context.call(endPayment, { orderId: order.id }),
    },
  },

  async load({ rows }, id) {
    const [[order], items] = await Promise.all([rows.by(Order, 'id', [id]), rows.by(OrderItem, 'orderId', [id], 'id')]);
    return { order: order!, items };
  },

  // It must be paid for as long as its goods are held.
  outcome: ({ allocate: allocated, charge }) => ({
    text: `update orders set payment_id = $1, payment_due_at = coalesce($2, payment_due_at) from done where orders.id = done.id`,
    parameters: [charge.paymentId, allocated?.expiresAt ?? null],
  }),

  async onRefused(tx, id, step) {
    const reason = step === 'allocate' || step === 'prepare' ? 'NOT_ALLOCATED' : 'NOT_CHARGED';
    const { order } = await cancelBy(tx, id, 'refuse', reason, false);
    // An order may be paid as soon as its payment is there, which is before we know it.
    return order?.status === 'CANCELLED';
  },
};

function chargedLine({ id: orderItemId, variantId, productId, sellerId, kind, name, sku, quantity, unitPrice, ...price }: PlacedItem) {
  const { sellerDiscountMinor, platformDiscountMinor, taxRatePpm, taxIncluded } = price;
  return {
    ...{ orderItemId, variantId, productId, sellerId, kind, name, sku, quantity, unitPriceMinor: unitPrice.amountMinor },
    ...{ sellerDiscountMinor, platformDiscountMinor, taxRatePpm, taxIncluded, ...lineWorth({ quantity, unitPrice, ...price }) },
  };
}

function chargedShipping({ id: shippingId, sellerId, name, priceMinor, totalMinor: worthMinor, parts, ...price }: OrderShipping) {
  const { sellerDiscountMinor, platformDiscountMinor, taxRatePpm, taxIncluded } = price;
  return { shippingId, sellerId, name, priceMinor, sellerDiscountMinor, platformDiscountMinor, taxRatePpm, taxIncluded, worthMinor, parts };
}

const parcelItem = ({ id: orderItemId, variantId, name, sku, quantity }: PlacedItem) => ({ orderItemId, variantId, name, sku, quantity });

/** A parcel for each seller. */
function parcelsOf(order: PlacedOrder, goods: readonly PlacedItem[]) {
  const { id: orderId, number: orderNumber, buyerId, shippingAddress } = order;
  const bySeller = groupBy(goods, (item) => item.sellerId);
  const parcels = [...bySeller].map(([sellerId, items]) => {
    const shippingMethod = order.shipping.find((each) => each.sellerId === sellerId)?.name ?? null;
    return { sellerId, shippingMethod, items: items.map(parcelItem) };
  });
  return { orderId, orderNumber, buyerId, shippingAddress: shippingAddress!, parcels };
}
