import type { Seeded } from '../torture/seeded.ts';
import type { Lane, Lanes } from './lanes.ts';
import type { News, ProviderNews } from './provider-news.ts';
import type { SmallWorld } from './small-world.ts';
import type { Story } from './stories/story.ts';

/** One story while it is told. */
export interface Simulation {
  readonly world: SmallWorld;
  readonly random: Seeded;
  readonly lanes: Lanes;
  readonly story: Story;
  readonly news: ProviderNews;
}

/** What was not taken is told again. */
export async function tell(news: ProviderNews, each: News): Promise<void> {
  if ((await each.tell()) === 200) news.told.push(...news.waiting.splice(news.waiting.indexOf(each), 1));
}

export const told = ({ consumer, waiting }: Lane): string => `${waiting[0]!.envelope.name} to ${consumer.domain}`;
