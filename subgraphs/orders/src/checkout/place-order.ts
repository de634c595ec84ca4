import { answerWorkflow } from '@stoa/kit/commands';
import type { OutputOf } from '@stoa/kit/contracts';
import { add, Money, times } from '@stoa/kit/money';
import { constraintOf, newId } from '@stoa/kit/persistence';
import { errorOf, settleSaga, startSaga } from '@stoa/kit/saga';
import type { DomainContext, Transaction } from '@stoa/kit/use-case';
import { placeOrder } from '@stoa/schema/commands/orders';
import { OrderPlaced } from '@stoa/schema/events/orders';
import type { z } from 'zod';
import { Order, OrderItem, OrderStatusChange } from '../order/order.entity.ts';
import { orderFacts } from '../order/order-facts.ts';
import { orderNumber } from '../order/order-number.ts';
import { splitBySeller } from '../order/split.ts';
import { checkoutSaga } from './checkout.saga.ts';

type Request = z.output<typeof placeOrder.input>;

/** Long enough to outlive a restart of a neighbour, short against the half hour that stock is allocated for. */
const DEADLINE_SECONDS = 5 * 60;
const PATIENCE_MS = 15_000;

/** Places an order and takes its saga as far as the payment. Asked again, it waits for the same order's answer. */
export const answerPlaceOrder = answerWorkflow(placeOrder, async (context, request): Promise<OutputOf<typeof placeOrder>> => {
  const { orderId } = request;
  await insertOnce(context, request);
  const refusal = await settleSaga(context, checkoutSaga, orderId, PATIENCE_MS);
  if (refusal) throw errorOf(refusal);
  const { paymentId } = await context.read.findOneOrFail(Order, { id: orderId });
  return { orderId, paymentId: paymentId! };
});

/** The order and its saga are written together, so whichever key is found taken, both are. */
const PLACED_BEFORE = ['orders_pkey', 'checkout_saga_pkey'];

/** Asked again, the order is there already; a number that is taken makes way for another one. */
async function insertOnce(context: DomainContext, request: Request, salt = 0): Promise<void> {
  try {
    await context.transact((tx) => insert(tx, request, orderNumber(request.orderId, salt)));
  } catch (error) {
    const constraint = constraintOf(error);
    if (constraint === 'orders_number_unique') return insertOnce(context, request, salt + 1);
    if (!constraint || !PLACED_BEFORE.includes(constraint)) throw error;
  }
}

async function insert(tx: Transaction, request: Request, number: string): Promise<void> {
  const { orderId: id, cartId, buyerId, provider, shippingAddress, lines } = request;
  const total = Money.of(lines.map((line) => times(line.unitPrice, line.quantity)).reduce(add));
  const frozen = shippingAddress && { ...shippingAddress, id: newId() };
  const order = Object.assign(new Order(), { id, cartId, buyerId, provider, total, split: splitBySeller(lines), shippingAddress: frozen });
  Object.assign(order, { number, status: 'PENDING', provisional: true, version: 1, paymentId: null });
  const items = lines.map((line) =>
    Object.assign(new OrderItem(), { ...line, id: newId(), orderId: id, buyerId, unitPrice: Money.of(line.unitPrice) }),
  );
  tx.em.persist([order, ...items, OrderStatusChange.of(id, 1, null, 'PENDING')]);
  tx.emit(OrderPlaced, order, orderFacts(order, items));
  await startSaga(tx.sql, checkoutSaga.table, id, DEADLINE_SECONDS);
}
