import type { Dispute, Order, Payment, Refund } from './records.ts';

/** An order as the API shows it. */
export function renderOrder(order: Order): object {
  const { id, amount, currency, receipt, status, attempts, notes, createdAt } = order;
  const paid = status === 'paid' ? amount : 0;
  return {
    id,
    entity: 'order',
    amount,
    amount_paid: paid,
    amount_due: amount - paid,
    currency,
    receipt,
    offer_id: null,
    status,
    attempts,
    notes,
    created_at: createdAt,
  };
}

/** A payment as the API shows it. */
export function renderPayment(payment: Payment): object {
  const { id, amount, currency, status, orderId, method, instrument, amountRefunded, error, fee, tax, createdAt } = payment;
  const refundStatus = amountRefunded === amount ? 'full' : 'partial';
  return {
    id,
    entity: 'payment',
    amount,
    currency,
    status,
    order_id: orderId,
    invoice_id: null,
    international: false,
    method,
    amount_refunded: amountRefunded,
    refund_status: amountRefunded === 0 ? null : refundStatus,
    captured: status === 'captured' || status === 'refunded',
    description: null,
    card_id: null,
    ...(method === 'card' && { card: { entity: 'card', last4: instrument, network: 'Visa', type: 'credit', international: false } }),
    bank: method === 'netbanking' ? instrument : null,
    wallet: method === 'wallet' ? instrument : null,
    vpa: method === 'upi' ? instrument : null,
    email: null,
    contact: null,
    notes: [],
    fee,
    tax,
    error_code: error?.code ?? null,
    error_description: error?.description ?? null,
    error_source: error?.source ?? null,
    error_step: error?.step ?? null,
    error_reason: error?.reason ?? null,
    acquirer_data: {},
    created_at: createdAt,
  };
}

/** A refund as the API shows it. */
export function renderRefund(refund: Refund): object {
  const { id, amount, currency, paymentId, notes, receipt, status, createdAt } = refund;
  return {
    id,
    entity: 'refund',
    amount,
    currency,
    payment_id: paymentId,
    notes,
    receipt,
    acquirer_data: { arn: null },
    created_at: createdAt,
    batch_id: null,
    status,
    speed_processed: 'normal',
    speed_requested: 'normal',
  };
}

/** A dispute as the API shows it. */
export function renderDispute({ id, paymentId, amount, currency, phase, status, createdAt }: Dispute): object {
  return {
    id,
    entity: 'dispute',
    payment_id: paymentId,
    amount,
    currency,
    amount_deducted: phase === 'chargeback' && status !== 'won' ? amount : 0,
    reason_code: 'chargeback_authorization',
    respond_by: createdAt + 7 * 86_400,
    status,
    phase,
    created_at: createdAt,
  };
}
