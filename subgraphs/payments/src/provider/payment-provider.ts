import type { Amount } from '@stoa/kit/money';
import type { PayoutAccount } from './payout-provider.ts';

/** What a provider says of a payment, in words that all providers share. */
export interface ProviderPayment {
  readonly providerPaymentId: string;
  /** Ours, as we told the provider when we made it; null for a payment that is none of ours. */
  readonly paymentId: string | null;
  readonly state: 'OPEN' | 'REQUIRES_ACTION' | 'PROCESSING' | 'CAPTURED' | 'FAILED' | 'CANCELLED';
  /** What was captured, or is to be. */
  readonly amount: Amount;
  readonly clientSecret: string | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
}

export interface ProviderRefund {
  readonly providerRefundId: string;
  readonly state: 'PENDING' | 'SUCCEEDED' | 'FAILED';
}

/** What a provider says of a payment that its buyer's bank contests. */
export interface ProviderDispute {
  readonly providerDisputeId: string;
  readonly providerPaymentId: string;
  readonly state: 'INQUIRY' | 'OPEN' | 'WON' | 'LOST';
  readonly amount: Amount;
  readonly reason: string;
  /** What the provider took for it by now; null for nothing. */
  readonly fee: Amount | null;
}

/** What a client hands over as its provider's word that it has paid. */
interface ClientClaim {
  /** The payment as we know it at the provider. */
  readonly providerPaymentId: string;
  /** What the provider told the client. */
  readonly attemptId: string;
  readonly signature: string;
}

/** Something a provider told us by webhook, its signature checked. */
export interface ProviderNotice {
  readonly eventId: string;
  readonly type: string;
  /** Null for what we do not follow. */
  readonly payment: ProviderPayment | null;
  readonly payoutAccount: PayoutAccount | null;
  /** The provider's id of a dispute that there is news of, which may be old: what holds now has to be asked. */
  readonly disputeId: string | null;
  readonly refund: NoticedRefund | null;
}

/** A refund of which there is news. What became of it is asked of the provider. */
export interface NoticedRefund {
  readonly providerRefundId: string;
  /** Ours, as we told the provider; null for one that somebody has made there. */
  readonly refundId: string | null;
}

/** A refund as a provider lists it. */
export interface ListedRefund extends NoticedRefund {
  readonly state: ProviderRefund['state'];
}

/** A dispute as a provider lists it. What it says besides is asked when there is news. */
export type ListedDispute = Pick<ProviderDispute, 'providerDisputeId' | 'state'>;

/** Buyers' money that a provider moved, by its own journal. */
export interface ProviderMovement {
  readonly kind: 'CAPTURE' | 'REFUND';
  /** The provider's id of it. */
  readonly reference: string;
  /** Our id of the payment, or of the refund, where the journal carries it along. */
  readonly ours: string | null;
  readonly providerPaymentId: string | null;
  readonly amount: Amount;
  /** What the provider kept of it, where its journal says so. */
  readonly fee: Amount | null;
}

export interface MovementPage {
  readonly movements: readonly ProviderMovement[];
  /** Where the next page begins; null after the last. */
  readonly next: string | null;
}

/** A payment provider. Whatever changes something there carries a key, so that asking again is asking the same. */
export interface PaymentProvider {
  /** With what the provider's part of a payment page begins. Not a secret. */
  readonly publishableKey: string | null;
  /** The least that goes back at once, in the currency's minor unit. */
  readonly leastRefundMinor: number;
  /** Makes the payment there. What may have been asked for before is looked for first by a provider that knows no keys. */
  create(payment: { paymentId: string; orderId: string; amount: Amount; askedBefore: boolean }): Promise<ProviderPayment>;
  retrieve(providerPaymentId: string): Promise<ProviderPayment>;
  /** Whether a client's claim is signed by the provider; true where the provider signs none, since nobody goes by it. */
  isGenuine(claim: ClientClaim): boolean;
  /** Ends an open payment. One that was captured meanwhile stays so, and the answer says it. */
  cancel(providerPaymentId: string): Promise<ProviderPayment>;
  /** Gives money back. What was asked for before is looked for first: a provider forgets keys after a day or so, and we what we asked for if our database is set back. */
  refund(refund: { refundId: string; paymentId: string; providerPaymentId: string; amountMinor: number }): Promise<ProviderRefund>;
  /** What became of a refund that the provider has taken in hand. */
  retrieveRefund(providerRefundId: string): Promise<ProviderRefund>;
  /** What a dispute is now. */
  retrieveDispute(providerDisputeId: string): Promise<ProviderDispute>;
  /** What was begun there in a time, each as it is now; one that was tried several times may come as often. */
  payments(from: Date, to: Date): AsyncIterable<ProviderPayment>;
  refunds(from: Date, to: Date): AsyncIterable<ListedRefund>;
  disputes(from: Date, to: Date): AsyncIterable<ListedDispute>;
  /** Reads on in the provider's journal of a time. */
  movements(from: Date, to: Date, after: string | null): Promise<MovementPage>;
  /** Reads a webhook; throws BadNotice for one that the provider did not send, or that says nothing. */
  readNotice(rawBody: Uint8Array, headers: Readonly<Record<string, string>>): ProviderNotice;
}

export class BadNotice extends Error {}

/** The provider understood and said no; asking again would not help. */
export class ProviderRefusal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
