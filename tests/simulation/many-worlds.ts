import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createDatabases, databaseUrl, dropDatabase } from '@stoa/kit/persistence';
import { audit, type Violation } from '../../cli/src/audit/audit.ts';
import { subgraphNames } from '../../cli/src/workspace.ts';
import { pooledDatabase } from '../faults/database.ts';
import { Lanes } from './lanes.ts';
import { type Offer, offer } from './market-day.ts';
import { type Simulated, simulate } from './simulate.ts';
import { SmallWorld } from './small-world.ts';

/** Stories that share a world, whose tables grow with them; and after how many of them everything is audited. */
const STORIES_IN_A_WORLD = 100;
const STORIES_BETWEEN_AUDITS = 10;
const OFFERS = 3;

export interface Finding {
  /** The story in which it came to light, or the first of those after which it did. */
  readonly seeds: readonly number[];
  readonly violations: readonly Violation[];
}

let worlds = 0;

/** Worlds on one Postgres server: made from one that holds the offers and nothing else. */
export class ManyWorlds {
  readonly #serverUrl: string;
  readonly #prefix: string;
  readonly #offers: readonly Offer[];

  private constructor(serverUrl: string, prefix: string, offers: readonly Offer[]) {
    this.#serverUrl = serverUrl;
    this.#prefix = prefix;
    this.#offers = offers;
  }

  static async prepare(serverUrl: string): Promise<ManyWorlds> {
    const prefix = `simulation_${process.pid}_`;
    await createDatabases(
      serverUrl,
      subgraphNames().map((name) => `${prefix}first_${name}`),
    );
    const world = await SmallWorld.open((name) => databaseUrl(serverUrl, `${prefix}first_${name}`), folder());
    const lanes = new Lanes(world);
    const offers: Offer[] = [];
    for (let count = 0; count < OFFERS; count += 1) offers.push(await offer(world, lanes));
    await world.close();
    return new ManyWorlds(serverUrl, prefix, offers);
  }

  /** Tells a story for each seed, and looks after every few whether everything agrees. */
  async *tell(seeds: readonly number[]): AsyncGenerator<Simulated | Finding> {
    for (let from = 0; from < seeds.length; from += STORIES_IN_A_WORLD)
      yield* this.#inOneWorld(seeds.slice(from, from + STORIES_IN_A_WORLD));
  }

  async *#inOneWorld(seeds: readonly number[]): AsyncGenerator<Simulated | Finding> {
    const name = `${this.#prefix}${++worlds}_`;
    const server = pooledDatabase(this.#serverUrl, 1);
    for (const domain of subgraphNames()) await server.query(`create database ${name}${domain} template ${this.#prefix}first_${domain}`);
    const world = await SmallWorld.open((domain) => databaseUrl(this.#serverUrl, `${name}${domain}`), folder());
    try {
      for (let from = 0; from < seeds.length; from += STORIES_BETWEEN_AUDITS) {
        const some = seeds.slice(from, from + STORIES_BETWEEN_AUDITS);
        for (const seed of some) yield await simulate(world, this.#offers, seed);
        const { violations } = await audit(await world.read(), { settled: true });
        // Outboxes are read by hand here, and nobody marks what has left them.
        const real = violations.filter(({ invariant }) => !invariant.endsWith('every event has left the outbox'));
        if (real.length === 0) continue;
        yield { seeds: some, violations: real };
        return yield* this.tell(seeds.slice(from + some.length));
      }
    } finally {
      await world.close();
      for (const domain of subgraphNames()) await dropDatabase(this.#serverUrl, `${name}${domain}`);
      await server.end();
    }
  }

  async remove(): Promise<void> {
    for (const domain of subgraphNames()) await dropDatabase(this.#serverUrl, `${this.#prefix}first_${domain}`);
  }
}

/** The provider's journal is on the disk before it answers, which costs nothing in memory. */
const folder = (): string => (existsSync('/dev/shm') ? '/dev/shm' : tmpdir());
