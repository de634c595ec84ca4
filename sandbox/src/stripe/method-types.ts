import type { PaymentMethod } from './records.ts';
import { testCards } from './test-cards.ts';

/** The types of payment methods that the sandbox offers. All but cards send the buyer to somebody else's page, and ask for no more. */
export const METHOD_TYPES = ['card', 'cashapp', 'amazon_pay', 'ideal'] as const;
export type MethodType = (typeof METHOD_TYPES)[number];

/** The type of a method: that of a card, or what its token says. */
export const typeOf = ({ token }: PaymentMethod): MethodType => (testCards.has(token) ? 'card' : (token as MethodType));
