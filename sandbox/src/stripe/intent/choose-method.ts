import { missing } from '../api-error.ts';
import type { WriteCall } from '../call.ts';
import { newId } from '../ids.ts';
import { METHOD_TYPES } from '../method-types.ts';
import type { PaymentMethod } from '../records.ts';
import { testCards } from '../test-cards.ts';

/** A card needs its number, which the sandbox takes as a token only. */
const OF_A_TYPE = METHOD_TYPES.filter((type) => type !== 'card');

/** The payment method in the parameters: a test token or a type makes a new one, an id names one made before. */
export function chooseMethod({ parameters, state, draft }: WriteCall): PaymentMethod | undefined {
  const name = parameters.text('payment_method');
  const type = parameters.group('payment_method_data')?.choice('type', OF_A_TYPE);
  if (type) return { id: newId('pm'), token: type, createdAt: draft.now };
  if (name === undefined) return undefined;
  // Drafted only: a method becomes real with the change that uses it.
  if (testCards.has(name)) return { id: newId('pm'), token: name, createdAt: draft.now };
  const known = state.paymentMethods.get(name);
  if (!known) throw missing('PaymentMethod', name, 'payment_method', 400);
  return known;
}
