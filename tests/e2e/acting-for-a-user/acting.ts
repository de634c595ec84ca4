import type { Client } from '../support/client.ts';
import { type Person, person } from '../support/people.ts';
import type { Shop } from '../support/shop.ts';

/** Somebody for whom a colleague acts: the same user, by another token. */
export interface Acting extends Person {
  readonly sessionId: string;
  readonly expiresAt: Date;
}

interface ActingSession {
  readonly id: string;
  readonly accessToken: string;
  readonly expiresAt: string;
}

export const ACT_AS = 'mutation ($userId: ID!, $reason: String!) { actAs(userId: $userId, reason: $reason) { id accessToken expiresAt } }';

export async function actFor(shop: Shop, colleague: Client, { userId, sellerId }: Person, reason = 'They called'): Promise<Acting> {
  const { actAs } = await colleague.ask<{ actAs: ActingSession }>(ACT_AS, { userId, reason });
  return {
    ...person(shop.client(actAs.accessToken), userId, sellerId),
    sessionId: actAs.id,
    expiresAt: new Date(actAs.expiresAt),
  };
}
