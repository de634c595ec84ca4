import type { Authenticate } from '../authenticate.ts';
import type { ChangeFeed } from '../cache/change-feed.ts';
import type { ExecutionEnvironment } from '../execute/request-scope.ts';
import type { EdgeRoute } from '../routes/edge-route.ts';
import { acceptOutside } from './accept-outside.ts';
import { ACCOUNTS_PATH, accountsOfRoute } from './accounts-of-route.ts';
import { KnownAccounts } from './known-accounts.ts';
import type { FindAccount, OutsideIssuer } from './outside-issuer.ts';

/** Who else issues tokens that are good here, and who knows their people; by default the internal route `/outside-accounts` does. */
export interface OutsideSettings {
  readonly issuers: readonly OutsideIssuer[];
  readonly findAccount?: FindAccount;
  /** All that staff may do, for those whom an issuer's claim makes administrators. */
  readonly everyScope?: readonly string[];
}

const ASK_TIMEOUT_MS = 5_000;

/** Takes outside tokens besides our own, where the options say so and somebody knows accounts. */
export function outsideBy(
  { outside, routes }: { readonly outside?: OutsideSettings; readonly routes?: readonly EdgeRoute[] },
  environment: ExecutionEnvironment,
  changes: ChangeFeed,
  own: Authenticate,
): Authenticate {
  const route = routes?.find(({ path, internal }) => internal && path === ACCOUNTS_PATH);
  const find = outside?.findAccount ?? (route && accountsOfRoute(route, environment, ASK_TIMEOUT_MS));
  if (!outside?.issuers.length) return own;
  if (!find) throw new Error('nobody knows the accounts of outside issuers');
  const accounts = new KnownAccounts(find);
  changes.add(accounts);
  return acceptOutside(own, { issuers: outside.issuers, accounts, everyScope: outside.everyScope ?? [] });
}
