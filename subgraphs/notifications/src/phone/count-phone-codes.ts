import { createHash } from 'node:crypto';
import { attemptsIn } from '@stoa/kit/subgraph';
import { countStrictly, type DomainContext, type StrictLimit } from '@stoa/kit/use-case';
import { notificationSettings } from '../settings.ts';

const BY_ACCOUNT: StrictLimit = { name: 'phone codes by account', max: 5, windowSeconds: 60 * 60 };
/**
 * Whoever they are for: no stranger's telephone rings all day. That others can use it up keeps nobody from logging in, only from having a
 * number added, for an hour.
 */
const BY_NUMBER: StrictLimit = { name: 'phone codes by number', max: 5, windowSeconds: 60 * 60 };
const USUAL_IN_PRODUCTION = { max: 20, windowSeconds: 60 * 60 };

/** Counts one more code before it is sent: each costs money, and may be wanted by somebody who earns by it. */
export async function countPhoneCode(context: DomainContext, number: string): Promise<void> {
  const { NODE_ENV, STOA_PHONE_CODE_RATE } = context.use(notificationSettings);
  const limit = attemptsIn(NODE_ENV, STOA_PHONE_CODE_RATE, USUAL_IN_PRODUCTION);
  const { address, userId } = context.viewer;
  if (limit && address) await countStrictly(context, { name: 'phone codes by address', ...limit }, address);
  await countStrictly(context, BY_ACCOUNT, userId!);
  // The number itself is kept with whose it is, and nowhere else.
  await countStrictly(context, BY_NUMBER, createHash('sha256').update(number).digest('base64url'));
}
