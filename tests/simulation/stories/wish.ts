import type { Viewer } from '@stoa/kit/auth';
import { Refused } from '../../torture/graph.ts';
import type { Seeded } from '../../torture/seeded.ts';
import type { Offer } from '../market-day.ts';
import type { SmallWorld } from '../small-world.ts';

/** `again`: there was no answer, and a client asks until there is one. `later`: what it is about is not there yet, and may never be. */
export type Outcome = 'done' | 'again' | 'later';

/** Something that somebody wants to do. */
export interface Wish {
  readonly what: string;
  tries: number;
  /** Whether it can be tried by now. */
  ready(): boolean;
  attempt(): Promise<Outcome>;
  /** It is none of our process's doing. */
  readonly outside?: boolean;
}

/** What one person wants, one thing after the other. */
export type Thread = Wish[];

/** Where a story is told, and by what it is decided. */
export interface Scene {
  readonly world: SmallWorld;
  readonly random: Seeded;
  /** What is for sale to nobody else. */
  readonly offers: readonly Offer[];
}

/** One buyer with one basket, and how far they are. */
export interface Purchase {
  readonly buyer: Viewer;
  readonly key: string;
  readonly provider: 'STRIPE' | 'RAZORPAY';
  readonly currency: 'USD' | 'EUR';
  readonly wanted: readonly Offer[];
  /** Codes that the buyer has heard of. */
  readonly coupons: string[];
  /** What else the buyer does before they check out. */
  readonly first: Wish[];
  orderId: string | null;
  /** What the provider calls the payment, once the buyer has been at it. */
  providerPaymentId: string | null;
}

/** One kind of thing that happens around a purchase: the threads that it adds to a story. */
export type Kind = (scene: Scene, purchase: Purchase) => Thread[];

const MOST_TRIES = 12;

export const triedLongEnough = ({ tries }: Wish): boolean => tries >= MOST_TRIES;

const always = (): boolean => true;

export function wish(what: string, attempt: Wish['attempt'], { ready = always, outside = false } = {}): Wish {
  return { what, tries: 0, ready, attempt, outside };
}

/** What it is about is not there yet. */
export class NotYet extends Error {}

/** A question to a domain's graph. A refusal is an answer as well, unless it may be another one later. */
export async function answered(question: () => Promise<unknown>, passing: RegExp | null = null): Promise<Outcome> {
  try {
    await question();
    return 'done';
  } catch (error) {
    if (error instanceof NotYet) return 'later';
    // A question that the graph cannot read is a mistake of the story's.
    if (!(error instanceof Refused) || error.code.startsWith('GRAPHQL_')) throw error;
    if (passing?.test(error.code)) return 'later';
    return ['SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR', 'UNKNOWN'].includes(error.code) ? 'again' : 'done';
  }
}

/** The first row of an answer. Where there is none, somebody else has to do something first. */
export async function firstOf<Row>(rows: Promise<readonly Row[]>): Promise<Row> {
  const [row] = await rows;
  if (!row) throw new NotYet();
  return row;
}

export const ordered = (purchase: Purchase) => (): boolean => purchase.orderId !== null;
export const paid = (purchase: Purchase) => (): boolean => purchase.providerPaymentId !== null;
