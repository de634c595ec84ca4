import { z } from 'zod';
import type { ProviderDispute, ProviderPayment, ProviderRefund } from './payment-provider.ts';

/** Razorpay writes an empty list where there are no notes. */
const notes = z.union([z.record(z.string(), z.coerce.string()), z.array(z.never()).transform((): Record<string, string> => ({}))]);

/** As much of an order as is read here. */
export const orderShape = z.looseObject({
  id: z.string().startsWith('order_').max(100),
  amount: z.int(),
  currency: z.string().length(3),
  notes,
});

/** As much of an attempt to pay an order as is read here. */
export const attemptShape = z.looseObject({
  id: z.string().startsWith('pay_').max(100),
  order_id: z.string().nullish(),
  amount: z.int(),
  currency: z.string().length(3),
  status: z.enum(['created', 'authorized', 'captured', 'refunded', 'failed']),
  fee: z.int().nullish(),
  created_at: z.int(),
  error_code: z.string().nullish(),
  error_description: z.string().nullish(),
  error_reason: z.string().nullish(),
});

/** As much of a refund as is read here. */
export const refundShape = z.looseObject({
  id: z.string().startsWith('rfnd_').max(100),
  payment_id: z.string(),
  amount: z.int(),
  currency: z.string().length(3),
  status: z.enum(['pending', 'processed', 'failed']),
  notes,
  created_at: z.int(),
});

/** As much of a dispute as is read here. */
export const disputeShape = z.looseObject({
  id: z.string().startsWith('disp_').max(100),
  payment_id: z.string().startsWith('pay_').max(100),
  amount: z.int(),
  currency: z.string().length(3),
  reason_code: z.string(),
  status: z.enum(['open', 'under_review', 'won', 'lost', 'closed']),
  phase: z.string(),
});

export type RazorpayOrder = z.output<typeof orderShape>;
export type RazorpayAttempt = z.output<typeof attemptShape>;
export type RazorpayRefund = z.output<typeof refundShape>;

const WEIGHT: Readonly<Record<RazorpayAttempt['status'], number>> = { captured: 4, refunded: 4, authorized: 3, created: 2, failed: 1 };

/** An order with its attempts is one payment: as far as the attempt that has come furthest. */
export function toPayment({ id, amount, currency, notes }: RazorpayOrder, attempts: readonly RazorpayAttempt[]): ProviderPayment {
  const paymentId = notes.paymentId ?? null;
  const open = { paymentId, providerPaymentId: id, amount: { amountMinor: amount, currency }, clientSecret: null, failure: null };
  const [furthest] = attempts.toSorted((one, other) => WEIGHT[other.status] - WEIGHT[one.status] || other.created_at - one.created_at);
  return furthest ? { ...toAttempted(furthest), paymentId, providerPaymentId: id } : { ...open, state: 'OPEN' };
}

const STATES = {
  created: 'REQUIRES_ACTION',
  authorized: 'PROCESSING',
  captured: 'CAPTURED',
  refunded: 'CAPTURED',
  failed: 'FAILED',
} as const satisfies Record<RazorpayAttempt['status'], ProviderPayment['state']>;

/** What one attempt says of its payment. It does not say whose it is, other than by its order. */
export function toAttempted(attempt: RazorpayAttempt): ProviderPayment {
  const { id, order_id, amount, currency, status, error_code, error_description, error_reason } = attempt;
  return {
    providerPaymentId: order_id ?? id,
    paymentId: null,
    state: STATES[status],
    amount: { amountMinor: amount, currency },
    clientSecret: null,
    failure:
      status === 'failed'
        ? { code: error_reason || error_code || 'payment_failed', message: error_description || 'The payment failed.' }
        : null,
  };
}

const REFUND_STATES = { pending: 'PENDING', processed: 'SUCCEEDED', failed: 'FAILED' } as const;

export const toRefund = ({ id, status }: RazorpayRefund): ProviderRefund => ({ providerRefundId: id, state: REFUND_STATES[status] });

/** In these a bank only asks, and takes nothing. */
const INQUIRIES: readonly string[] = ['fraud', 'retrieval'];

/** Razorpay tells of the fee for a dispute in its settlements only. */
export function toDispute(dispute: z.output<typeof disputeShape>, providerPaymentId: string): ProviderDispute {
  const { id, amount, currency, reason_code: reason, status, phase } = dispute;
  const undecided = INQUIRIES.includes(phase) ? 'INQUIRY' : 'OPEN';
  const state = ({ open: undecided, under_review: undecided, won: 'WON', closed: 'WON', lost: 'LOST' } as const)[status];
  return { providerDisputeId: id, providerPaymentId, state, amount: { amountMinor: amount, currency }, reason, fee: null };
}
