import { ApiError, invalidRequest, unexpectedState } from '../api-error.ts';
import type { WriteCall } from '../call.ts';
import type { Draft } from '../draft.ts';
import { newId } from '../ids.ts';
import { typeOf } from '../method-types.ts';
import type { Charge, Intent, PaymentFailure, PaymentMethod } from '../records.ts';
import { renderFailure } from '../render.ts';
import type { CardOutcome } from '../test-cards.ts';
import { testCards } from '../test-cards.ts';
import { answerWithIntent } from './expand-intent.ts';

type Decline = Extract<CardOutcome, { kind: 'declined' }>;

/** One attempt to pay an intent. A declined card changes the intent and then throws the 402 that tells of it. */
export function attemptPayment(
  call: Pick<WriteCall, 'caller' | 'draft' | 'baseUrl'>,
  intent: Intent,
  method: PaymentMethod | undefined,
  returnUrl: string | null,
): Intent {
  const { draft, baseUrl } = call;
  if (!method) {
    const message =
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the " +
      'PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment ' +
      'method or ConfirmationToken.';
    throw unexpectedState(message, answerWithIntent(call, intent, { latestCharge: false }));
  }
  const types = intent.methodTypes ?? ['card'];
  if (!types.includes(typeOf(method))) {
    const message = `The PaymentMethod provided (${typeOf(method)}) is not allowed for this PaymentIntent. The allowed types are ${types.join(', ')}.`;
    throw invalidRequest(message, { code: 'payment_intent_incompatible_payment_method', param: 'payment_method' });
  }
  // Whatever is no card sends the buyer elsewhere.
  const outcome = testCards.get(method.token)?.outcome ?? { kind: 'needs-authentication' };
  if (outcome.kind === 'succeeds') return takeMoney(draft, intent, method);
  if (outcome.kind === 'needs-authentication') {
    const authenticateUrl = `${baseUrl}/_sandbox/payment_intents/${intent.id}/authenticate`;
    const nextAction = { authenticateUrl, returnUrl };
    const waiting: Intent = { ...intent, status: 'requires_action', paymentMethodId: method.id, nextAction, lastFailure: null };
    return draft.putIntent(waiting, 'payment_intent.requires_action');
  }
  const failed = declineIntent(draft, intent, method, outcome);
  throw cardError(call, failed);
}

/** The card pays: a charge for the whole amount, captured at once. */
export function takeMoney(draft: Draft, intent: Intent, method: PaymentMethod): Intent {
  const charge = draft.putCharge({ ...newCharge(draft, intent, method), status: 'succeeded' }, 'charge.succeeded');
  const paid: Intent = {
    ...intent,
    status: 'succeeded',
    amountReceived: intent.amount,
    paymentMethodId: method.id,
    latestChargeId: charge.id,
    lastFailure: null,
    nextAction: null,
  };
  return draft.putIntent(paid, 'payment_intent.succeeded');
}

/** The attempt came to nothing: the intent waits for another payment method, and can be confirmed again. */
export function failIntent(draft: Draft, intent: Intent, failure: PaymentFailure): Intent {
  const failed: Intent = {
    ...intent,
    status: 'requires_payment_method',
    paymentMethodId: null,
    latestChargeId: failure.chargeId ?? intent.latestChargeId,
    lastFailure: failure,
    nextAction: null,
  };
  return draft.putIntent(failed, 'payment_intent.payment_failed');
}

function declineIntent(draft: Draft, intent: Intent, method: PaymentMethod, { code, declineCode, message }: Decline): Intent {
  const failure = { code, declineCode, message };
  const charge = draft.putCharge({ ...newCharge(draft, intent, method), status: 'failed', failure }, 'charge.failed');
  return failIntent(draft, intent, { type: 'card_error', ...failure, chargeId: charge.id, paymentMethodId: method.id });
}

function newCharge(draft: Draft, intent: Intent, method: PaymentMethod): Omit<Charge, 'status'> {
  const { id: intentId, amount, currency, metadata } = intent;
  const shared = { intentId, amount, currency, metadata };
  return { id: newId('ch'), ...shared, amountRefunded: 0, failure: null, paymentMethodId: method.id, createdAt: draft.now };
}

function cardError(call: Pick<WriteCall, 'caller' | 'draft'>, intent: Intent): ApiError {
  if (!intent.lastFailure) throw new Error(`Intent ${intent.id} has no failure to tell of.`);
  const { doc_url: _, ...fields } = renderFailure(intent.lastFailure, call.draft);
  const payment_intent = answerWithIntent(call, intent, { latestCharge: false });
  return new ApiError(402, { ...fields, payment_intent }, { remembered: true });
}
