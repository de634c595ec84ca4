/** What confirming with a card comes to. */
export type CardOutcome =
  | { kind: 'succeeds' }
  | { kind: 'needs-authentication' }
  | { kind: 'declined'; code: string; declineCode?: string; message: string };

/** A card behind one of Stripe's test tokens. */
export interface TestCard {
  brand: string;
  last4: string;
  outcome: CardOutcome;
}

const declined = (declineCode: string, message: string): CardOutcome => ({
  kind: 'declined',
  code: 'card_declined',
  declineCode,
  message,
});

/** Stripe's test payment methods that the sandbox knows, by their token. */
export const testCards: ReadonlyMap<string, TestCard> = new Map<string, TestCard>([
  ['pm_card_visa', { brand: 'visa', last4: '4242', outcome: { kind: 'succeeds' } }],
  ['pm_card_mastercard', { brand: 'mastercard', last4: '4444', outcome: { kind: 'succeeds' } }],
  ['pm_card_authenticationRequired', { brand: 'visa', last4: '3184', outcome: { kind: 'needs-authentication' } }],
  ['pm_card_visa_chargeDeclined', { brand: 'visa', last4: '0002', outcome: declined('generic_decline', 'Your card was declined.') }],
  [
    'pm_card_visa_chargeDeclinedInsufficientFunds',
    { brand: 'visa', last4: '9995', outcome: declined('insufficient_funds', 'Your card has insufficient funds.') },
  ],
  [
    'pm_card_chargeDeclinedExpiredCard',
    {
      brand: 'visa',
      last4: '0069',
      outcome: { kind: 'declined', code: 'expired_card', declineCode: 'expired_card', message: 'Your card has expired.' },
    },
  ],
]);
