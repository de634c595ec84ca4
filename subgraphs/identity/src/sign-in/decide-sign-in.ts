import type { AccountType } from '../user/user.entity.ts';

/** What is known when somebody comes from a provider whose account there is linked to none here. */
export interface SignInFacts {
  readonly isEmailVerified: boolean;
  readonly linksByEmail: boolean;
  /** The account here that has the same address. */
  readonly local: { readonly isEmailVerified: boolean; readonly accountType: AccountType } | null;
}

/** `OPEN` an account, `LINK` the one that has the address, or refuse: the address is proved by nobody, or its owner must link it. */
export type SignInDecision = 'OPEN' | 'LINK' | 'UNVERIFIED' | 'TAKEN';

/**
 * An address that only one side has proved links nothing: whoever typed it there could take over the account here, and whoever opened
 * the account here before its owner came would share it with them. An administrator's is linked by hand alone.
 */
export function decideSignIn({ isEmailVerified, linksByEmail, local }: SignInFacts): SignInDecision {
  if (!isEmailVerified) return 'UNVERIFIED';
  if (!local) return 'OPEN';
  return linksByEmail && local.isEmailVerified && local.accountType !== 'ADMIN' ? 'LINK' : 'TAKEN';
}
