/** Seconds since 1970, as Stripe dates everything. */
export type UnixSeconds = number;

/** The states of a payment intent that is captured at once, or as soon as whoever pays it has said so. */
export type IntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'processing'
  | 'succeeded'
  | 'canceled';

/** Why a payment attempt came to nothing, in Stripe's words. */
export interface PaymentFailure {
  type: 'card_error' | 'invalid_request_error';
  code: string;
  declineCode?: string;
  message: string;
  chargeId?: string;
  paymentMethodId: string;
}

/** What the sandbox keeps of a payment intent. */
export interface Intent {
  id: string;
  clientSecret: string;
  /** In the currency's minor unit. */
  amount: number;
  amountReceived: number;
  currency: string;
  status: IntentStatus;
  metadata: Record<string, string>;
  createdAt: UnixSeconds;
  /** Set where the methods are not listed but left to Stripe. */
  automaticMethods: { allowRedirects: 'always' | 'never' } | null;
  /** What it may be paid with; cards, where an older journal does not say. */
  methodTypes?: readonly string[];
  description: string | null;
  receiptEmail: string | null;
  statementDescriptorSuffix: string | null;
  transferGroup: string | null;
  paymentMethodId: string | null;
  latestChargeId: string | null;
  lastFailure: PaymentFailure | null;
  nextAction: { authenticateUrl: string; returnUrl: string | null } | null;
  canceledAt: UnixSeconds | null;
  cancellationReason: string | null;
}

/** One attempt to take the money of an intent. */
export interface Charge {
  id: string;
  intentId: string;
  amount: number;
  amountRefunded: number;
  currency: string;
  status: 'succeeded' | 'failed';
  failure: { code: string; declineCode?: string; message: string } | null;
  paymentMethodId: string;
  metadata: Record<string, string>;
  createdAt: UnixSeconds;
  /** Whether its buyer has ever gone to their bank about it. */
  disputed?: boolean;
}

/** Money given back. */
export interface Refund {
  id: string;
  intentId: string;
  chargeId: string;
  amount: number;
  currency: string;
  reason: string | null;
  metadata: Record<string, string>;
  createdAt: UnixSeconds;
}

/** A charge that its buyer has complained of at their bank. */
export interface Dispute {
  id: string;
  intentId: string;
  chargeId: string;
  amount: number;
  currency: string;
  reason: string;
  status: 'warning_needs_response' | 'warning_closed' | 'needs_response' | 'won' | 'lost';
  /** What Stripe takes for it, whoever is right. */
  fee: number;
  createdAt: UnixSeconds;
}

/** Somebody else's account, to which the platform's money can be transferred. */
export interface Account {
  id: string;
  type: 'express' | 'standard' | 'custom';
  country: string;
  email: string | null;
  metadata: Record<string, string>;
  createdAt: UnixSeconds;
  /** Whether its holder has told all that must be known of them, so that it may take money. */
  enabled: boolean;
}

/** Money of the platform's that went to an account. */
export interface Transfer {
  id: string;
  accountId: string;
  amount: number;
  currency: string;
  transferGroup: string | null;
  metadata: Record<string, string>;
  createdAt: UnixSeconds;
}

/** A payment method made from one of Stripe's test tokens, or of a type that needs no more than its name. */
export interface PaymentMethod {
  id: string;
  /** The test token, such as `pm_card_visa`, which decides what a confirmation comes to; or the type, such as `ideal`. */
  token: string;
  createdAt: UnixSeconds;
}

/** An event as it is listed and sent; `data.object` is the object as it was at that moment. */
export interface StripeEvent {
  id: string;
  object: 'event';
  api_version: string;
  created: UnixSeconds;
  data: { object: object; previous_attributes?: object };
  livemode: false;
  request: { id: string | null; idempotency_key: string | null };
  type: string;
}

/** The answer that an idempotency key brings back. */
export interface RememberedReply {
  key: string;
  method: string;
  path: string;
  /** Hash of the parameters, since a key may only be used again with the same ones. */
  fingerprint: string;
  requestId: string;
  status: number;
  body: object;
}

/**
 * One line of the journal: everything that one request changed, so that a crash keeps all of it or nothing. `did` names
 * what was done, for the reader of the file.
 */
export interface StripeChange {
  did: string;
  intents?: Intent[];
  charges?: Charge[];
  refunds?: Refund[];
  disputes?: Dispute[];
  accounts?: Account[];
  transfers?: Transfer[];
  paymentMethods?: PaymentMethod[];
  /** Each event with the addresses it is owed to. */
  events?: { event: StripeEvent; owedTo: string[] }[];
  reply?: RememberedReply;
  /** A webhook that needs no further attempt. */
  settled?: { eventId: string; url: string; how: 'delivered' | 'dropped' };
}
