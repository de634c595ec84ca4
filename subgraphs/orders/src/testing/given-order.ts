import type { Viewer } from '@stoa/kit/auth';
import type { InputOf, PayloadOf } from '@stoa/kit/contracts';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, aSeller, type TestSubgraph } from '@stoa/kit/testing';
import { placeOrder } from '@stoa/schema/commands/orders';
import type { ItemsDropped, ShipmentUpdated } from '@stoa/schema/events/fulfillment';
import { type LineRefunded, PaymentCaptured, type PaymentFailed, type RefundSucceeded } from '@stoa/schema/events/payments';
import { Order, OrderItem } from '../order/order.entity.ts';

type Request = InputOf<typeof placeOrder>;
type Line = Request['lines'][number];

const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
const anAddress = { name: 'Ada', line1: 'Example Street 1', city: 'Berlin', postalCode: '10115', country: 'DE' };

/** One line of goods; of what is not said nothing depends. */
export const aLine = (facts: Partial<Line> = {}): Line => {
  const ids = { variantId: newId(), productId: newId(), sellerId: newId() };
  return { ...ids, kind: 'PHYSICAL', name: 'A thing', sku: 'SKU-1', quantity: 1, unitPrice: usd(1_000), ...facts };
};

/** What cart asks for. */
export function aRequest(facts: Partial<Request> = {}, buyer: Viewer = aBuyer()): Request {
  const ids = { orderId: newId(), cartId: newId(), buyerId: buyer.userId! };
  return { ...ids, provider: 'STRIPE', currency: 'USD', shippingAddress: anAddress, lines: [aLine()], ...facts };
}

export const orderOf = (subgraph: TestSubgraph, id: string): Promise<Order> => subgraph.context().read.findOneOrFail(Order, { id });

/** An order that waits for its payment. */
export async function aPlacedOrder(subgraph: TestSubgraph, facts: Partial<Request> = {}, buyer: Viewer = aBuyer()): Promise<Order> {
  const request = aRequest(facts, buyer);
  await subgraph.answer(placeOrder, request, { key: request.orderId });
  return orderOf(subgraph, request.orderId);
}

export async function aPaidOrder(subgraph: TestSubgraph, facts: Partial<Request> = {}, buyer: Viewer = aBuyer()): Promise<Order> {
  const order = await aPlacedOrder(subgraph, facts, buyer);
  await subgraph.deliver(PaymentCaptured, captureOf(order));
  return orderOf(subgraph, order.id);
}

const paymentOf = ({ id: orderId, buyerId, paymentId }: Order) => ({ paymentId: paymentId ?? newId(), orderId, buyerId });
const moneyOf = ({ split, total }: Order) => {
  return { provider: 'STRIPE' as const, split, amount: { amountMinor: total.amountMinor, currency: total.currency } };
};

/** What payments tells of an order's payment. */
export const captureOf = (order: Order): PayloadOf<typeof PaymentCaptured> => ({ ...paymentOf(order), ...moneyOf(order) });
export const failureOf = (order: Order): PayloadOf<typeof PaymentFailed> => ({ ...paymentOf(order), failureCode: 'card_declined' });
export const refundOf = (order: Order): PayloadOf<typeof RefundSucceeded> => {
  return { ...paymentOf(order), ...moneyOf(order), refundId: newId(), full: true };
};

/** What payments tells of each line of which all has gone back, and again where a bank returns it. */
export async function linesOf(subgraph: TestSubgraph, order: Order): Promise<PayloadOf<typeof LineRefunded>[]> {
  const items = await subgraph.context().read.find(OrderItem, { orderId: order.id }, { orderBy: { id: 'asc' } });
  return items.map(({ id: orderItemId, variantId, productId, sellerId, kind, quantity }) => {
    return { ...paymentOf(order), orderItemId, variantId, productId, sellerId, kind, quantity };
  });
}

/** What fulfillment tells of one of an order's parcels. */
export const parcelOf = (
  { id: orderId }: Order,
  shipmentId: string,
  status: PayloadOf<typeof ShipmentUpdated>['status'],
): PayloadOf<typeof ShipmentUpdated> => ({ shipmentId, orderId, sellerId: aSeller().sellerId!, status });

/** What fulfillment tells when somebody cancels the order and its parcels are kept in the house. */
export function dropOf(order: Order): PayloadOf<typeof ItemsDropped> {
  const items = [{ orderItemId: newId(), variantId: newId(), quantity: 1 }];
  return { shipmentId: newId(), orderId: order.id, sellerId: newId(), reason: 'ORDER_CANCELLED', items };
}
