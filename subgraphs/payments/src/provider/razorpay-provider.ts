import { resource } from '@stoa/kit/subgraph';
import { z } from 'zod';
import type { PaymentProvider, ProviderPayment } from './payment-provider.ts';
import { ProviderRefusal } from './payment-provider.ts';
import { paymentSettings } from './payment-settings.ts';
import { askingRazorpay as asking, RazorpayClient } from './razorpay-client.ts';
import { razorpayMovements } from './razorpay-movements.ts';
import { isSignedBy, readRazorpayNotice } from './razorpay-notice.ts';
import {
  attemptShape,
  disputeShape,
  orderShape,
  type RazorpayAttempt,
  type RazorpayOrder,
  refundShape,
  toAttempted,
  toDispute,
  toPayment,
  toRefund,
} from './razorpay-shapes.ts';

/** Stock is held for half an hour: what its bank agrees to later is not taken, and goes back by itself. */
const CAPTURE_WITHIN_MINUTES = 30;

/**
 * Razorpay as the one who takes buyers' money; null where no account is set. A payment of ours is an order there, which its buyer may
 * try to pay several times, and which is captured by itself as soon as a bank agrees.
 */
export const razorpayProvider = resource('Razorpay', (environment): PaymentProvider | null => {
  const settings = paymentSettings.make(environment);
  const { RAZORPAY_KEY_ID: keyId, RAZORPAY_KEY_SECRET: keySecret, RAZORPAY_WEBHOOK_SECRET, RAZORPAY_API_BASE: base } = settings;
  if (!keyId || !keySecret) return null;
  const razorpay = new RazorpayClient({ base, keyId, keySecret });
  return {
    publishableKey: keyId,
    leastRefundMinor: 100,
    isGenuine: ({ providerPaymentId, attemptId, signature }) => isSignedBy(keySecret, `${providerPaymentId}|${attemptId}`, signature),
    create: ({ paymentId, orderId, amount, askedBefore }) =>
      asking('create', async () => {
        // Orders know no idempotency keys. One made twice all the same is harmless: its id is told to nobody, so nobody can pay it.
        const known = askedBefore ? await orderOf(razorpay, paymentId) : null;
        if (known) return toPayment(known, await attemptsOf(razorpay, known.id));
        const { amountMinor, currency } = amount;
        const capture = {
          capture: 'automatic',
          capture_options: {
            automatic_expiry_period: CAPTURE_WITHIN_MINUTES,
            manual_expiry_period: CAPTURE_WITHIN_MINUTES,
            refund_speed: 'normal',
          },
        };
        const wanted = { amount: amountMinor, currency, receipt: paymentId, notes: { paymentId, orderId }, payment: capture };
        return toPayment(await razorpay.post(orderShape, '/orders', wanted), []);
      }),
    retrieve: (id) => asking('retrieve', () => retrieve(razorpay, id)),
    cancel: (id) => asking('cancel', () => end(razorpay, id)),
    refund: ({ refundId, paymentId, providerPaymentId, amountMinor }) =>
      asking('refund', async () => {
        const paid = (await attemptsOf(razorpay, providerPaymentId)).find(isCaptured);
        if (!paid) throw new ProviderRefusal('not_captured', `Nothing of ${providerPaymentId} is captured`);
        const known = await refundOf(razorpay, paid.id, refundId);
        const wanted = { amount: amountMinor, speed: 'normal', receipt: refundId, notes: { refundId, paymentId } };
        const key = { 'x-refund-idempotency': refundId };
        return toRefund(known ?? (await razorpay.post(refundShape, `/payments/${paid.id}/refund`, wanted, key)));
      }),
    retrieveRefund: (id) => asking('retrieveRefund', async () => toRefund(await razorpay.get(refundShape, `/refunds/${id}`))),
    retrieveDispute: (id) =>
      asking('retrieveDispute', async () => {
        const dispute = await razorpay.get(disputeShape, `/disputes/${id}`);
        const { order_id } = await razorpay.get(attemptShape, `/payments/${dispute.payment_id}`);
        return toDispute(dispute, order_id ?? dispute.payment_id);
      }),
    payments: (from, to) => listed(razorpay, attemptShape, '/payments', from, to, toAttempted),
    refunds: (from, to) =>
      listed(razorpay, refundShape, '/refunds', from, to, (refund) => ({ ...toRefund(refund), refundId: refund.notes.refundId ?? null })),
    disputes: (from, to) => listed(razorpay, disputeShape, '/disputes', from, to, (dispute) => toDispute(dispute, dispute.payment_id)),
    movements: (from, to, after) => asking('movements', () => razorpayMovements(razorpay, from, to, after)),
    readNotice: (rawBody, headers) => readRazorpayNotice(rawBody, headers, RAZORPAY_WEBHOOK_SECRET),
  };
});

/** All that Razorpay lists of a time. */
async function* listed<S extends z.ZodType, Said>(
  razorpay: RazorpayClient,
  shape: S,
  path: string,
  from: Date,
  to: Date,
  say: (item: z.output<S>) => Said,
): AsyncGenerator<Said> {
  const time = { from: Math.floor(from.getTime() / 1_000), to: Math.ceil(to.getTime() / 1_000) };
  for await (const item of razorpay.list(shape, path, time)) yield say(item);
}

const isCaptured = ({ status }: RazorpayAttempt): boolean => status === 'captured' || status === 'refunded';

/** All attempts to pay an order, which come in one answer. */
const attemptsOf = async (razorpay: RazorpayClient, orderId: string): Promise<RazorpayAttempt[]> =>
  (await razorpay.get(z.object({ items: z.array(attemptShape) }), `/orders/${orderId}/payments`)).items;

async function retrieve(razorpay: RazorpayClient, id: string): Promise<ProviderPayment> {
  const [order, attempts] = await Promise.all([razorpay.get(orderShape, `/orders/${id}`), attemptsOf(razorpay, id)]);
  return toPayment(order, attempts);
}

/**
 * An order there cannot be cancelled. To whom nothing was paid yet it has ended all the same: who pays late is captured, the webhook or
 * the sweep tells of it, and the ended order gives the money back. What a bank has agreed to is about to be captured, and is waited for.
 */
async function end(razorpay: RazorpayClient, id: string): Promise<ProviderPayment> {
  const said = await retrieve(razorpay, id);
  return said.state === 'CAPTURED' || said.state === 'PROCESSING' ? said : { ...said, state: 'CANCELLED' };
}

/** The order that an earlier question has made. */
async function orderOf(razorpay: RazorpayClient, paymentId: string): Promise<RazorpayOrder | null> {
  for await (const order of razorpay.list(orderShape, '/orders', { receipt: paymentId })) return order;
  return null;
}

/** The refund that an earlier question has made, however long ago. */
async function refundOf(razorpay: RazorpayClient, attemptId: string, refundId: string) {
  for await (const refund of razorpay.list(refundShape, `/payments/${attemptId}/refunds`))
    if (refund.notes.refundId === refundId) return refund;
  return null;
}
