import { invalidRequest, missing } from '../api-error.ts';
import type { ReadCall, WriteCall } from '../call.ts';
import { refuseMissing } from '../parameters.ts';
import type { Intent } from '../records.ts';

/** The intent in the path. Who comes with a publishable key must also know the intent's client secret. */
export function findIntent({ caller, id, parameters, state }: ReadCall | WriteCall): Intent {
  const clientSecret = parameters.text('client_secret');
  const intent = state.intents.get(id);
  if (!intent) throw missing('payment_intent', id, 'intent');
  if (caller === 'publishable' && clientSecret === undefined) refuseMissing('client_secret');
  if (clientSecret !== undefined && clientSecret !== intent.clientSecret) {
    throw invalidRequest('The client_secret provided does not match the client_secret associated with the PaymentIntent.', {
      code: 'payment_intent_invalid_parameter',
      param: 'client_secret',
    });
  }
  return intent;
}
