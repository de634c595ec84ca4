import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { InputOf } from '@stoa/kit/contracts';
import { newId } from '@stoa/kit/persistence';
import { answering, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { startStripeSandbox } from '@stoa/sandbox/index';
import { noteSellerAccount } from '@stoa/schema/commands/identity';
import { linkPayoutOnboarding, openPayoutAccount, readPayoutAccount, sendPayout } from '@stoa/schema/commands/payments';
import manifest from '../index.ts';
import { aCapturedPayment, notify, StripeAtHand } from '../testing/given-payment.ts';

const noted: InputOf<typeof noteSellerAccount>[] = [];
let stripe: StripeAtHand;
let payments: TestSubgraph;
beforeAll(async () => {
  stripe = await StripeAtHand.start(startStripeSandbox);
  const commands = [
    answering(noteSellerAccount, (note) => {
      noted.push(note);
      return {};
    }),
  ];
  payments = await startTestSubgraph(manifest, { environment: stripe.environment, commands });
  await aCapturedPayment(payments, stripe);
});
afterEach(() => stripe.peace());
afterAll(async () => {
  await payments?.stop();
  await stripe?.close();
});

const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
const send = (payoutId: string, accountId: string, amountMinor = 100) =>
  payments.answer(sendPayout, { payoutId, accountId, amount: usd(amountMinor) });
const sentTo = async (destination: string): Promise<number[]> =>
  (await stripe.client.transfers.list({ destination })).data.map(({ amount }) => amount);

async function anEnabledAccount(): Promise<string> {
  const accountId = await stripe.anAccount();
  await stripe.onboard(accountId);
  return accountId;
}

test('a seller has one account, with a page on which they are known', async () => {
  const sellerId = newId();
  const { accountId } = await payments.answer(openPayoutAccount, { sellerId });
  expect(await payments.answer(openPayoutAccount, { sellerId })).toEqual({ accountId });
  const { url, expiresAt } = await payments.answer(linkPayoutOnboarding, { accountId });
  expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
  expect(await payments.answer(readPayoutAccount, { accountId })).toEqual({ payoutsEnabled: false });
  await fetch(url, { method: 'POST', body: new URLSearchParams({ outcome: 'complete' }), redirect: 'manual' });
  expect(await payments.answer(readPayoutAccount, { accountId })).toEqual({ payoutsEnabled: true });
});

test('news of an account are taken as the provider sees it now, however late they come', async () => {
  const sellerId = newId();
  const accountId = await stripe.anAccount(sellerId);
  await stripe.onboard(accountId);
  const enabled = await stripe.client.accounts.retrieve(accountId);
  await stripe.onboard(accountId, 'restrict');
  noted.length = 0;
  expect(await notify(payments, enabled)).toBe(200);
  expect(noted).toEqual([{ sellerId, accountId, payoutsEnabled: false }]);
  expect(await notify(payments, { ...enabled, metadata: {} })).toBe(200);
  expect(noted).toHaveLength(1);
});

test('a payout is sent once for its id, also where the answer was lost', async () => {
  const [accountId, payoutId] = [await anEnabledAccount(), newId()];
  await stripe.misfortune({ kind: 'lose-reply', times: 3, method: 'POST', path: '/v1/transfers' });
  await expect(send(payoutId, accountId)).rejects.toThrow();
  await stripe.peace();
  const sent = await send(payoutId, accountId);
  expect(sent).toMatchObject({ outcome: 'SENT' });
  expect(await send(payoutId, accountId)).toEqual(sent);
  expect(await sentTo(accountId)).toEqual([100]);
});

test('a payout is found again when the provider has forgotten its key', async () => {
  const [accountId, payoutId] = [await anEnabledAccount(), newId()];
  await stripe.misfortune({ kind: 'lose-request', times: 3, method: 'POST', path: '/v1/transfers' });
  await expect(send(payoutId, accountId)).rejects.toThrow();
  await stripe.peace();
  // As our own question of two days ago would have left it: made there, under a key that is no longer known.
  const { id } = await stripe.client.transfers.create({ amount: 100, currency: 'usd', destination: accountId, transfer_group: payoutId });
  expect(await send(payoutId, accountId)).toEqual({ outcome: 'SENT', transferId: id });
  expect(await sentTo(accountId)).toEqual([100]);
});

test('a payout is asked for by one at a time, or until they must have died', async () => {
  const [accountId, payoutId] = [await anEnabledAccount(), newId()];
  await payments.sql.query(
    `insert into transfer (payout_id, account_id, amount_amount_minor, amount_currency, asked_until) values ($1, $2, 100, 'USD', now() + interval '1 hour')`,
    [payoutId, accountId],
  );
  await expect(send(payoutId, accountId)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  await payments.sql.query('update transfer set asked_until = now() where payout_id = $1', [payoutId]);
  expect(await send(payoutId, accountId)).toMatchObject({ outcome: 'SENT' });
  expect(await sentTo(accountId)).toEqual([100]);
});

test('a payout that was sent is not sent again with another amount, nor to somebody else', async () => {
  const [accountId, payoutId] = [await anEnabledAccount(), newId()];
  await send(payoutId, accountId);
  await expect(send(payoutId, accountId, 200)).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  await expect(send(payoutId, await anEnabledAccount())).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  expect(await sentTo(accountId)).toEqual([100]);
});

test.each([
  ['an account that may take nothing', () => stripe.anAccount(), 100, 'insufficient_capabilities_for_transfer'],
  ['more than the platform has', anEnabledAccount, 1_000_000, 'balance_insufficient'],
  ['an account that is not there', async () => 'acct_nobody', 100, 'resource_missing'],
])('a payout to %s is refused for good', async (_what, account, amountMinor, code) => {
  const [accountId, payoutId] = [await account(), newId()];
  for (const _ of [1, 2]) expect(await send(payoutId, accountId, amountMinor)).toEqual({ outcome: 'REFUSED', code });
});
