import initial from './0001-initial.ts';
import apiKeys from './0002-api-keys.ts';
import payoutAccounts from './0003-payout-accounts.ts';
import mailLinks from './0004-mail-links.ts';
import followers from './0005-followers.ts';
import avatars from './0006-avatars.ts';
import suspension from './0007-suspension.ts';
import sellerApproval from './0008-seller-approval.ts';
import staffScopes from './0009-staff-scopes.ts';
import signInProviders from './0010-sign-in-providers.ts';
import personalData from './0011-personal-data.ts';
import secondFactors from './0012-second-factors.ts';
import actsOfAllDomains from './0013-acts-of-all-domains.ts';
import foundByAPart from './0014-found-by-a-part.ts';
import acting from './0015-acting.ts';

// `log_in_failure` of the first step is not used any more: tries are counted in the kit's `strict_count`. A later step drops it.
export const migrations = [
  initial,
  apiKeys,
  payoutAccounts,
  mailLinks,
  followers,
  avatars,
  suspension,
  sellerApproval,
  staffScopes,
  signInProviders,
  personalData,
  secondFactors,
  actsOfAllDomains,
  foundByAPart,
  acting,
];
