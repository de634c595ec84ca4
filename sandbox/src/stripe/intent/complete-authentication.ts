import type { Draft } from '../draft.ts';
import type { Intent, PaymentMethod } from '../records.ts';
import { failIntent, takeMoney } from './attempt-payment.ts';

/** How the buyer fared on the bank's page. */
export type AuthenticationOutcome = 'succeed' | 'process' | 'fail';

/** What the bank's page does when the buyer is done there. */
export function completeAuthentication(draft: Draft, intent: Intent, method: PaymentMethod, outcome: AuthenticationOutcome): Intent {
  if (outcome === 'succeed') return takeMoney(draft, intent, method);
  if (outcome === 'process') return draft.putIntent({ ...intent, status: 'processing', nextAction: null }, 'payment_intent.processing');
  return failIntent(draft, intent, {
    type: 'invalid_request_error',
    code: 'payment_intent_authentication_failure',
    message:
      'The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod ' +
      'to attempt to fulfill this PaymentIntent again.',
    paymentMethodId: method.id,
  });
}
