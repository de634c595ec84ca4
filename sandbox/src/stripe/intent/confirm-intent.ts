import { unexpectedState } from '../api-error.ts';
import type { WriteCall } from '../call.ts';
import { attemptPayment } from './attempt-payment.ts';
import { chooseMethod } from './choose-method.ts';
import { answerWithIntent, readExpansion } from './expand-intent.ts';
import { findIntent } from './find-intent.ts';

/** `POST /v1/payment_intents/:id/confirm`: an attempt to pay, by the server or by the buyer's browser. */
export function confirmIntent(call: WriteCall): object {
  const { caller, parameters, draft, state } = call;
  const intent = findIntent(call);
  const chosen = chooseMethod(call);
  const returnUrl = parameters.url('return_url') ?? null;
  const expansion = readExpansion(parameters);
  parameters.ignore('use_stripe_sdk', 'key');
  // A browser's library sends much about itself that has no consequence; a server's unknown parameter is a mistake.
  if (caller === 'secret') parameters.refuseOthers();

  if (intent.status === 'succeeded') {
    const message = 'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.';
    throw unexpectedState(message, answerWithIntent(call, intent, expansion));
  }
  if (intent.status === 'canceled' || intent.status === 'processing') {
    const message =
      `You cannot confirm this PaymentIntent because it has a status of ${intent.status}. ` +
      'Only a PaymentIntent with one of the ' +
      'following statuses may be confirmed: requires_confirmation, requires_action, requires_payment_method.';
    throw unexpectedState(message, answerWithIntent(call, intent, expansion));
  }
  const kept = intent.paymentMethodId ? state.paymentMethods.get(intent.paymentMethodId) : undefined;
  if (chosen) draft.putMethod(chosen);
  return answerWithIntent(call, attemptPayment(call, intent, chosen ?? kept, returnUrl), expansion);
}
