import { DomainError, type ErrorCode } from '@stoa/kit/errors';
import type { CheckedOut } from './check-out.ts';
import type { Checkout } from './checkout.entity.ts';

/** The answer that a checkout has got, be it a refusal; null while it has none. */
export function answeredBefore(checkout: Checkout): CheckedOut | null {
  if (checkout.refusal) throw new DomainError(checkout.refusal.code as ErrorCode, checkout.refusal.message, checkout.refusal.details);
  return checkout.paymentId ? { orderId: checkout.orderId, paymentId: checkout.paymentId } : null;
}

export function assertSameInput(checkout: Checkout, inputHash: string): void {
  if (checkout.inputHash !== inputHash) throw new DomainError('IDEMPOTENCY_CONFLICT', 'This idempotency key was used with another input');
}
