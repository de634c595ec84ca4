import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Marketplace, startMarketplace } from '../marketplace.ts';
import { usageOf } from '../process-tree.ts';
import * as stoa from '../shoppers.ts';
import * as vendure from './buyers.ts';
import { fillVendure, startVendure, type Vendure } from './start.ts';

/** How many of the last lamp there are. */
export const SCARCE = 50;
const REGISTERING_AT_ONCE = 8;

/** A shop under load, either of the two. */
export interface Shop {
  readonly pids: readonly number[];
  readonly readyMs: number;
  /** A whole purchase of two things by one of the buyers who have logged in. */
  buy(buyer: number, piece: number): Promise<void>;
  list(): Promise<void>;
  /** Of so many who buy the last lamp at once: how many end how. */
  rush(people: number): Promise<ReadonlyMap<string, number>>;
  /** Resident megabytes of each of its node processes, just started and now. */
  readonly startedMb: readonly number[];
  memoryMb(): readonly number[];
  stop(): Promise<void>;
}

/** One of the two: what it keeps on the disk outlives each start. */
export interface Contestant {
  readonly name: 'Stoa' | 'Vendure';
  /** Starts it and logs so many buyers in; no round before knows them. */
  open(round: number, buyers: number): Promise<Shop>;
  remove(): void;
}

/** The marketplace; its shelves are filled in the first round. */
export function stoaWith(products: number): Contestant {
  const dataDir = mkdtempSync(join(tmpdir(), 'stoa-bench-'));
  let variantIds: string[] | undefined;
  return {
    name: 'Stoa',
    remove: () => rmSync(dataDir, { recursive: true, force: true }),
    open: async (round, buyers) => {
      const marketplace = await startMarketplace(dataDir);
      const memoryMb = (): number[] => [nodeMb(marketplace.pid)];
      const startedMb = memoryMb();
      variantIds ??= await stoa.stockShelves(marketplace, products);
      const [ids, tokens] = [variantIds, await registerAll(marketplace, `round-${round}-buyer`, buyers)];
      return {
        pids: [marketplace.pid],
        readyMs: marketplace.readyMs,
        buy: (buyer, piece) => stoa.purchase(marketplace, tokens[buyer]!, twoOf(ids, piece), `round-${round}-${piece}`),
        list: () => stoa.list(marketplace),
        rush: (people) => rushOnStoa(marketplace, people),
        startedMb,
        memoryMb,
        stop: () => marketplace.stop(),
      };
    },
  };
}

/** Vendure, filled before its first start. */
export async function vendureWith(folder: string, products: number): Promise<Contestant> {
  const dataDir = mkdtempSync(join(tmpdir(), 'vendure-bench-'));
  await fillVendure(folder, dataDir, products, SCARCE);
  // Its ids count from one, and the scarce one was imported last.
  const ids = Array.from({ length: products }, (_, n) => `${n + 1}`);
  const buyOnce = async (shop: Vendure, token: string, piece: number): Promise<void> => {
    const state = await vendure.purchase(shop, { token }, twoOf(ids, piece));
    if (state !== 'PaymentSettled') throw new Error(`a purchase ended as ${state}`);
  };
  return {
    name: 'Vendure',
    remove: () => rmSync(dataDir, { recursive: true, force: true }),
    open: async (round, buyers) => {
      const shop = await startVendure(folder, dataDir);
      const memoryMb = (): number[] => [nodeMb(shop.serverPid), nodeMb(shop.workerPid)];
      const startedMb = memoryMb();
      const tokens = await vendure.logInCustomers(shop, `round-${round}-buyer`, buyers);
      const guest = (n: number): Promise<string> => vendure.purchase(shop, { guest: `round-${round}-guest-${n}` }, [`${products + 1}`]);
      return {
        pids: shop.pids,
        readyMs: shop.readyMs,
        buy: (buyer, piece) => buyOnce(shop, tokens[buyer]!, piece),
        list: () => vendure.list(shop),
        rush: (people) => tally(Array.from({ length: people }, (_, n) => guest(n))),
        startedMb,
        memoryMb,
        stop: () => shop.stop(),
      };
    },
  };
}

const nodeMb = (pid: number): number => usageOf(pid).get('node')?.rssMb ?? 0;

const twoOf = (ids: readonly string[], piece: number): string[] => [ids[piece % ids.length]!, ids[(piece * 7 + 1) % ids.length]!];

async function registerAll(marketplace: Marketplace, name: string, count: number): Promise<string[]> {
  const tokens: string[] = [];
  // Hashing a password is slow by design, and only so many may wait for it.
  for (let from = 0; from < count; from += REGISTERING_AT_ONCE) {
    const some = Array.from({ length: Math.min(REGISTERING_AT_ONCE, count - from) }, (_, n) => `${name}-${from + n}`);
    tokens.push(...(await Promise.all(some.map((each) => stoa.register(marketplace, each, 'BUYER')))));
  }
  return tokens;
}

async function rushOnStoa(marketplace: Marketplace, people: number): Promise<ReadonlyMap<string, number>> {
  const seller = await stoa.register(marketplace, 'seller-of-the-last', 'SELLER');
  const lamp = { name: 'Last lamp', description: 'There are few of it.', amountMinor: 1_000, stock: SCARCE };
  const variantId = await stoa.sell(marketplace, seller, lamp);
  const tokens = await registerAll(marketplace, 'in-a-rush', people);
  const outcome = async (token: string, n: number): Promise<string> => {
    try {
      await stoa.purchase(marketplace, token, [variantId], `rush-${n}`);
      return 'CONFIRMED';
    } catch (error) {
      return /"code":"(\w+)"/.exec(String(error))?.[1] ?? String(error);
    }
  };
  return tally(tokens.map(outcome));
}

async function tally(outcomes: readonly Promise<string>[]): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const outcome of await Promise.all(outcomes)) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return counts;
}
