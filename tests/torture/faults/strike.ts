import type { Market } from '../market.ts';
import type { Seeded } from '../seeded.ts';
import type { Tally } from '../tally.ts';

/** One blow. It has fallen when what was struck is there again, or has been told to come back. */
export interface Strike {
  /** Strikes of one kind are counted together. */
  readonly kind: string;
  readonly what: string;
  strike(market: Market, tally: Tally, random: Seeded): Promise<void>;
}

/** Every process of the marketplace. */
export const PROCESSES = [
  'gateway',
  'sandbox',
  'front',
  'inventory',
  'cart',
  'courses',
  'orders-1',
  'orders-2',
  'payments-1',
  'payments-2',
  'back',
] as const;
