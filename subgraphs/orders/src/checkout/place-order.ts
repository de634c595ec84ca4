import { answerWorkflow } from '@stoa/kit/commands';
import type { OutputOf } from '@stoa/kit/contracts';
import { DomainError } from '@stoa/kit/errors';
import { Money } from '@stoa/kit/money';
import { constraintOf, derivedId } from '@stoa/kit/persistence';
import { errorOf, type Started, settleSaga, startSaga } from '@stoa/kit/saga';
import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { placeOrder } from '@stoa/schema/commands/orders';
import { OrderPlaced } from '@stoa/schema/events/orders';
import type { z } from 'zod';
import { useCoupons } from '../coupon/use-coupons.ts';
import { Order } from '../order/order.entity.ts';
import { lineFacts, orderFacts } from '../order/order-facts.ts';
import { orderNumber } from '../order/order-number.ts';
import { priceOrder } from '../pricing/price-order.ts';
import { checkoutSaga, type Placing } from './checkout.saga.ts';
import { insertOrder } from './insert-order.ts';

type Request = z.output<typeof placeOrder.input>;
type Priced = Awaited<ReturnType<typeof priceOrder>>;

/** Long enough to outlive a restart of a neighbour, short against the half hour that stock is allocated for. */
const DEADLINE_SECONDS = 5 * 60;
const PATIENCE_MS = 15_000;

/** Places an order and takes its saga as far as the payment. Asked again, it waits for the same order's answer. */
export const answerPlaceOrder = answerWorkflow(placeOrder, async (context, request): Promise<OutputOf<typeof placeOrder>> => {
  const { orderId } = request;
  const started = await placeOnce(context, request);
  const { refusal, answers } = await settleSaga(context, checkoutSaga, orderId, PATIENCE_MS, started);
  if (refusal) throw errorOf(refusal);
  return { orderId, paymentId: answers?.charge.paymentId ?? (await paymentOf(context, orderId)) };
});

async function paymentOf({ rows }: DomainContext, orderId: string): Promise<string> {
  const [order] = await rows.by(Order, 'id', [orderId]);
  return order!.paymentId!;
}

/** The order and its saga are written together, so whichever key is found taken, both are. */
const PLACED_BEFORE = ['orders_pkey', 'checkout_saga_pkey'];

/** Null where it was placed before, at the rates of then. */
async function placeOnce(context: DomainContext, request: Request): Promise<Started<Placing> | null> {
  try {
    return await placeNumbered(context, request, await priceOrder(context, request));
  } catch (error) {
    if (error instanceof DomainError && (await wasPlaced(context, request.orderId))) return null;
    throw error;
  }
}

const wasPlaced = async ({ rows }: DomainContext, orderId: string): Promise<boolean> => (await rows.by(Order, 'id', [orderId])).length > 0;

/** Null where it was placed before; a number that is taken makes way for another one. */
async function placeNumbered(context: DomainContext, request: Request, priced: Priced, salt = 0): Promise<Started<Placing> | null> {
  try {
    return await context.transact((tx) => place(tx, request, priced, orderNumber(request.orderId, salt)));
  } catch (error) {
    const constraint = constraintOf(error);
    if (constraint === 'orders_number_unique') return placeNumbered(context, request, priced, salt + 1);
    if (!constraint || !PLACED_BEFORE.includes(constraint)) throw error;
    return null;
  }
}

async function place(tx: Transaction, request: Request, priced: Priced, number: string): Promise<Started<Placing>> {
  const { orderId: id, cartId, buyerId, provider, currency, shippingAddress } = request;
  const total = Money.of({ amountMinor: priced.totalMinor, currency });
  // Placed again after its database was set back, it is the order that others know, line by line.
  const frozen = shippingAddress && { ...shippingAddress, id: derivedId(id, 'address') };
  const shipping = priced.shipping.map((each, index) => ({ ...each, id: derivedId(id, 'shipping', index) }));
  const coupons = priced.coupons.map(({ couponId, code, sellerId, discountMinor }) => {
    return { couponId: couponId!, code, sellerId, discountMinor };
  });
  const { split } = priced;
  const order = { id, number, cartId, buyerId, provider, total, split, shipping, coupons, shippingAddress: frozen };
  const items = priced.lines.map((line, index) => ({ ...line, id: derivedId(id, 'line', index), unitPrice: Money.of(line.unitPrice) }));
  tx.emit(OrderPlaced, { id, version: 1 }, orderFacts(order, items.map(lineFacts)));
  const [claim] = await Promise.all([
    startSaga(tx.sql, checkoutSaga.table, id, DEADLINE_SECONDS),
    insertOrder(tx.sql, { order, items }),
    useCoupons(tx.sql, id, buyerId, coupons),
  ]);
  return { claim, subject: { order, items } };
}
