import { DomainError } from '@stoa/kit/errors';
import { countEachStrictly, countStrictly, type DomainContext, type StrictLimit } from '@stoa/kit/use-case';
import { isPlaceOf, placeOf } from '../session/count-log-in.ts';

const FROM_ONE_PLACE: StrictLimit = { name: 'second factor by account and place', max: 10, windowSeconds: 15 * 60 };
const FROM_STRANGE_PLACES: StrictLimit = { name: 'second factor by account', max: 20, windowSeconds: 60 * 60 };

/**
 * Counts one more answer for an account. Nobody comes so far without its first factor, so nobody else can use the count up; and its owner,
 * from where they have logged in within a month, is not locked out by who has got hold of the password.
 */
export async function countSecondFactor(context: DomainContext, userId: string): Promise<void> {
  await countStrictly(context, FROM_ONE_PLACE, `${userId} ${placeOf(context)}`);
  const retryAfter = (await countEachStrictly(context, FROM_STRANGE_PLACES, [userId])).get(userId);
  if (retryAfter === undefined || (await isPlaceOf(context, userId))) return;
  throw new DomainError('RATE_LIMITED', `Too many tries; try again in ${retryAfter} seconds`, { retryAfter });
}
