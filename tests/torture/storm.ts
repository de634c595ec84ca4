import { setTimeout as sleep } from 'node:timers/promises';
import { acknowledgedIsReadable, couponsWereNotOverused, returnsArePaidBack } from './checks/acknowledged.ts';
import { paidForCanBeRead } from './checks/downloads.ts';
import { pricesAreOfTheirTime, stockIsConserved } from './checks/goods-and-prices.ts';
import { paidForIsLearnt } from './checks/learning.ts';
import { auditAllAlong, forgeriesAreParked, settle } from './checks/settle.ts';
import { videosAreReady } from './checks/videos.ts';
import { hitCrashPoints, hitPoints, knownPoints } from './faults/crash-points.ts';
import { planOf, planOfControl } from './faults/plan.ts';
import { forgetCopy } from './faults/servers.ts';
import type { Strike } from './faults/strike.ts';
import { limited } from './load/issuing.ts';
import { Shop } from './load/shop.ts';
import { Market } from './market.ts';
import { recoveriesMs } from './recovery.ts';
import { seeded } from './seeded.ts';
import { Tally } from './tally.ts';

export interface StormOptions {
  readonly seed: number;
  /** So long it lasts, at most. */
  readonly minutes: number;
  /** What falls, instead of the plan of the seed; behind the last one the storm is over. */
  readonly strikes?: readonly Strike[];
  readonly buyers: number;
  /** Whether processes kill themselves at crash points as well. */
  readonly crashing: boolean;
  /** Whether things go on beside buying and selling, which bring processes to points where they seldom come. */
  readonly errands: boolean;
  /** How often each crash point was hit in earlier storms: this one goes for the others first. */
  readonly hitBefore?: Readonly<Record<string, number>>;
  /** T: so long after the last fault everything must be settled. */
  readonly settleWithinMs: number;
  /** A control: events travel by an outbox that believes its marks. */
  readonly plainOutbox: boolean;
  say(line: string): void;
}

export interface Outcome {
  readonly tally: Tally;
  readonly settledAfterMs: number;
  /** Events that the broker had acknowledged and lost, so that they were published again. */
  readonly republished: number;
  readonly crashPoints: { readonly known: readonly string[]; readonly hit: ReadonlyMap<string, number> };
  readonly recoveriesMs: readonly number[];
  /** How often the small disk was full for somebody; null where there was no such disk. */
  readonly timesDiskWasFull: number | null;
}

/** From one blow to the next, at least; and so many purchases come to an end between them, unless nothing moves any more. */
const PAUSE_MS = 1_500;
const PURCHASES_BETWEEN = 3;
const STUCK_MS = 20_000;
/** What the last client has begun may take so long, however late that was. */
const AFTER_LAST_CLIENT_MS = 45_000;

/** Buys under a storm of faults, lets everything settle, and looks whether all is as it must be. */
export async function storm(options: StormOptions): Promise<Outcome> {
  const tally = new Tally();
  const market = await Market.open({
    plainOutbox: options.plainOutbox,
    onCrash: (who, where) => {
      tally.noteFault('SIGKILL at a crash point');
      options.say(`  ${who} has killed itself at ${where}`);
    },
  });
  try {
    const shop = await Shop.open(market, tally, options.buyers);
    options.say('The marketplace is open.');
    const calmSinceMs = await weather(options, market, shop, tally);
    const settledAfterMs = await calm(options, market, shop, tally, calmSinceMs);
    const members = [...market.parts.members.values()];
    for (const { unwantedEnds } of members) tally.check('the fault of another ends no process', unwantedEnds);
    return {
      tally,
      settledAfterMs,
      republished: await sumOver(market, 'select count(*)::int as count from outbox where lost_sequence is not null'),
      crashPoints: { known: knownPoints(members), hit: hitPoints(members) },
      recoveriesMs: await recoveriesMs(market.books, tally.fellAtMs),
      timesDiskWasFull: market.parts.disk && market.timesDiskWasFull(),
    };
  } finally {
    forgetCopy();
    await market.close();
  }
}

/** The first phase: blow upon blow, while everybody buys and what holds at every moment is looked at. Answers when the last had fallen. */
async function weather(options: StormOptions, market: Market, shop: Shop, tally: Tally): Promise<number> {
  const { seed, minutes, say } = options;
  const closing = new AbortController();
  const over = AbortSignal.any([closing.signal, AbortSignal.timeout(minutes * 60_000)]);
  const audited = new AbortController();
  const auditing = auditAllAlong(market.books, tally, audited.signal);
  const selling = shop.sell(seed, { errands: options.errands, closed: over });
  const crashing = options.crashing
    ? hitCrashPoints(market, tally, { random: seeded(seed + 1), hitBefore: options.hitBefore ?? {}, over })
    : undefined;
  const random = seeded(seed);
  const plan = options.plainOutbox ? planOfControl : planOf;
  const strikes = options.strikes ?? plan(random, { withDisk: market.parts.disk !== null });
  for (const { kind, what, strike } of strikes) {
    await untilProgress(tally, over);
    if (over.aborted) break;
    say(`${String(tally.ended).padStart(5)} purchases, ${String(tally.promised.size).padStart(5)} orders: ${what}`);
    await strike(market, tally, random);
    tally.noteFault(kind);
  }
  closing.abort();
  await crashing;
  await market.mischief('reset', {}).catch(() => undefined);
  say('The faults are over.');
  const calmSinceMs = performance.now();
  tally.calmSinceMs = calmSinceMs;
  await selling;
  audited.abort();
  await auditing;
  return calmSinceMs;
}

/** The second phase: whatever was begun comes to its end, and everything agrees. */
async function calm(options: StormOptions, market: Market, shop: Shop, tally: Tally, sinceMs: number): Promise<number> {
  // A control need not get the chance to settle.
  const atLeastMs = options.plainOutbox ? 0 : AFTER_LAST_CLIENT_MS;
  await settle(market.books, tally, Math.max(atLeastMs, sinceMs + options.settleWithinMs - performance.now()));
  const settledAfterMs = performance.now() - sinceMs;
  options.say(`Settled ${(settledAfterMs / 1_000).toFixed(1)} s after the last fault.`);
  tally.repeated('webhooks, as far as the sandboxes remember', await webhooksToldAgain(market));
  await stockIsConserved(market.books, shop.goods, tally);
  await pricesAreOfTheirTime(market.books, shop.goods, tally);
  await forgeriesAreParked(market.books, tally);
  if (options.plainOutbox) return settledAfterMs;
  await acknowledgedIsReadable(market.books, tally);
  couponsWereNotOverused(tally, limited(shop));
  await returnsArePaidBack(tally);
  await paidForCanBeRead(market.books, shop.goods, tally);
  await videosAreReady(market, tally);
  await paidForIsLearnt(market.books, shop.course, tally);
  return settledAfterMs;
}

async function untilProgress(tally: Tally, over: AbortSignal): Promise<void> {
  const wanted = tally.ended + PURCHASES_BETWEEN;
  await sleep(PAUSE_MS, undefined, { signal: over }).catch(() => undefined);
  for (const deadline = performance.now() + STUCK_MS; tally.ended < wanted && performance.now() < deadline && !over.aborted; )
    await sleep(50);
}

/** Webhooks that arrived and had arrived before. */
async function webhooksToldAgain({ providerUrls }: Market): Promise<number> {
  let count = 0;
  for (const url of providerUrls) {
    const response = await fetch(`${url}/_sandbox/deliveries`, { signal: AbortSignal.timeout(10_000) });
    const { deliveries = [] } = (await response.json()) as { deliveries?: { state: string; copy: boolean }[] };
    count += deliveries.filter(({ state, copy }) => copy && state === 'delivered').length;
  }
  return count;
}

async function sumOver({ books }: Market, sql: string): Promise<number> {
  const { domains, rows } = await books.read();
  const counts = await Promise.all(domains.map((domain) => rows<{ count: number }>(domain, sql)));
  return counts.reduce((sum, [row]) => sum + row!.count, 0);
}
