import { setTimeout as sleep } from 'node:timers/promises';
import type { Market } from '../market.ts';
import { type Seeded, seeded } from '../seeded.ts';
import type { Tally } from '../tally.ts';
import { acknowledging } from './acknowledging.ts';
import { buy } from './buying.ts';
import { cancelling } from './cancelling.ts';
import { deadlines, leaving } from './deadlines.ts';
import { delivering } from './delivering.ts';
import { disputing } from './disputing.ts';
import { forgetting } from './forgetting.ts';
import type { Goods } from './goods.ts';
import { helping } from './helping.ts';
import { housekeeping } from './housekeeping.ts';
import { issue, issuing } from './issuing.ts';
import { knocking } from './knocking.ts';
import { latePaying } from './late-paying.ts';
import { listening } from './listening.ts';
import { list, listBook } from './listing.ts';
import { mailing } from './mailing.ts';
import { movingIn } from './moving-in.ts';
import { newcomers } from './newcomers.ts';
import { hesitating, introduce, payouts } from './payouts.ts';
import { Person } from './person.ts';
import { reading } from './reading.ts';
import { refunding } from './refunding.ts';
import { refusing } from './refusing.ts';
import { repricing } from './repricing.ts';
import { restocking } from './restocking.ts';
import { takingBack, wantingBack } from './returning.ts';
import { reviewing } from './reviewing.ts';
import {
  type AfterPurchase,
  type Coupon,
  CURRENCIES,
  type Errand,
  money,
  type Scene,
  type SellerAtWork,
  type SellerWork,
  type WantedBack,
} from './scene.ts';
import { shipping } from './shipping.ts';
import { slowRefunds } from './slow-refunds.ts';
import { studying } from './studying.ts';
import { type Course, openCourse, teaching } from './teaching.ts';

/** What happens in the shop, each kind in a file of its own. A new one is added here and nowhere else. */
const AFTER_PURCHASE: readonly AfterPurchase[] = [cancelling, refunding, disputing, acknowledging, wantingBack, reviewing];
const SELLER_WORK: readonly SellerWork[] = [shipping, delivering, takingBack, payouts, restocking, repricing];
const ERRANDS: readonly Errand[] = [
  ...[housekeeping, newcomers, issuing, leaving, deadlines, reading, latePaying, slowRefunds, mailing, forgetting, knocking],
  ...[movingIn, helping, listening, refusing, hesitating, teaching, studying, studying],
];

const IN_STOCK = 100_000;
const SCARCE = 25;
const PAUSE_MS = 700;
/** So many errands go on at the same time. */
const ERRAND_RUNNERS = 6;
/** From one errand to the next. */
const BETWEEN_ERRANDS_MS = 1_000;
const SEND = 'mutation ($input: ShippingMethodInput!) { createShippingMethod(input: $input) { id } }';

/** Sellers with their goods, and buyers who buy them. */
export class Shop implements Scene {
  readonly market: Market;
  readonly tally: Tally;
  readonly admin: Person;
  readonly coupons: Coupon[] = [];
  readonly wantedBack = new Map<string, WantedBack[]>();
  readonly sellers: readonly SellerAtWork[];
  readonly course: Course;
  readonly #buyers: readonly Person[];

  private constructor(market: Market, tally: Tally, admin: Person, people: { sellers: SellerAtWork[]; course: Course; buyers: Person[] }) {
    this.market = market;
    this.tally = tally;
    this.admin = admin;
    this.sellers = people.sellers;
    this.course = people.course;
    this.#buyers = people.buyers;
  }

  static async open(market: Market, tally: Tally, buyerCount: number): Promise<Shop> {
    const sellers: SellerAtWork[] = [];
    const open = async (goodsOf: (person: Person) => Promise<Goods>): Promise<void> => {
      const person = await Person.register(market, tally, 'SELLER');
      await introduce(person);
      sellers.push({ person, goods: await goodsOf(person), underway: new Map() });
    };
    for (const [index, stock] of [IN_STOCK, IN_STOCK, IN_STOCK, SCARCE].entries())
      await open((person) => list(person, `Goods no. ${index}`, 1_099 + 250 * index, stock));
    await open((person) => listBook(person, 'A book', 2_099));
    let course: Course | undefined;
    await open(async (person) => {
      course = await openCourse(person, 'Light, explained', 1_899);
      return course.goods;
    });
    const buyers: Person[] = [];
    for (let index = 0; index < buyerCount; index += 1) buyers.push(await Person.register(market, tally, 'BUYER'));
    for (const currency of CURRENCIES)
      await sellers[0]!.person.ask(SEND, { input: { name: 'Letter', price: money(500, currency), destinations: [] } });
    const shop = new Shop(market, tally, await Person.admin(market, tally), { sellers, course: course!, buyers });
    // One for everybody, and one that only few can use.
    shop.coupons.push(await issue(shop.admin, null), await issue(shop.admin, 2));
    return shop;
  }

  get goods(): readonly Goods[] {
    return this.sellers.map(({ goods }) => goods);
  }

  /** Everybody buys one thing after another until it closes; what was begun by then comes to its end. */
  async sell(seed: number, { errands, closed }: { readonly errands: boolean; readonly closed: AbortSignal }): Promise<void> {
    const over = new AbortController();
    const selling = this.sellers.map((seller, index) => this.#work(seller, seeded(seed * 10_000 + index), over.signal));
    const runners = errands
      ? Array.from({ length: ERRAND_RUNNERS }, (_, index) => this.#runErrands(seeded(seed * 100_000 + index), closed))
      : [];
    await Promise.all(this.#buyers.map((buyer, index) => this.#buyOn(buyer, seeded(seed * 1_000 + index), closed)));
    over.abort();
    await Promise.all([...selling, ...runners]);
  }

  async #buyOn(buyer: Person, random: Seeded, closed: AbortSignal): Promise<void> {
    while (!closed.aborted) {
      const key = `purchase-${++this.tally.begun}`;
      const bought = buy(this, buyer, key, random);
      const done = bought.then(async (paid) => (paid ? oneOf(AFTER_PURCHASE, random)?.do(this, buyer, paid, random) : undefined));
      await done.catch((error: unknown) => this.tally.gaveUp.push(`${key}: ${String(error)}`));
      this.tally.ended += 1;
    }
  }

  async #runErrands(random: Seeded, closed: AbortSignal): Promise<void> {
    while (!closed.aborted)
      for (const errand of random.shuffle(ERRANDS)) {
        await sleep(BETWEEN_ERRANDS_MS, undefined, { signal: closed }).catch(() => undefined);
        if (closed.aborted) return;
        const done = errand.do(this, random);
        await done.catch((error: unknown) => this.tally.gaveUp.push(`${errand.name}: ${String(error)}`));
      }
  }

  async #work(seller: SellerAtWork, random: Seeded, over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      for (const work of SELLER_WORK) {
        if (over.aborted || !random.chance(work.chance)) continue;
        const done = work.do(this, seller, random);
        await done.catch((error: unknown) => this.tally.gaveUp.push(`${work.name}: ${String(error)}`));
      }
      await sleep(PAUSE_MS, undefined, { signal: over }).catch(() => undefined);
    }
  }
}

/** One of them by its share, or none. */
function oneOf(kinds: readonly AfterPurchase[], random: Seeded): AfterPurchase | undefined {
  let left = random.next();
  return kinds.find(({ share }) => (left -= share) < 0);
}
