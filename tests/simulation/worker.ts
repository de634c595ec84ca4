import { type FirstWorld, ManyWorlds } from './many-worlds.ts';
import type { Length } from './stories/story.ts';

/** A process that tells stories for another one: it is sent the first world, and then some seeds at a time. */
export interface Batch {
  readonly first: FirstWorld;
  readonly seeds: readonly number[];
  readonly length: Length;
}

process.on('message', async ({ first, seeds, length }: Batch) => {
  for await (const each of new ManyWorlds(first).tell(seeds, length)) process.send!(each);
  process.send!('done');
});
process.on('disconnect', () => process.exit(0));
