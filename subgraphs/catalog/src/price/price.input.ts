import { amount, isChargeable, NOT_CHARGEABLE } from '@stoa/kit/money';
import { z } from 'zod';

/** Currencies whose smallest unit providers count otherwise than ISO 4217 does. */
const NOT_SOLD_IN = ['ISK', 'MGA', 'UGX'];

const MAX_CURRENCIES = 30;

/** Nothing is sold for nothing, nor for more than any provider would charge at once, nor for what none can charge. */
export const price = amount
  .extend({ amountMinor: z.int().min(1, 'must be more than nothing').max(99_999_999_999) })
  .refine(({ currency }) => !NOT_SOLD_IN.includes(currency), { path: ['currency'], message: 'nothing can be sold in this currency' })
  .refine(isChargeable, { path: ['amountMinor'], message: NOT_CHARGEABLE });

/** Prices in further currencies, each of which is named once. */
export const furtherPrices = z
  .array(price)
  .max(MAX_CURRENCIES)
  .refine((prices) => new Set(prices.map(({ currency }) => currency)).size === prices.length, 'names a currency twice');
