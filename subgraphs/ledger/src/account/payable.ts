import { may, type Scope, type Viewer } from '@stoa/kit/auth';
import { chargeStep } from '@stoa/kit/money';
import type { LedgerAccount } from './account.entity.ts';

/** What the platform owes a seller is theirs to know, and the staff's who were let. */
export const thatSeller =
  (scope: Scope) =>
  (viewer: Viewer, seller: { id: string }): boolean =>
    may(viewer, scope) || (viewer.sellerId !== null && viewer.sellerId === seller.id);

/** What a seller is owed in a currency, of the accounts they have; nothing where they have none in it. */
export const payableMinor = (accounts: readonly LedgerAccount[] | null | undefined, currency: string): number =>
  accounts?.find((account) => account.currency === currency)?.balanceMinor ?? 0;

/** What of a balance may be paid out while so much of it is held: never less than nothing, and no more than a provider can send to the last minor unit. */
export function availableMinor(balanceMinor: number, heldMinor: number, currency: string): number {
  const freeMinor = Math.max(0, balanceMinor - heldMinor);
  return freeMinor - (freeMinor % chargeStep(currency));
}
