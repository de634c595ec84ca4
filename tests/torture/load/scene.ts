import type { Market } from '../market.ts';
import type { Seeded } from '../seeded.ts';
import type { Tally } from '../tally.ts';
import type { Goods } from './goods.ts';
import type { Person } from './person.ts';
import type { Course } from './teaching.ts';

/** Everything is sold in both; a basket has one of them. */
export const CURRENCIES = ['USD', 'EUR'] as const;
export type Currency = (typeof CURRENCIES)[number];

/** Where the load plays. */
export interface Scene {
  readonly market: Market;
  readonly tally: Tally;
  readonly admin: Person;
  readonly goods: readonly Goods[];
  readonly sellers: readonly SellerAtWork[];
  /** What the last of them sells. */
  readonly course: Course;
  /** The newest last. */
  readonly coupons: Coupon[];
  /** Parcels that their buyers want to give back, by seller: who has to say yes, and to take them in. */
  readonly wantedBack: Map<string, WantedBack[]>;
}

export interface Coupon {
  readonly code: string;
  /** Null where it may be used as often as anybody likes. */
  readonly maxUses: number | null;
}

/** Something that a buyer has asked its seller to take back. */
export interface WantedBack {
  readonly returnId: string;
  readonly orderId: string;
  readonly buyer: Person;
}

/** What a buyer has bought and paid for. */
export interface Bought {
  readonly orderId: string;
  readonly paymentId: string;
  /** The provider's own name of it; of Razorpay, that of the attempt that paid. */
  readonly providerPaymentId: string;
  readonly provider: Provider;
  readonly amountMinor: number;
  readonly currency: Currency;
}

export type Provider = 'STRIPE' | 'RAZORPAY';

/** One kind of thing that happens after a purchase; at most one of them does, each with its share of all purchases. */
export interface AfterPurchase {
  readonly name: string;
  readonly share: number;
  do(scene: Scene, buyer: Person, bought: Bought, random: Seeded): Promise<void>;
}

/** A seller, with what is on its way to buyers. */
export interface SellerAtWork {
  readonly person: Person;
  readonly goods: Goods;
  /** Numbers of parcels that the carrier has, and how far the carrier says that each is. */
  readonly underway: Map<string, number>;
}

/** One kind of work; in each round of a seller's day it is done with this chance. */
export interface SellerWork {
  readonly name: string;
  readonly chance: number;
  do(scene: Scene, seller: SellerAtWork, random: Seeded): Promise<void>;
}

/** Something that goes on beside all buying and selling, again and again. */
export interface Errand {
  readonly name: string;
  do(scene: Scene, random: Seeded): Promise<void>;
}

export const money = (amountMinor: number, currency: Currency) => ({ amountMinor, currency });
export const usd = (amountMinor: number) => money(amountMinor, 'USD');
