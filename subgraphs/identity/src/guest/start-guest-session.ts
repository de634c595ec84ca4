import { newId } from '@stoa/kit/persistence';
import { attemptsIn } from '@stoa/kit/subgraph';
import { countStrictly, type DomainContext, workflow } from '@stoa/kit/use-case';
import { z } from 'zod';
import { identitySettings } from '../settings.ts';
import { type GuestToken, signGuestToken } from './guest-token.ts';

/** Households, offices and phone networks share an address; whoever would hold a shop's stock as a thousand guests wants more. */
const USUAL_IN_PRODUCTION = { max: 60, windowSeconds: 15 * 60 };

/** Makes somebody without an account a guest, or lets one who is a guest already be it for longer. */
export const startGuestSession = workflow('identity.startGuestSession', z.object({}), async (context): Promise<GuestToken> => {
  await countByAddress(context);
  return signGuestToken(context, context.viewer.guestId ?? newId());
});

async function countByAddress(context: DomainContext): Promise<void> {
  const { NODE_ENV, STOA_GUEST_RATE } = context.use(identitySettings);
  const limit = attemptsIn(NODE_ENV, STOA_GUEST_RATE, USUAL_IN_PRODUCTION);
  const { address } = context.viewer;
  if (limit && address) await countStrictly(context, { name: 'guests by address', ...limit }, address);
}
