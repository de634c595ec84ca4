import { type Connection, isEntityId, type PageArgs, readPage, toConnection } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { Review } from '../review/review.entity.ts';

const QUEUED = { awaitsModeration: true };

/** Reviews at which a moderator is to look, the oldest first, so that none waits for ever behind newer ones. */
export async function reviewsToModerate({ read }: DomainContext, args: PageArgs): Promise<Connection<Review>> {
  const page = readPage(args, 1, ([id]) => isEntityId(id));
  const where = page.after ? { ...QUEUED, id: { $gt: page.after[0]! } } : QUEUED;
  const rows = await read.find(Review, where, { orderBy: { id: 'asc' }, limit: page.first + 1 });
  return toConnection(
    rows,
    page,
    ({ id }) => [id],
    () => read.count(Review, QUEUED),
  );
}
