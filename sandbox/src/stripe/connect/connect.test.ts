import { afterEach, expect, test } from '@jest/globals';
import type Stripe from 'stripe';
import { closeAll, openStripe, refusalOf } from '../../testing/open-stripe.ts';

afterEach(closeAll);

const LINK = { type: 'account_onboarding', return_url: 'http://shop.test/back', refresh_url: 'http://shop.test/again' } as const;

async function anAccount(stripe: Stripe): Promise<Stripe.Account> {
  return stripe.accounts.create({ type: 'express', capabilities: { transfers: { requested: true } }, metadata: { sellerId: 's-1' } });
}

const onboard = (url: string, outcome = 'complete'): Promise<Response> =>
  fetch(url, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ outcome }) });

async function earn(stripe: Stripe, amount: number): Promise<void> {
  await stripe.paymentIntents.create({ amount, currency: 'usd', payment_method: 'pm_card_visa', confirm: true });
}

test('an account takes money once its holder has been onboarded', async () => {
  const { stripe } = await openStripe();
  const account = await anAccount(stripe);
  expect(account).toMatchObject({
    object: 'account',
    payouts_enabled: false,
    metadata: { sellerId: 's-1' },
    capabilities: { transfers: 'inactive' },
  });
  const link = await stripe.accountLinks.create({ account: account.id, ...LINK });
  expect(link.expires_at - link.created).toBe(300);
  expect(await (await fetch(link.url)).text()).toContain('I have told everything');
  const later = await onboard(link.url, 'later');
  expect([later.status, later.headers.get('location')]).toEqual([303, 'http://shop.test/back']);
  expect((await stripe.accounts.retrieve(account.id)).payouts_enabled).toBe(false);
  await onboard(link.url);
  await onboard(link.url);
  expect(await stripe.accounts.retrieve(account.id)).toMatchObject({ payouts_enabled: true, details_submitted: true });
  const { data } = await stripe.events.list({ type: 'account.updated' });
  expect(data.map((event) => (event.data.object as Stripe.Account).payouts_enabled)).toEqual([true]);
});

test('a transfer goes to an account that may take it, once for its key, and is found by its group', async () => {
  const { stripe, control } = await openStripe();
  const { id: destination } = await anAccount(stripe);
  await earn(stripe, 5_000);
  const ask = { amount: 3_000, currency: 'usd', destination, transfer_group: 'payout-1', metadata: { payoutId: 'payout-1' } };
  expect(await refusalOf(stripe.transfers.create(ask))).toMatchObject({ code: 'insufficient_capabilities_for_transfer', statusCode: 400 });
  await control(`accounts/${destination}/onboarding`);
  const first = await stripe.transfers.create(ask, { idempotencyKey: 'payout-1' });
  expect(await stripe.transfers.create(ask, { idempotencyKey: 'payout-1' })).toMatchObject({ id: first.id });
  expect((await stripe.transfers.list({ transfer_group: 'payout-1' })).data.map(({ id }) => id)).toEqual([first.id]);
  expect((await stripe.transfers.list({ transfer_group: 'payout-2' })).data).toEqual([]);
  expect(await stripe.transfers.retrieve(first.id)).toMatchObject({ object: 'transfer', amount: 3_000, destination });
});

test('no more is transferred than the platform has', async () => {
  const { stripe, control } = await openStripe();
  const { id: destination } = await anAccount(stripe);
  await control(`accounts/${destination}/onboarding`);
  await earn(stripe, 5_000);
  await stripe.transfers.create({ amount: 3_000, currency: 'usd', destination });
  expect(await refusalOf(stripe.transfers.create({ amount: 2_001, currency: 'usd', destination }))).toMatchObject({
    code: 'balance_insufficient',
  });
  expect(await refusalOf(stripe.transfers.create({ amount: 1, currency: 'eur', destination }))).toMatchObject({
    code: 'balance_insufficient',
  });
  expect(await refusalOf(stripe.transfers.create({ amount: 1, currency: 'usd', destination: 'acct_nobody' }))).toMatchObject({
    code: 'resource_missing',
  });
  await stripe.transfers.create({ amount: 2_000, currency: 'usd', destination });
});
