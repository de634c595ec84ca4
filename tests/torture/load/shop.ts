import { setTimeout as sleep } from 'node:timers/promises';
import type { Market } from '../market.ts';
import { type Seeded, seeded } from '../seeded.ts';
import type { Tally } from '../tally.ts';
import { acknowledging } from './acknowledging.ts';
import { buy } from './buying.ts';
import { cancelling } from './cancelling.ts';
import { delivering } from './delivering.ts';
import { Goods } from './goods.ts';
import { housekeeping } from './housekeeping.ts';
import { introduce, payouts } from './payouts.ts';
import { Person } from './person.ts';
import { refunding } from './refunding.ts';
import { repricing } from './repricing.ts';
import { restocking } from './restocking.ts';
import { type AfterPurchase, type Scene, type SellerAtWork, type SellerWork, usd } from './scene.ts';
import { shipping } from './shipping.ts';

/** What happens in the shop, each kind in a file of its own. A new one is added here and nowhere else. */
const AFTER_PURCHASE: readonly AfterPurchase[] = [cancelling, refunding, acknowledging, housekeeping];
const SELLER_WORK: readonly SellerWork[] = [shipping, delivering, payouts, restocking, repricing];

const CREATE = 'mutation ($input: CreateProductInput!) { createProduct(input: $input) { id variants { id } } }';
const SET_STOCK = 'mutation ($id: ID!, $total: Int!) { setStock(variantId: $id, total: $total) { total } }';

const IN_STOCK = 100_000;
const SCARCE = 25;
const PAUSE_MS = 400;

/** Sellers with their goods, and buyers who buy them. */
export class Shop implements Scene {
  readonly market: Market;
  readonly tally: Tally;
  readonly admin: Person;
  readonly #sellers: readonly SellerAtWork[];
  readonly #buyers: readonly Person[];

  private constructor(market: Market, tally: Tally, admin: Person, people: { sellers: SellerAtWork[]; buyers: Person[] }) {
    this.market = market;
    this.tally = tally;
    this.admin = admin;
    this.#sellers = people.sellers;
    this.#buyers = people.buyers;
  }

  static async open(market: Market, tally: Tally, buyerCount: number): Promise<Shop> {
    const sellers: SellerAtWork[] = [];
    for (const [index, stock] of [IN_STOCK, IN_STOCK, IN_STOCK, SCARCE].entries()) {
      const person = await Person.register(market, tally, 'SELLER');
      await introduce(person);
      sellers.push({ person, goods: await list(person, `Goods no. ${index}`, 1_099 + 250 * index, stock), underway: new Map() });
    }
    const buyers: Person[] = [];
    for (let index = 0; index < buyerCount; index += 1) buyers.push(await Person.register(market, tally, 'BUYER'));
    return new Shop(market, tally, await Person.admin(market, tally), { sellers, buyers });
  }

  get goods(): readonly Goods[] {
    return this.#sellers.map(({ goods }) => goods);
  }

  /** Everybody buys one thing after another until it closes; what was begun by then comes to its end. */
  async sell(seed: number, closed: AbortSignal): Promise<void> {
    const over = new AbortController();
    const selling = this.#sellers.map((seller, index) => this.#work(seller, seeded(seed * 10_000 + index), over.signal));
    await Promise.all(this.#buyers.map((buyer, index) => this.#buyOn(buyer, seeded(seed * 1_000 + index), closed)));
    over.abort();
    await Promise.all(selling);
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

async function list(seller: Person, name: string, amountMinor: number, total: number): Promise<Goods> {
  const input = { name, description: `${name}, as good as new`, price: usd(amountMinor) };
  const { createProduct } = await seller.ask<{ createProduct: { id: string; variants: { id: string }[] } }>(CREATE, { input });
  const variantId = createProduct.variants[0]!.id;
  await seller.ask(SET_STOCK, { id: variantId, total });
  return new Goods({ productId: createProduct.id, variantId }, amountMinor, total);
}

/** One of them by its share, or none. */
function oneOf(kinds: readonly AfterPurchase[], random: Seeded): AfterPurchase | undefined {
  let left = random.next();
  return kinds.find(({ share }) => (left -= share) < 0);
}
