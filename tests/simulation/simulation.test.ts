import { expect, test } from '@jest/globals';
import { ManyWorlds } from './many-worlds.ts';

/** The first of what `npm run simulate` does by the thousand. */
const SEEDS = Array.from({ length: 12 }, (_, index) => index + 1);

test('whatever the order of things, and wherever the process dies, a purchase comes to one of its right ends', async () => {
  const worlds = await ManyWorlds.prepare(process.env.STOA_TEST_POSTGRES_URL ?? '', SEEDS.length);
  try {
    let told = 0;
    let deaths = 0;
    for await (const each of worlds.tell(SEEDS)) {
      if (!('seed' in each)) expect(each).toEqual({ seeds: each.seeds, violations: [] });
      else {
        expect(each).toMatchObject({ seed: each.seed, stuck: [] });
        told += 1;
        deaths += each.deaths;
      }
    }
    expect(told).toBe(SEEDS.length);
    expect(deaths).toBeGreaterThan(0);
  } finally {
    await worlds.remove();
  }
}, 300_000);
