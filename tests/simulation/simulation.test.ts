import { expect, test } from '@jest/globals';
import { ManyWorlds } from './many-worlds.ts';
import type { Simulated } from './simulate.ts';
import type { Length } from './stories/story.ts';

/** The first of what `npm run simulate` does by the thousand. */
const SEEDS = Array.from({ length: 8 }, (_, index) => index + 1);

async function told(worlds: ManyWorlds, seeds: readonly number[], length: Length): Promise<Simulated[]> {
  const stories: Simulated[] = [];
  for await (const each of worlds.tell(seeds, length)) {
    if (!('seed' in each)) expect(each).toEqual({ seeds: each.seeds, violations: [] });
    else {
      expect(each).toMatchObject({ seed: each.seed, stuck: [] });
      stories.push(each);
    }
  }
  return stories;
}

test('whatever the order of things, and wherever the process dies, a purchase comes to one of its right ends', async () => {
  const worlds = await ManyWorlds.prepare(process.env.STOA_TEST_POSTGRES_URL ?? '', SEEDS.length);
  try {
    const stories = [...(await told(worlds, SEEDS, 'short')), ...(await told(worlds, SEEDS.slice(0, 4), 'whole'))];
    expect(stories).toHaveLength(12);
    expect(stories.some(({ deaths }) => deaths > 0)).toBe(true);
    // A story is told by its seed alone: whatever was told before it in its world, it is the same.
    const again = await told(worlds, SEEDS.toReversed().slice(0, 4), 'short');
    expect(again.toReversed()).toEqual(stories.slice(4, SEEDS.length));
  } finally {
    await worlds.remove();
  }
}, 600_000);
