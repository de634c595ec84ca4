import type { Payment } from '../payment/payment.entity.ts';
import type { ProviderName } from '../provider/provider-of.ts';

/** What a buyer's attempt comes to. `waits`: they have to agree elsewhere, such as at their bank. */
export type Attempt = 'pays' | 'declines' | 'waits';

/** A webhook as it would come over the wire. */
export interface Letter {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Something that the provider has told, to be signed and sent by a test, and changed before. */
export interface Told {
  readonly id: string;
  /** The same news of another amount, currency or payment. */
  with(changes: { amountMinor?: number; currency?: string; providerPaymentId?: string }): Told;
  /** Signed by the provider, or by somebody who knows only another secret. */
  signed(secret?: string): Letter;
}

/** A provider as a browser and a test see it, in words that both providers share. */
export interface ProviderAtHand {
  readonly name: ProviderName;
  readonly currency: string;
  /** The settings under which payments talks to it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where its API makes a payment, and a refund, for what a test has go wrong. */
  readonly paths: { readonly create: string; readonly refund: (payment: Payment) => Promise<string> };
  attempt(payment: Payment, attempt: Attempt): Promise<void>;
  /** The buyer answers what their attempt waits for. */
  agree(payment: Payment, agreed: boolean): Promise<void>;
  /** What it would tell now of how the payment stands. */
  news(payment: Payment): Promise<Told>;
  paymentsMadeFor(orderId: string): Promise<number>;
  /** What was given back, in the minor unit. */
  refunds(payment: Payment): Promise<number[]>;
  /** Its own name of what it gave back last. */
  lastRefundId(payment: Payment): Promise<string>;
  /** A refund that was made there without a key that is still known. */
  makeRefund(payment: Payment, amountMinor: number, refundId: string): Promise<void>;
  /** The buyer goes to their bank; the provider's id of the dispute. */
  dispute(payment: Payment): Promise<string>;
  /** The bank decides. */
  decide(disputeId: string, outcome: 'won' | 'lost'): Promise<void>;
  /** The next requests of this kind meet a misfortune. */
  misfortune(fault: { kind: string; times: number; method: string; path: string; status?: number }): Promise<void>;
  peace(): Promise<void>;
  close(): Promise<void>;
}
