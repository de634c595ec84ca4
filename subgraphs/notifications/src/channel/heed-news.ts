import { isEntityId } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { endAddress } from '../contact/end-address.ts';
import { noteOutcome } from '../delivery/note-outcome.ts';
import type { ChannelNews } from './channel-news.ts';

/** Does what providers' news ask for, all of it or nothing. Told again, it changes nothing more. */
export async function heedNews(context: DomainContext, news: readonly ChannelNews[]): Promise<void> {
  if (news.length === 0) return;
  await context.transact(async ({ sql }) => {
    for (const each of news) {
      if (each.kind === 'ended') await endAddress(sql, each.channel, each.recipient, each.code);
      else if (isEntityId(each.key)) await noteOutcome(sql, each.key, outcomeOf(each));
    }
  });
}

const outcomeOf = (news: Exclude<ChannelNews, { kind: 'ended' }>) =>
  news.kind === 'taken' ? ({ kind: 'delivered', providerId: news.providerId } as const) : ({ kind: 'permanent', code: news.code } as const);
