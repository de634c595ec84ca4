import type { Viewer } from '@stoa/kit/auth';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, anAdmin, aSeller, asking, conformance, delivering, type TestSubgraph } from '@stoa/kit/testing';
import {
  describeOrders,
  placeOrder,
  quoteBasket,
  readLines,
  readOrderNumbers,
  readPurchases,
  summarizeOrders,
} from '@stoa/schema/commands/orders';
import { ItemsDropped, ShipmentUpdated } from '@stoa/schema/events/fulfillment';
import { ReservationExpired, SaleRefused } from '@stoa/schema/events/inventory';
import { LineRefunded, LineRestored, PaymentCaptured, PaymentFailed, RefundSucceeded } from '@stoa/schema/events/payments';
import manifest from './index.ts';
import { OrderItem } from './order/order.entity.ts';
import {
  aLine,
  aPaidOrder,
  aPlacedOrder,
  aRequest,
  captureOf,
  dropOf,
  failureOf,
  linesOf,
  parcelOf,
  refundOf,
} from './testing/given-order.ts';
import { Neighbours } from './testing/neighbours.ts';

const neighbours = new Neighbours();

async function aShippingMethod(subgraph: TestSubgraph, seller: Viewer): Promise<string> {
  const mutation = 'mutation ($input: ShippingMethodInput!) { createShippingMethod(input: $input) { id } }';
  const input = { name: 'Parcel', destinations: ['DE'], price: { amountMinor: 500, currency: 'USD' } };
  return (await subgraph.as(seller).query<{ createShippingMethod: { id: string } }>(mutation, { input })).createShippingMethod.id;
}

async function aCoupon(subgraph: TestSubgraph, seller: Viewer): Promise<string> {
  const mutation = 'mutation ($input: CouponInput!) { createCoupon(input: $input) { id } }';
  const input = { code: newId(), kind: 'PERCENTAGE', percent: 10 };
  return (await subgraph.as(seller).query<{ createCoupon: { id: string } }>(mutation, { input })).createCoupon.id;
}

/** A line whose money a bank had kept. */
async function aRestoredLine(subgraph: TestSubgraph) {
  const [line] = await linesOf(subgraph, await aPaidOrder(subgraph));
  await subgraph.deliver(LineRefunded, line!);
  return line!;
}

conformance(manifest, {
  commands: neighbours.commands,
  open: {
    'Query.orders(buyerId)': 'only staff list the orders of all buyers',
    'Mutation.setCommissionRate(input.sellerId)': 'an administrator sets a rate for whomever they name',
    'Mutation.setCommissionRate(input.categoryId)': 'an administrator sets a rate for whatever they name',
    'Mutation.setTaxRate(input.categoryId)': 'an administrator sets a rate for whatever they name',
  },
  fixtures: [
    {
      entity: 'Order',
      owner: aBuyer,
      make: async (subgraph, buyer) => (await aPlacedOrder(subgraph, {}, buyer)).id,
      arguments: ['Query.order(id)', 'Mutation.cancelOrder(id)', 'Subscription.orderStatusChanged(orderId)'],
    },
    {
      entity: 'an order by its number',
      owner: aBuyer,
      make: async (subgraph, buyer) => (await aPlacedOrder(subgraph, {}, buyer)).number,
      arguments: ['Query.order(number)'],
    },
    {
      entity: 'OrderItem',
      owner: aBuyer,
      make: async (subgraph, buyer) => {
        const { id: orderId } = await aPlacedOrder(subgraph, {}, buyer);
        return (await subgraph.context().read.findOneOrFail(OrderItem, { orderId })).id;
      },
    },
    {
      entity: 'OrderItem',
      owner: aSeller,
      make: async (subgraph, { sellerId }) => {
        const { id: orderId } = await aPlacedOrder(subgraph, { lines: [aLine({ sellerId: sellerId! })] });
        return (await subgraph.context().read.findOneOrFail(OrderItem, { orderId })).id;
      },
    },
    {
      entity: 'CommissionRate',
      owner: anAdmin,
      make: async (subgraph, admin) => {
        const mutation = 'mutation ($input: CommissionRateInput!) { setCommissionRate(input: $input) { id } }';
        const input = { sellerId: newId(), basisPoints: 500 };
        return (await subgraph.as(admin).query<{ setCommissionRate: { id: string } }>(mutation, { input })).setCommissionRate.id;
      },
      arguments: ['Mutation.removeCommissionRate(id)'],
    },
    { entity: 'Seller', owner: aSeller, readableBy: 'everyone', make: async (_subgraph, owner) => owner.sellerId! },
    {
      entity: 'ShippingMethod',
      owner: aSeller,
      readableBy: 'everyone',
      make: aShippingMethod,
      arguments: ['Mutation.updateShippingMethod(id)', 'Mutation.removeShippingMethod(id)'],
    },
    { entity: 'Coupon', owner: aSeller, make: aCoupon, arguments: ['Mutation.endCoupon(id)'] },
    {
      entity: 'TaxRate',
      owner: anAdmin,
      readableBy: 'everyone',
      make: async (subgraph, admin) => {
        const mutation = 'mutation ($input: TaxRateInput!) { setTaxRate(input: $input) { id } }';
        const input = { country: 'XX', region: newId(), percentage: 19 };
        return (await subgraph.as(admin).query<{ setTaxRate: { id: string } }>(mutation, { input })).setTaxRate.id;
      },
      arguments: ['Mutation.removeTaxRate(id)'],
    },
    {
      entity: 'User',
      owner: aBuyer,
      readableBy: 'everyone',
      make: async (subgraph, buyer) => (await aPlacedOrder(subgraph, {}, buyer)).buyerId,
    },
  ],
  deliveries: [
    delivering(PaymentCaptured, async (subgraph) => captureOf(await aPlacedOrder(subgraph))),
    delivering(PaymentFailed, async (subgraph) => failureOf(await aPlacedOrder(subgraph))),
    delivering(RefundSucceeded, async (subgraph) => refundOf(await aPaidOrder(subgraph))),
    delivering(LineRefunded, async (subgraph) => (await linesOf(subgraph, await aPaidOrder(subgraph)))[0]!),
    delivering(LineRestored, async (subgraph) => aRestoredLine(subgraph)),
    delivering(ShipmentUpdated, async (subgraph) => {
      const order = await aPaidOrder(subgraph);
      return parcelOf(order, neighbours.prepared.get(order.id)![0]!, 'PROCESSING');
    }),
    delivering(ItemsDropped, async (subgraph) => dropOf(await aPaidOrder(subgraph))),
    delivering(ReservationExpired, async (subgraph) => {
      return { reservationId: newId(), cartId: null, orderId: (await aPlacedOrder(subgraph)).id };
    }),
    delivering(SaleRefused, async (subgraph) => ({ orderId: (await aPaidOrder(subgraph)).id })),
  ],
  asks: [
    asking(placeOrder, async () => aRequest()),
    asking(quoteBasket, async () => aRequest()),
    asking(describeOrders, async (subgraph) => ({ orderIds: [(await aPlacedOrder(subgraph)).id] })),
    asking(summarizeOrders, async (subgraph) => ({ orderIds: [(await aPlacedOrder(subgraph)).id] })),
    asking(readOrderNumbers, async (subgraph) => ({ orderIds: [(await aPlacedOrder(subgraph)).id] })),
    asking(readLines, async (subgraph) => {
      const { id: orderId, buyerId } = await aPlacedOrder(subgraph);
      return { orderId, buyerId };
    }),
    asking(readPurchases, async (subgraph) => {
      const productId = newId();
      const { buyerId } = await aPaidOrder(subgraph, { lines: [aLine({ productId })] });
      return { buyerId, productId };
    }),
  ],
});
