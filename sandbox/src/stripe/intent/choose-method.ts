import { missing } from '../api-error.ts';
import type { WriteCall } from '../call.ts';
import { newId } from '../ids.ts';
import type { PaymentMethod } from '../records.ts';
import { testCards } from '../test-cards.ts';

/** The payment method in the parameters: a test token makes a new one, an id names one made before. */
export function chooseMethod({ parameters, state, draft }: WriteCall): PaymentMethod | undefined {
  const name = parameters.text('payment_method');
  if (name === undefined) return undefined;
  // Drafted only: a method becomes real with the change that uses it.
  if (testCards.has(name)) return { id: newId('pm'), token: name, createdAt: draft.now };
  const known = state.paymentMethods.get(name);
  if (!known) throw missing('PaymentMethod', name, 'payment_method', 400);
  return known;
}
