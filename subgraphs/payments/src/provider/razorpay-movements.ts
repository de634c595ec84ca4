import { z } from 'zod';
import type { MovementPage, ProviderMovement } from './payment-provider.ts';
import type { RazorpayClient } from './razorpay-client.ts';
import { attemptShape, type RazorpayAttempt, type RazorpayRefund, refundShape } from './razorpay-shapes.ts';

const PAGE = 100;

/** A page of what Razorpay lists of a time: first the payments, then the refunds. `after` says how far one has come: `refunds:100`. */
export async function razorpayMovements(razorpay: RazorpayClient, from: Date, to: Date, after: string | null): Promise<MovementPage> {
  const [list, skipped] = (after ?? 'payments:0').split(':') as ['payments' | 'refunds', string];
  const skip = Number(skipped);
  const time = { from: Math.floor(from.getTime() / 1_000), to: Math.floor(to.getTime() / 1_000) - 1, count: PAGE, skip };
  const more = (items: readonly unknown[]): boolean => items.length === PAGE;
  if (list === 'payments') {
    const { items } = await razorpay.get(z.object({ items: z.array(attemptShape) }), '/payments', time);
    return { movements: items.flatMap((attempt) => ofAttempt(attempt) ?? []), next: more(items) ? `payments:${skip + PAGE}` : 'refunds:0' };
  }
  const { items } = await razorpay.get(z.object({ items: z.array(refundShape) }), '/refunds', time);
  return { movements: items.flatMap((refund) => ofRefund(refund) ?? []), next: more(items) ? `refunds:${skip + PAGE}` : null };
}

function ofAttempt({ id, order_id, amount, currency, status, fee }: RazorpayAttempt): ProviderMovement | null {
  if (status !== 'captured' && status !== 'refunded') return null;
  return {
    ...{ reference: id, kind: 'CAPTURE', ours: null, providerPaymentId: order_id ?? null },
    ...{ amount: { amountMinor: amount, currency }, fee: fee ? { amountMinor: fee, currency } : null },
  };
}

function ofRefund({ id, amount, currency, status, notes }: RazorpayRefund): ProviderMovement | null {
  if (status !== 'processed') return null;
  return {
    ...{ reference: id, kind: 'REFUND', ours: notes.refundId ?? null, providerPaymentId: null },
    ...{ amount: { amountMinor: amount, currency }, fee: null },
  };
}
