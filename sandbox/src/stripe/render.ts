import { typeOf } from './method-types.ts';
import type { Charge, Intent, PaymentFailure, PaymentMethod, Refund } from './records.ts';
import { testCards } from './test-cards.ts';

/** Finds what a rendered object refers to. */
export interface Lookup {
  charge(id: string): Charge | undefined;
  paymentMethod(id: string): PaymentMethod | undefined;
}

/** A payment intent as a secret key sees it. */
export function renderIntent(intent: Intent, lookup: Lookup): object {
  return {
    ...renderIntentForClient(intent, lookup),
    allowed_payment_method_types: null,
    amount_capturable: 0,
    amount_received: intent.amountReceived,
    application: null,
    application_fee_amount: null,
    customer: null,
    customer_account: null,
    excluded_payment_method_types: null,
    latest_charge: intent.latestChargeId,
    managed_payments: null,
    metadata: intent.metadata,
    on_behalf_of: null,
    payment_method_options: { card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' } },
    payment_record: null,
    review: null,
    statement_descriptor: null,
    statement_descriptor_suffix: intent.statementDescriptorSuffix,
    transfer_data: null,
    transfer_group: intent.transferGroup,
  };
}

/** A payment intent as a publishable key sees it: without metadata and whatever else is nobody's business in a browser. */
export function renderIntentForClient(intent: Intent, lookup: Lookup): object {
  return {
    id: intent.id,
    object: 'payment_intent',
    amount: intent.amount,
    amount_details: { tip: {} },
    automatic_payment_methods: intent.automaticMethods && {
      allow_redirects: intent.automaticMethods.allowRedirects,
      enabled: true,
    },
    canceled_at: intent.canceledAt,
    cancellation_reason: intent.cancellationReason,
    capture_method: 'automatic_async',
    client_secret: intent.clientSecret,
    confirmation_method: 'automatic',
    created: intent.createdAt,
    currency: intent.currency,
    description: intent.description,
    last_payment_error: intent.lastFailure && renderFailure(intent.lastFailure, lookup),
    livemode: false,
    next_action: intent.nextAction && renderNextAction(intent.nextAction),
    payment_method: intent.paymentMethodId,
    payment_method_configuration_details: null,
    payment_method_types: intent.methodTypes ?? ['card'],
    processing: null,
    receipt_email: intent.receiptEmail,
    setup_future_usage: null,
    shipping: null,
    source: null,
    status: intent.status,
  };
}

/** The error object of a failed attempt, as in `last_payment_error` and in a 402. */
export function renderFailure(failure: PaymentFailure, lookup: Lookup) {
  const method = lookup.paymentMethod(failure.paymentMethodId);
  return {
    ...(failure.chargeId && { charge: failure.chargeId }),
    code: failure.code,
    ...(failure.declineCode && { decline_code: failure.declineCode }),
    doc_url: `https://stripe.com/docs/error-codes/${failure.code.replaceAll('_', '-')}`,
    message: failure.message,
    ...(method && { payment_method: renderPaymentMethod(method) }),
    type: failure.type,
  };
}

function renderNextAction({ authenticateUrl, returnUrl }: NonNullable<Intent['nextAction']>): object {
  if (returnUrl) return { redirect_to_url: { return_url: returnUrl, url: authenticateUrl }, type: 'redirect_to_url' };
  return { type: 'use_stripe_sdk', use_stripe_sdk: { stripe_js: authenticateUrl, type: 'three_d_secure_redirect' } };
}

/** A payment method. */
export function renderPaymentMethod(method: PaymentMethod): object {
  return {
    id: method.id,
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: NO_BILLING_DETAILS,
    [typeOf(method)]: methodDetails(method),
    created: method.createdAt,
    customer: null,
    livemode: false,
    metadata: {},
    type: typeOf(method),
  };
}

/** A charge: one attempt, succeeded or failed. */
export function renderCharge(charge: Charge, lookup: Lookup): object {
  const paid = charge.status === 'succeeded';
  const method = lookup.paymentMethod(charge.paymentMethodId);
  return {
    id: charge.id,
    object: 'charge',
    amount: charge.amount,
    amount_captured: paid ? charge.amount : 0,
    amount_refunded: charge.amountRefunded,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: NO_BILLING_DETAILS,
    calculated_statement_descriptor: 'SANDBOX',
    captured: paid,
    created: charge.createdAt,
    currency: charge.currency,
    customer: null,
    description: null,
    disputed: charge.disputed ?? false,
    failure_balance_transaction: null,
    failure_code: charge.failure?.code ?? null,
    failure_message: charge.failure?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: charge.metadata,
    on_behalf_of: null,
    outcome: renderOutcome(charge),
    paid,
    payment_intent: charge.intentId,
    payment_method: charge.paymentMethodId,
    payment_method_details: method ? { [typeOf(method)]: methodDetails(method), type: typeOf(method) } : null,
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: charge.amountRefunded === charge.amount,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: charge.status,
    transfer_data: null,
    transfer_group: null,
  };
}

function renderOutcome({ failure }: Charge): object {
  return {
    network_status: failure ? 'declined_by_network' : 'approved_by_network',
    reason: failure ? (failure.declineCode ?? failure.code) : null,
    risk_level: 'normal',
    seller_message: failure ? 'The bank did not return any further details with this decline.' : 'Payment complete.',
    type: failure ? 'issuer_declined' : 'authorized',
  };
}

/** A refund. */
export function renderRefund(refund: Refund): object {
  return {
    id: refund.id,
    object: 'refund',
    amount: refund.amount,
    balance_transaction: null,
    charge: refund.chargeId,
    created: refund.createdAt,
    currency: refund.currency,
    customer: null,
    customer_account: null,
    destination_details: {
      card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
      type: 'card',
    },
    metadata: refund.metadata,
    payment_intent: refund.intentId,
    payment_method: null,
    reason: refund.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  };
}

const NO_BILLING_DETAILS = {
  address: { city: null, country: null, line1: null, line2: null, postal_code: null, state: null },
  email: null,
  name: null,
  phone: null,
  tax_id: null,
};

function methodDetails({ token }: PaymentMethod): object {
  const card = testCards.get(token);
  if (!card) return {};
  return { brand: card.brand, country: 'US', exp_month: 12, exp_year: 2040, funding: 'credit', last4: card.last4 };
}
