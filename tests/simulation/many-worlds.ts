import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createDatabases, databaseUrl, dropDatabase } from '@stoa/kit/persistence';
import { audit, type Violation } from '../../cli/src/audit/audit.ts';
import { subgraphNames } from '../../cli/src/workspace.ts';
import { pooledDatabase } from '../faults/database.ts';
import { copiedOffers, copyRows, idsIn } from './copied-markets.ts';
import { Lanes } from './lanes.ts';
import { deliverAll, market, type Offer } from './market-day.ts';
import { tellPeople } from './night.ts';
import { type Simulated, simulate } from './simulate.ts';
import { SmallWorld } from './small-world.ts';
import type { Length } from './stories/story.ts';
import { byItsClock, DATABASE_CLOCK, REAL_TIME } from './virtual-clock.ts';

export interface Finding {
  /** The stories after which it came to light. */
  readonly seeds: readonly number[];
  readonly violations: readonly Violation[];
}

/** The first posting in a currency opens the platform's accounts in it, which takes a statement more: no story is to depend on who came first. */
const IN_EUROS = `insert into ledger_account (id, code, currency, seller_id, balance_minor)
  select gen_random_uuid(), code, 'EUR', null, 0 from ledger_account where currency = 'USD' and seller_id is null on conflict do nothing`;

let worlds = 0;

/** Where the first world is, of which all others are copies: enough for another process to tell stories in some of them. */
export interface FirstWorld {
  readonly serverUrl: string;
  readonly prefix: string;
  /** What is for sale, for each story that a world has room for. */
  readonly markets: readonly (readonly Offer[])[];
}

/** Worlds on one Postgres server: made from one that holds the offers and nothing else. */
export class ManyWorlds {
  readonly #serverUrl: string;
  readonly #prefix: string;
  readonly #markets: readonly (readonly Offer[])[];

  constructor({ serverUrl, prefix, markets }: FirstWorld) {
    this.#serverUrl = serverUrl;
    this.#prefix = prefix;
    this.#markets = markets;
  }

  get first(): FirstWorld {
    return { serverUrl: this.#serverUrl, prefix: this.#prefix, markets: this.#markets };
  }

  /** `room` is for so many stories in one world. */
  static async prepare(serverUrl: string, room: number): Promise<ManyWorlds> {
    const prefix = `simulation_${process.pid}_`;
    await createDatabases(
      serverUrl,
      subgraphNames().map((name) => `${prefix}first_${name}`),
    );
    for (const name of subgraphNames()) await give(serverUrl, `${prefix}first_${name}`, DATABASE_CLOCK);
    const first = new ManyWorlds({ serverUrl, prefix, markets: [] });
    const { offers, before } = await first.#firstMarket();
    for (const name of subgraphNames()) await copied(databaseUrl(serverUrl, `${prefix}first_${name}`), before, room - 1);
    return new ManyWorlds({ serverUrl, prefix, markets: copiedOffers(offers, room - 1) });
  }

  /** The market that all others are copies of, and all ids that are none of its. */
  async #firstMarket(): Promise<{ readonly offers: Offer[]; readonly before: ReadonlySet<string> }> {
    const world = await this.#open('first_');
    try {
      await world.rows('ledger', IN_EUROS);
      const before = new Set<string>();
      for (const { database } of world.domains.values()) for (const id of await idsIn(database)) before.add(id);
      const offers = await market(world, new Lanes(world));
      for (const name of subgraphNames()) await world.rows(name, REAL_TIME);
      return { offers, before };
    } finally {
      await world.close();
    }
  }

  /** Tells a story for each seed, and looks after every world whether everything in it agrees. */
  async *tell(seeds: readonly number[], length: Length): AsyncGenerator<Simulated | Finding> {
    for (let from = 0; from < seeds.length; from += this.#markets.length)
      yield* this.#inOneWorld(seeds.slice(from, from + this.#markets.length), length);
  }

  async *#inOneWorld(seeds: readonly number[], length: Length): AsyncGenerator<Simulated | Finding> {
    const name = `${process.pid}_${++worlds}_`;
    const server = pooledDatabase(this.#serverUrl, 1);
    for (const domain of subgraphNames())
      await server.query(`create database ${this.#prefix}${name}${domain} template ${this.#prefix}first_${domain}`);
    const world = await this.#open(name);
    try {
      const lanes = new Lanes(world);
      await lanes.beginNow();
      for (const [index, seed] of seeds.entries()) yield await simulate({ world, lanes }, this.#markets[index]!, seed, length);
      await tellPeople(world, async () => {
        await lanes.takeUp(true);
        await deliverAll(lanes);
      });
      const { violations } = await audit(await world.read(), { settled: true });
      // Outboxes are read by hand here, and nobody marks what has left them.
      const real = violations.filter(({ invariant }) => !invariant.endsWith('every event has left the outbox'));
      if (real.length > 0) yield { seeds, violations: real };
    } finally {
      await world.close();
      for (const domain of subgraphNames()) await dropDatabase(this.#serverUrl, `${this.#prefix}${name}${domain}`);
      await server.end();
    }
  }

  async #open(name: string): Promise<SmallWorld> {
    for (const domain of subgraphNames()) {
      const database = `${this.#prefix}${name}${domain}`;
      await give(this.#serverUrl, database, byItsClock(database));
    }
    return SmallWorld.open((domain) => databaseUrl(this.#serverUrl, `${this.#prefix}${name}${domain}`), folder());
  }

  async remove(): Promise<void> {
    for (const domain of subgraphNames()) await dropDatabase(this.#serverUrl, `${this.#prefix}first_${domain}`);
  }
}

async function copied(url: string, before: ReadonlySet<string>, copies: number): Promise<void> {
  const pool = pooledDatabase(url, 1);
  await copyRows(pool, before, copies);
  await pool.end();
}

async function give(serverUrl: string, database: string, statements: string): Promise<void> {
  const pool = pooledDatabase(databaseUrl(serverUrl, database), 1);
  await pool.query(statements);
  await pool.end();
}

/** The provider's journal is on the disk before it answers, which costs nothing in memory. */
const folder = (): string => (existsSync('/dev/shm') ? '/dev/shm' : tmpdir());
