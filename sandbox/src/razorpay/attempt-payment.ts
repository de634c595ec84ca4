import { ApiError, badRequest } from './api-error.ts';
import type { Draft } from './draft.ts';
import { newId } from './ids.ts';
import type { Method, Order, Payment, PaymentError } from './records.ts';
import { outcomeOf } from './test-methods.ts';

const FEE_PERCENT = 2;
const TAX_PERCENT = 18;

/** One attempt of a buyer to pay an order. */
export function attemptPayment(draft: Draft, order: Order, method: Method, instrument: string): Payment {
  const outcome = outcomeOf(method, instrument);
  if (!outcome) throw badRequest(`The sandbox knows no ${method} ${instrument}`, method);
  if (order.status === 'paid') throw badRequest('Payment already done for this order.');
  const { amount, currency } = order;
  const payment: Payment = {
    ...{ id: newId('pay'), orderId: order.id, amount, currency, status: 'created', method },
    ...{ instrument: method === 'card' ? instrument.slice(-4) : instrument, fee: null, tax: null, amountRefunded: 0 },
    ...{ error: null, createdAt: draft.now },
  };
  const attempted = draft.putOrder({ ...order, status: 'attempted', attempts: order.attempts + 1 });
  if (outcome === 'waits') return draft.putPayment(payment);
  if (outcome === 'hangs') return authorize(draft, payment);
  if (outcome === 'pays') return capture(draft, attempted, authorize(draft, payment));
  return fail(draft, payment, outcome);
}

/** The bank has set the money aside. */
export const authorize = (draft: Draft, payment: Payment): Payment =>
  draft.putPayment({ ...payment, status: 'authorized' }, 'payment.authorized');

/** Takes what was set aside, as an order with automatic capture wants it. An order is paid once: another payment stays as it is. */
export function capture(draft: Draft, order: Order, payment: Payment): Payment {
  if (order.status === 'paid') return payment;
  const share = Math.round((payment.amount * FEE_PERCENT) / 100);
  const tax = Math.round((share * TAX_PERCENT) / 100);
  const captured = draft.putPayment({ ...payment, status: 'captured', fee: share + tax, tax }, 'payment.captured');
  draft.tellOrderPaid(draft.putOrder({ ...order, status: 'paid' }), captured);
  return captured;
}

export const fail = (draft: Draft, payment: Payment, error: PaymentError): Payment =>
  draft.putPayment({ ...payment, status: 'failed', error }, 'payment.failed');

/** The refusal that a browser is shown for a payment that failed. */
export const refusalOf = ({ error, orderId, id }: Payment): ApiError =>
  new ApiError(400, { ...error, metadata: { payment_id: id, order_id: orderId } });
