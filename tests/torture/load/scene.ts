import type { Market } from '../market.ts';
import type { Seeded } from '../seeded.ts';
import type { Tally } from '../tally.ts';
import type { Goods } from './goods.ts';
import type { Person } from './person.ts';

/** Where the load plays. */
export interface Scene {
  readonly market: Market;
  readonly tally: Tally;
  readonly admin: Person;
  readonly goods: readonly Goods[];
}

/** What a buyer has bought and paid for. */
export interface Bought {
  readonly orderId: string;
  readonly paymentId: string;
  readonly amountMinor: number;
}

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

export const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
