import { attemptsIn } from '@stoa/kit/subgraph';
import { countStrictly, type DomainContext } from '@stoa/kit/use-case';
import { identitySettings } from '../settings.ts';

const USUAL_IN_PRODUCTION = { max: 100, windowSeconds: 15 * 60 };

/**
 * Counts one more attempt to log in or to register for where it comes from, good or not: one password may be tried with many accounts,
 * and accounts may be opened by the thousand. Does nothing where no limit is set or nobody knows the address.
 */
export async function countByAddress(context: DomainContext): Promise<void> {
  const { NODE_ENV, STOA_LOG_IN_RATE } = context.use(identitySettings);
  const limit = attemptsIn(NODE_ENV, STOA_LOG_IN_RATE, USUAL_IN_PRODUCTION);
  const { address } = context.viewer;
  if (limit && address) await countStrictly(context, { name: 'log-in by address', ...limit }, address);
}
