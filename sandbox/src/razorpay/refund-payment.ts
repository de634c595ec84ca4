import { ApiError, badRequest, missing } from './api-error.ts';
import type { Draft } from './draft.ts';
import type { Fields } from './fields.ts';
import { amountOf, notesOf, refuseOthers, textOf } from './fields.ts';
import { newId } from './ids.ts';
import type { Refund } from './records.ts';

const KEY = /^[A-Za-z0-9_-]{10,}$/;

/** `POST /v1/payments/:id/refund`: money back, all that is left or a part. The same key brings back the same refund. */
export function refundPayment(draft: Draft, paymentId: string, fields: Fields, key: string | null, processed: boolean): Refund {
  const payment = draft.state.payments.get(paymentId);
  if (!payment) throw missing();
  if (key !== null && !KEY.test(key)) throw badRequest('The idempotency key must be at least 10 letters, digits, hyphens and underscores');
  const body = JSON.stringify(fields);
  const known = key === null ? undefined : draft.state.refundsOf(paymentId).find(({ idempotency }) => idempotency?.key === key);
  if (known && known.idempotency?.body !== body) throw badRequest('Different request body sent for the same Idempotency Header');
  if (known) return known;

  const left = payment.amount - payment.amountRefunded - draft.state.lostOf(paymentId);
  const amount = fields.amount === undefined ? left : amountOf(fields);
  const facts = { notes: notesOf(fields), receipt: textOf(fields, 'receipt', 40) };
  textOf(fields, 'speed', 10);
  refuseOthers(fields, 'amount', 'notes', 'receipt', 'speed');
  if (payment.status !== 'captured' && payment.status !== 'refunded')
    throw badRequest('The payment status should be captured for action to be taken');
  // What a bank has kept is gone, and the rest can be given back once it has decided. Stripe's sandbox is the stricter one.
  if (draft.state.contestedOf(paymentId) > draft.state.lostOf(paymentId))
    throw badRequest('The payment is disputed, and cannot be refunded');
  if (left === 0) throw badRequest('The payment has been fully refunded already');
  if (amount > left) throw badRequest('The total refund amount is greater than the refund payment amount');
  if (facts.receipt && draft.state.refunds.all().some(({ receipt }) => receipt === facts.receipt))
    throw new ApiError(400, { description: 'Duplicate receipt number', field: 'receipt' });

  const refund: Refund = {
    ...{ id: newId('rfnd'), paymentId, amount, currency: payment.currency, ...facts, status: 'pending' },
    ...{ idempotency: key === null ? null : { key, body }, createdAt: draft.now },
  };
  const amountRefunded = payment.amountRefunded + amount;
  const status = amountRefunded === payment.amount ? 'refunded' : 'captured';
  draft.putPayment({ ...payment, amountRefunded, status });
  draft.putRefund(refund, { ...payment, amountRefunded, status }, 'refund.created');
  return processed ? endRefund(draft, refund, 'process') : refund;
}

/** The bank has given the money back, or could not; then it is the merchant's again. */
export function endRefund(draft: Draft, refund: Refund, outcome: 'process' | 'fail'): Refund {
  const payment = draft.state.payments.get(refund.paymentId)!;
  if (outcome === 'process') return draft.putRefund({ ...refund, status: 'processed' }, payment, 'refund.processed');
  const restored = draft.putPayment({ ...payment, status: 'captured', amountRefunded: payment.amountRefunded - refund.amount });
  return draft.putRefund({ ...refund, status: 'failed' }, restored, 'refund.failed');
}
