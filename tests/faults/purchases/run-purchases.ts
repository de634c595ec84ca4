import { setTimeout as sleep } from 'node:timers/promises';
import { audit } from '../../../cli/src/audit/audit.ts';
import { introduce, thinkBetter, trade } from './after-sales.ts';
import { askWhenBack } from './graph.ts';
import { Market } from './market.ts';
import { type Seeded, seeded } from './seeded.ts';
import { Person } from './shopping.ts';
import { forgetCopy, planOf, type Strike } from './strikes.ts';
import { Tally } from './tally.ts';

export interface Run {
  readonly seed: number;
  readonly purchases: number;
  /** Strikes besides the rollbacks. */
  readonly faults: number;
  readonly buyers: number;
  say(line: string): void;
}

export interface Outcome {
  readonly tally: Tally;
  readonly settledAfterMs: number;
  readonly republished: number;
  /** Processes that killed themselves where they were told to. */
  readonly crashes: number;
}

const IN_STOCK = 100_000;
const SCARCE = 25;
const AUDIT_EVERY_MS = 3_000;
/** So long nothing may happen before the next fault falls all the same. */
const STUCK_MS = 45_000;
const PAUSE_MS = 1_500;
const SETTLE_MS = 180_000;
/** No run goes on for ever, whatever happens to it. */
const BOUND_MS = 20 * 60_000;

/** Buys under a storm of faults, lets everything settle, and looks whether all is as it must be. */
export async function runPurchases(run: Run): Promise<Outcome> {
  const tally = new Tally();
  const random = seeded(run.seed);
  const plan = planOf(random, run.faults);
  const market = await Market.open();
  try {
    const shop = await open(market, tally, run);
    const { goods } = shop;
    const storm = new AbortController();
    const bound = setTimeout(() => storm.abort(), BOUND_MS);
    const auditing = auditNowAndThen(market, tally, storm.signal);
    const closing = new AbortController();
    const trading = shop.sellers.map((seller, index) => trade(seller, seeded(run.seed * 10_000 + index), tally, closing.signal));
    const buying = buyAll(shop, run, tally);
    for (const [index, strike] of plan.entries()) {
      await untilProgress(tally, Math.floor(((index + 0.5) / plan.length) * run.purchases), storm.signal);
      await fall(strike, market, tally, run);
    }
    await buying;
    closing.abort();
    await Promise.all(trading);
    storm.abort();
    clearTimeout(bound);
    await auditing;
    await market.mischief('reset', {}).catch(() => undefined);
    run.say('The faults are over.');
    const settledAfterMs = await settle(market, tally, goods);
    await readBack(market, tally);
    for (const member of market.members.values())
      for (const what of member.unwantedEnds) tally.violations.push({ invariant: 'the fault of another ends no process', what });
    const republished = await sumOver(market, 'select count(*)::int as count from outbox where lost_sequence is not null');
    const crashes = [...market.members.values()].reduce((sum, member) => sum + member.crashes, 0);
    return { tally, settledAfterMs, republished, crashes };
  } finally {
    forgetCopy();
    await market.close();
  }
}

interface Shop {
  /** How many of each there are, by variant. */
  readonly goods: ReadonlyMap<string, number>;
  readonly buyers: readonly Person[];
  readonly sellers: readonly Person[];
  readonly admin: Person;
}

async function open(market: Market, tally: Tally, { buyers }: Run): Promise<Shop> {
  const sellers: Person[] = [];
  const goods = new Map<string, number>();
  for (const [index, stock] of [IN_STOCK, IN_STOCK, IN_STOCK, SCARCE].entries()) {
    const seller = await Person.register(market, tally, 'SELLER');
    sellers.push(seller);
    await introduce(seller);
    goods.set(await seller.list(`Goods no. ${index}`, 1_099 + 250 * index, stock), stock);
  }
  const people: Person[] = [];
  for (let index = 0; index < buyers; index += 1) people.push(await Person.register(market, tally, 'BUYER'));
  return { goods, buyers: people, sellers, admin: await Person.admin(market, tally) };
}

/** Each buyer buys one thing after another; all together buy so often. */
async function buyAll({ buyers, goods, admin }: Shop, { seed, purchases }: Run, tally: Tally): Promise<void> {
  const names = [...goods.keys()];
  const buyOn = async (buyer: Person, random: Seeded): Promise<void> => {
    while (tally.begun < purchases) {
      const key = `purchase-${++tally.begun}`;
      const bought = buyer.buy(key, names, random);
      const decided = bought.then((paid) => (paid ? thinkBetter(buyer, admin, paid, random, tally) : undefined));
      await decided.catch((error: unknown) => tally.gaveUp.push(`${key}: ${String(error)}`));
      tally.ended += 1;
    }
  };
  await Promise.all(buyers.map((buyer, index) => buyOn(buyer, seeded(seed * 1_000 + index))));
}

async function untilProgress(tally: Tally, wanted: number, over: AbortSignal): Promise<void> {
  await sleep(PAUSE_MS);
  const deadline = performance.now() + STUCK_MS;
  while (tally.ended < wanted && performance.now() < deadline && !over.aborted) await sleep(50);
}

async function fall({ kind, what, strike }: Strike, market: Market, tally: Tally, { say }: Run): Promise<void> {
  say(`${String(tally.ended).padStart(5)} purchases, ${String(tally.acknowledged.size).padStart(5)} orders: ${what}`);
  await strike(market);
  tally.noteFault(kind);
}

/** What holds at every moment is looked at in the middle of it all. */
async function auditNowAndThen(market: Market, tally: Tally, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await sleep(AUDIT_EVERY_MS, undefined, { signal: over }).catch(() => undefined);
    try {
      const { checked, violations } = await audit(await market.books.read(), { settled: false });
      tally.noteChecks(checked);
      tally.violations.push(...violations);
    } catch {
      // Postgres is down just now, and is looked into again when it is back.
    }
  }
}

async function settle(market: Market, tally: Tally, goods: ReadonlyMap<string, number>): Promise<number> {
  const startedMs = performance.now();
  for (;;) {
    const { checked, violations } = await audit(await market.books.read(), { settled: true });
    if (violations.length === 0 || performance.now() - startedMs > SETTLE_MS) {
      tally.noteChecks(checked);
      tally.violations.push(...violations);
      await stockIsConserved(market, tally, goods);
      return performance.now() - startedMs;
    }
    await sleep(1_000);
  }
}

/** What is there, with what was sold of it, is what was put there. */
async function stockIsConserved(market: Market, tally: Tally, goods: ReadonlyMap<string, number>): Promise<void> {
  const name = 'stock is conserved';
  const rows = await market.books.rows<{ id: string; whole: number }>(
    'inventory',
    'select variant_id as id, total + sold as whole from stock',
  );
  tally.noteChecks([name]);
  for (const { id, whole } of rows)
    if (whole !== goods.get(id)) tally.violations.push({ invariant: name, what: `${id}: ${whole} of ${goods.get(id)}` });
}

/** Every order that a client was promised is there for it, in the state that it must have come to. */
async function readBack({ url }: Market, tally: Tally): Promise<void> {
  const name = 'what was acknowledged can be read';
  for (const [id, { token, paid }] of tally.acknowledged) {
    const { order } = await askWhenBack<{ order: OrderSeen | null }>(url, token, 'query ($id: ID!) { order(id: $id) { number status } }', {
      id,
    });
    if (paid !== null && !endsAsItMust(order, paid && !tally.cancelled.has(id), tally))
      tally.violations.push({ invariant: name, what: `order ${id}, ${paid ? 'paid' : 'not paid'}, is ${order?.status ?? 'not there'}` });
  }
  tally.noteChecks([name]);
}

interface OrderSeen {
  readonly number: string;
  readonly status: string;
}

/** One that is paid stands, unless a seller could not send it. */
function endsAsItMust(order: OrderSeen | null, stands: boolean, { withdrawn }: Tally): boolean {
  if (!order) return false;
  if (order.status === 'CANCELLED') return !stands || withdrawn.has(order.number);
  return stands && order.status !== 'PENDING';
}

async function sumOver({ books }: Market, sql: string): Promise<number> {
  const { domains, rows } = await books.read();
  const counts = await Promise.all(domains.map((domain) => rows<{ count: number }>(domain, sql)));
  return counts.reduce((sum, [row]) => sum + row!.count, 0);
}
