/** Seconds since 1970, as Razorpay dates everything. */
export type UnixSeconds = number;

export type Notes = Record<string, string>;

/** What is to be paid once, by however many attempts. */
export interface Order {
  id: string;
  /** In the currency's minor unit. */
  amount: number;
  currency: string;
  receipt: string | null;
  notes: Notes;
  status: 'created' | 'attempted' | 'paid';
  attempts: number;
  createdAt: UnixSeconds;
}

/** Why an attempt came to nothing, in Razorpay's words. */
export interface PaymentError {
  code: string;
  description: string;
  source: string;
  step: string;
  reason: string;
}

export const METHODS = ['card', 'upi', 'netbanking', 'wallet'] as const;
export type Method = (typeof METHODS)[number];

/** One attempt to pay an order. */
export interface Payment {
  id: string;
  orderId: string;
  amount: number;
  currency: string;
  status: 'created' | 'authorized' | 'captured' | 'refunded' | 'failed';
  method: Method;
  /** The card's last digits, the UPI address, the bank or the wallet. */
  instrument: string;
  /** What Razorpay keeps of it, tax included; null until it is captured. */
  fee: number | null;
  tax: number | null;
  amountRefunded: number;
  error: PaymentError | null;
  createdAt: UnixSeconds;
}

/** Money given back. */
export interface Refund {
  id: string;
  paymentId: string;
  amount: number;
  currency: string;
  notes: Notes;
  receipt: string | null;
  status: 'pending' | 'processed' | 'failed';
  /** The key under which it was asked for, and what was asked for under it. */
  idempotency: { key: string; body: string } | null;
  createdAt: UnixSeconds;
}

/** A payment that its buyer's bank contests. */
export interface Dispute {
  id: string;
  paymentId: string;
  amount: number;
  currency: string;
  phase: 'retrieval' | 'chargeback';
  status: 'open' | 'won' | 'lost' | 'closed';
  createdAt: UnixSeconds;
}

/** What is told by webhook. Its id travels in a header. */
export interface RazorpayEvent {
  id: string;
  body: { entity: 'event'; account_id: string; event: string; contains: string[]; payload: object; created_at: UnixSeconds };
}

/** One line of the journal: everything that one request changed, so that a crash keeps all of it or nothing. */
export interface RazorpayChange {
  did: string;
  orders?: Order[];
  payments?: Payment[];
  refunds?: Refund[];
  disputes?: Dispute[];
  /** Each event with the addresses it is owed to. */
  events?: { event: RazorpayEvent; owedTo: string[] }[];
  /** A webhook that needs no further attempt. */
  settled?: { eventId: string; url: string; how: 'delivered' | 'dropped' };
}
