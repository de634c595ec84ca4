import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { BadNotice, type ProviderNotice } from './payment-provider.ts';
import { attemptShape, disputeShape, orderShape, refundShape, toAttempted } from './razorpay-shapes.ts';

/** Whether this is what the secret makes of the message, in a time that tells nothing of it. */
export function isSignedBy(secret: string, message: string | Uint8Array, signature: string): boolean {
  const wanted = createHmac('sha256', secret).update(message).digest();
  const given = Buffer.from(signature, 'hex');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

const eventShape = z.looseObject({
  entity: z.literal('event'),
  event: z.string().min(1).max(100),
  payload: z.looseObject({
    payment: z.looseObject({ entity: attemptShape }).optional(),
    order: z.looseObject({ entity: orderShape }).optional(),
    refund: z.looseObject({ entity: refundShape }).optional(),
    dispute: z.looseObject({ entity: disputeShape }).optional(),
  }),
});

/** Reads one of Razorpay's webhooks. Its id is a header; the signature is over the body as it came. */
export function readRazorpayNotice(
  rawBody: Uint8Array,
  headers: Readonly<Record<string, string>>,
  secret: string | undefined,
): ProviderNotice {
  if (!secret) throw new BadNotice('no webhook secret is set');
  if (!isSignedBy(secret, rawBody, headers['x-razorpay-signature'] ?? '')) throw new BadNotice('bad signature');
  const eventId = headers['x-razorpay-event-id'] ?? '';
  const { event: type, payload } = parsed(rawBody);
  if (!/^[\w-]{1,100}$/.test(eventId)) throw new BadNotice('an event without an id');
  const nothing = { eventId, type, payment: null, payoutAccount: null, refund: null, disputeId: null };
  const { payment, order, refund, dispute } = payload;
  if (dispute) return { ...nothing, disputeId: dispute.entity.id };
  if (refund) return { ...nothing, refund: { providerRefundId: refund.entity.id, refundId: refund.entity.notes.refundId ?? null } };
  if (!payment || !(type.startsWith('payment.') || type === 'order.paid')) return nothing;
  return { ...nothing, payment: { ...toAttempted(payment.entity), paymentId: order?.entity.notes.paymentId ?? null } };
}

function parsed(rawBody: Uint8Array): z.output<typeof eventShape> {
  try {
    return eventShape.parse(JSON.parse(Buffer.from(rawBody).toString()));
  } catch (error) {
    throw new BadNotice(error instanceof Error ? error.message : 'no event');
  }
}
