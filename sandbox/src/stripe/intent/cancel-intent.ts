import { unexpectedState } from '../api-error.ts';
import type { WriteCall } from '../call.ts';
import type { Intent } from '../records.ts';
import { answerWithIntent, readExpansion } from './expand-intent.ts';
import { findIntent } from './find-intent.ts';

/** What is paid or cancelled stays so; and what somebody else is paying at this moment cannot be called back. */
const UNSTOPPABLE: readonly Intent['status'][] = ['succeeded', 'canceled', 'processing'];
const REASONS = ['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned'] as const;

/** `POST /v1/payment_intents/:id/cancel`: the intent can never be paid any more. What is paid or cancelled refuses. */
export function cancelIntent(call: WriteCall): object {
  const { parameters, draft } = call;
  const intent = findIntent(call);
  const cancellationReason = parameters.choice('cancellation_reason', REASONS) ?? null;
  const expansion = readExpansion(parameters);
  parameters.refuseOthers();

  if (UNSTOPPABLE.includes(intent.status)) {
    const message =
      `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one ` +
      'of the following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, ' +
      'requires_action.';
    throw unexpectedState(message, answerWithIntent(call, intent, expansion));
  }
  const canceled = { ...intent, status: 'canceled', cancellationReason, canceledAt: draft.now, nextAction: null } as const;
  return answerWithIntent(call, draft.putIntent(canceled, 'payment_intent.canceled'), expansion);
}
