import { beforeEach, expect, test } from '@jest/globals';
import { RefundPaymentDocument, RequestPayoutDocument } from '@stoa/schema/generated/operations/e2e';
import { acknowledged, anEarner, EARNED, type Earner, figuresOf, onboarded } from '../payouts/an-earner.ts';
import { buy } from '../support/buying.ts';
import type { Client } from '../support/client.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, goods, type Person } from '../support/people.ts';
import type { Shop } from '../support/shop.ts';
import { providerTotals } from '../support/stripe-controls.ts';
import { HEAD_STARTS, race } from './in-any-order.ts';

let shop: Shop;
let admin: Client;
let buyer: Person;
let earner: Earner;
/** What the provider had passed on before the test. */
let before: number;

inOneShop(async (opened) => {
  shop = opened;
  [admin, buyer] = await Promise.all([shop.admin(), aBuyer(shop)]);
  // So that the platform still has what it pays out once the money of a sale has gone back.
  const { variantId } = await goods(await aSeller(shop), 'Golden lamp', 100_000, 1);
  await buy(shop, await aBuyer(shop), variantId);
});

beforeEach(async () => {
  earner = await anEarner(shop, buyer);
  await onboarded(earner.seller);
  await acknowledged(earner.seller, buyer);
  before = await transferred();
});

const transferred = async (): Promise<number> => (await providerTotals(shop)).transferred.usd ?? 0;
const payOut = (key: string = crypto.randomUUID()) =>
  earner.seller.send(RequestPayoutDocument, { amount: { amountMinor: EARNED, currency: 'USD' }, key });
const refundAll = () =>
  admin.ask(RefundPaymentDocument, { input: { paymentId: earner.bought.payment.id, idempotencyKey: crypto.randomUUID() } });

test.each([2, 20])('of %i payouts of the whole balance at once, one is paid', async (count) => {
  const answers = await Promise.all(Array.from({ length: count }, () => payOut()));
  const codes = answers.flatMap(({ errors = [] }) => errors.map(({ extensions }) => extensions.code));
  expect(codes).toEqual(Array.from({ length: count - 1 }, () => 'BALANCE_TOO_LOW'));
  await everythingAgrees(shop);
  expect((await transferred()) - before).toBe(EARNED);
  expect(await figuresOf(earner.seller)).toMatchObject({ balance: { amountMinor: 0 }, payouts: { nodes: [{ status: 'PAID' }] } });
});

test('twenty under one key at once are one payout', async () => {
  const key = crypto.randomUUID();
  const answers = await Promise.all(Array.from({ length: 20 }, () => payOut(key)));
  expect(new Set(answers.map(({ data }) => data!.requestPayout.id)).size).toBe(1);
  await everythingAgrees(shop);
  expect((await transferred()) - before).toBe(EARNED);
});

test.each(HEAD_STARTS)('a payout races with a refund (%i, %i): what was paid out and gone back is owed', async (...headStart) => {
  const [payout] = await race(headStart, payOut, refundAll);
  await everythingAgrees(shop);
  const paidMinor = payout.errors ? 0 : EARNED;
  if (payout.errors) expect(payout.errors[0]!.extensions).toMatchObject({ code: 'BALANCE_TOO_LOW', available: { amountMinor: 0 } });
  expect((await transferred()) - before).toBe(paidMinor);
  const { balance, availableForPayout } = await figuresOf(earner.seller);
  expect(balance!.amountMinor + paidMinor).toBe(0);
  expect(availableForPayout!.amountMinor).toBe(0);
});
