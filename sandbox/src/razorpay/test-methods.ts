import type { Method, PaymentError } from './records.ts';

/** What an attempt comes to. `waits`: the buyer has to agree elsewhere; `hangs`: the bank has, and the capture is late. */
export type Outcome = 'pays' | 'waits' | 'hangs' | PaymentError;

const refused = (description: string, reason: string, source = 'bank'): PaymentError => ({
  code: 'BAD_REQUEST_ERROR',
  description,
  source,
  step: 'payment_authorization',
  reason,
});

export const DECLINED = refused('Your payment was declined by the bank. Try another payment method.', 'payment_failed');
export const CANCELLED = refused(
  'You may have cancelled the payment or there was a delay in response from the bank.',
  'payment_cancelled',
  'customer',
);

const OUTCOMES: Readonly<Record<Method, Readonly<Record<string, Outcome>>>> = {
  card: {
    '4111111111111111': 'pays',
    '5267318187975449': 'pays',
    '4000000000000002': DECLINED,
    '4000000000009995': refused('Your payment failed due to insufficient balance.', 'insufficient_funds'),
    '4000002500003155': 'waits',
  },
  upi: { 'success@razorpay': 'pays', 'failure@razorpay': DECLINED, 'pending@razorpay': 'waits', 'slow@razorpay': 'hangs' },
  netbanking: { HDFC: 'waits', SBIN: 'waits' },
  wallet: { freecharge: 'waits', olamoney: 'pays' },
};

/** What an attempt by this instrument comes to; undefined for one that does not exist. */
export const outcomeOf = (method: Method, instrument: string): Outcome | undefined => OUTCOMES[method][instrument];
