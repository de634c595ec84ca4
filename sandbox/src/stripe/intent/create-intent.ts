import { invalidRequest } from '../api-error.ts';
import type { WriteCall } from '../call.ts';
import { currencies, threeDecimals } from '../currencies.ts';
import { newClientSecret, newId } from '../ids.ts';
import { METHOD_TYPES, type MethodType } from '../method-types.ts';
import type { Parameters } from '../parameters.ts';
import { refuseMissing } from '../parameters.ts';
import type { Intent } from '../records.ts';
import { attemptPayment } from './attempt-payment.ts';
import { chooseMethod } from './choose-method.ts';
import { answerWithIntent, readExpansion } from './expand-intent.ts';

const LARGEST_AMOUNT = 99_999_999;

/** `POST /v1/payment_intents`: an intent to be paid, and with `confirm=true` the first attempt at once. */
export function createIntent(call: WriteCall): object {
  const { parameters, draft } = call;
  const money = { amount: readAmount(parameters), currency: readCurrency(parameters) };
  if (threeDecimals.has(money.currency) && money.amount % 10 !== 0)
    throw invalidRequest(`Amounts in ${money.currency} must end in 0.`, { param: 'amount' });
  const methods = readMethodTypes(parameters);
  const details = readDetails(parameters);
  const method = chooseMethod(call);
  const confirm = parameters.flag('confirm') ?? false;
  const returnUrl = parameters.url('return_url') ?? null;
  const expansion = readExpansion(parameters);
  // Manual capture and confirmation are not offered; asking for what happens anyway is fine.
  parameters.choice('capture_method', ['automatic', 'automatic_async']);
  parameters.choice('confirmation_method', ['automatic']);
  parameters.ignore('use_stripe_sdk');
  parameters.refuseOthers();
  if (returnUrl && !confirm) {
    const message = 'The parameter `return_url` cannot be passed when creating a PaymentIntent unless `confirm` is set to true.';
    throw invalidRequest(message, { param: 'return_url' });
  }
  if (confirm && !method) {
    const message = "You cannot confirm this PaymentIntent because it's missing a payment method.";
    throw invalidRequest(message, { code: 'payment_intent_unexpected_state', param: 'payment_method' });
  }

  const id = newId('pi');
  const intent: Intent = {
    id,
    clientSecret: newClientSecret(id),
    ...money,
    ...details,
    amountReceived: 0,
    ...methods,
    status: method ? 'requires_confirmation' : 'requires_payment_method',
    createdAt: draft.now,
    paymentMethodId: method?.id ?? null,
    latestChargeId: null,
    lastFailure: null,
    nextAction: null,
    canceledAt: null,
    cancellationReason: null,
  };
  if (method) draft.putMethod(method);
  draft.putIntent(intent, 'payment_intent.created');
  if (!confirm) return answerWithIntent(call, intent, expansion);
  return answerWithIntent(call, attemptPayment(call, intent, method, returnUrl), expansion);
}

function readAmount(parameters: Parameters): number {
  const amount = parameters.positiveInteger('amount') ?? refuseMissing('amount');
  if (amount <= LARGEST_AMOUNT) return amount;
  throw invalidRequest('Amount must be no more than 99999999 in the smallest currency unit.', {
    code: 'amount_too_large',
    param: 'amount',
  });
}

function readCurrency(parameters: Parameters): string {
  const currency = parameters.requiredText('currency').toLowerCase();
  if (currencies.has(currency)) return currency;
  const message = `Invalid currency: ${currency}. Stripe currently supports these currencies: ${[...currencies].join(', ')}`;
  throw invalidRequest(message, { param: 'currency' });
}

/** How methods are chosen. A type that the sandbox does not offer is refused; left to Stripe, it offers what is allowed. */
function readMethodTypes(parameters: Parameters): Pick<Intent, 'automaticMethods' | 'methodTypes'> {
  const automatic = parameters.group('automatic_payment_methods');
  // The newer parameter names what is allowed, the older one what is offered; where all is offered they come to the same.
  const types = [...parameters.texts('payment_method_types'), ...parameters.texts('allowed_payment_method_types')];
  const enabled = automatic?.flag('enabled') ?? false;
  if (enabled && types.length > 0) {
    throw invalidRequest('You may only specify one of these parameters: automatic_payment_methods, payment_method_types.');
  }
  const other = types.find((type) => !METHOD_TYPES.includes(type as MethodType));
  if (other !== undefined) {
    const message = `The payment method type provided: ${other} is invalid. The sandbox offers ${METHOD_TYPES.join(', ')}.`;
    throw invalidRequest(message, { code: 'payment_intent_invalid_parameter', param: 'payment_method_types' });
  }
  if (!enabled && types.length > 0) return { automaticMethods: null, methodTypes: types };
  const allowRedirects = automatic?.choice('allow_redirects', ['always', 'never']) ?? 'always';
  return { automaticMethods: { allowRedirects }, methodTypes: allowRedirects === 'always' ? METHOD_TYPES : ['card'] };
}

function readDetails(parameters: Parameters) {
  return {
    metadata: parameters.metadata(),
    description: parameters.text('description') ?? null,
    receiptEmail: parameters.text('receipt_email') ?? null,
    statementDescriptorSuffix: parameters.text('statement_descriptor_suffix', { maxLength: 22 }) ?? null,
    transferGroup: parameters.text('transfer_group') ?? null,
  };
}
