import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import { aPasserBy, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { noteSellerAccount, readSellerAccount } from '@stoa/schema/commands/identity';
import { UserUpdated } from '@stoa/schema/events/identity';
import manifest from '../index.ts';
import { register, viewerOf } from '../testing/given-account.ts';
import { PayoutProvider } from '../testing/payout-provider.ts';
import { checkSellerAccounts } from './seller-account.ts';

const provider = new PayoutProvider();
let identity: TestSubgraph;
beforeAll(async () => {
  identity = await startTestSubgraph(manifest, { commands: provider.commands });
});
afterAll(() => identity?.stop());

const aRegisteredSeller = async (): Promise<Viewer> => viewerOf(await register(identity, { accountType: 'SELLER', displayName: 'Lamps' }));
const ONBOARD = 'mutation { startPayoutOnboarding { url expiresAt } }';
const onboard = async (viewer: Viewer): Promise<string> =>
  (await identity.as(viewer).query<{ startPayoutOnboarding: { url: string } }>(ONBOARD)).startPayoutOnboarding.url;
const enabled = async ({ sellerId: id }: Viewer): Promise<boolean> => {
  const text = 'query ($id: ID!) { seller(id: $id) { payoutsEnabled } }';
  return (await identity.as(aPasserBy).query<{ seller: { payoutsEnabled: boolean } }>(text, { id })).seller.payoutsEnabled;
};
const told = async ({ userId }: Viewer): Promise<number> =>
  (await identity.emitted(UserUpdated)).filter((event) => event.userId === userId).length;

test('a seller is led to the page of their one account, however often and however fast they ask', async () => {
  const seller = await aRegisteredSeller();
  const urls = await Promise.all([1, 2, 3].map(() => onboard(seller)));
  urls.push(await onboard(seller));
  const accountId = provider.accounts.get(seller.sellerId!);
  expect(new Set(urls)).toEqual(new Set([`https://provider.example/${accountId}`]));
  expect(await identity.answer(readSellerAccount, { sellerId: seller.sellerId! })).toEqual({
    accountId,
    payoutsEnabled: false,
    selling: true,
  });
});

test('who sells nothing has nothing to be paid', async () => {
  await expect(onboard(viewerOf(await register(identity)))).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(onboard(aPasserBy)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('what the provider says of the account is kept and told once; of another account, nothing is', async () => {
  const seller = await aRegisteredSeller();
  await onboard(seller);
  const sellerId = seller.sellerId!;
  const accountId = provider.accounts.get(sellerId)!;
  await identity.answer(noteSellerAccount, { sellerId, accountId: 'acct_of_a_thief', payoutsEnabled: true });
  expect(await enabled(seller)).toBe(false);
  for (const _ of [1, 2]) await identity.answer(noteSellerAccount, { sellerId, accountId, payoutsEnabled: true });
  expect([await enabled(seller), await told(seller)]).toEqual([true, 1]);
  await identity.answer(noteSellerAccount, { sellerId, accountId, payoutsEnabled: false });
  expect([await enabled(seller), await told(seller)]).toEqual([false, 2]);
});

test('without any news, the provider is asked', async () => {
  const seller = await aRegisteredSeller();
  await onboard(seller);
  provider.enabled.add(provider.accounts.get(seller.sellerId!)!);
  await identity.run(checkSellerAccounts);
  expect(await enabled(seller)).toBe(false);
  await identity.sql.query('update seller set next_account_check_at = now() where id = $1', [seller.sellerId]);
  await identity.run(checkSellerAccounts);
  expect(await enabled(seller)).toBe(true);
});
