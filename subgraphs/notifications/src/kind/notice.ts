import type { Kind, KindData } from './kinds.ts';

/** Whom something is told: a user, whoever a seller is, or whoever placed an order, where the event does not say. */
export type Audience = 'USER' | 'SELLER' | 'BUYER_OF';

/** One thing that one person is to be told. */
export type Notice = {
  [K in Kind]: { readonly audience: Audience; readonly audienceId: string; readonly kind: K; readonly data: KindData[K] };
}[Kind];

const to =
  (audience: Audience) =>
  <K extends Kind>(audienceId: string, kind: K, data: KindData[K]): Notice =>
    ({ audience, audienceId, kind, data }) as Notice;

export const toUser = to('USER');
export const toSeller = to('SELLER');
export const toBuyerOf = to('BUYER_OF');
