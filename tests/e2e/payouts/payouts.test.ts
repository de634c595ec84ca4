import { beforeEach, expect, test } from '@jest/globals';
import { PayoutsOfDocument, RequestPayoutDocument, StartPayoutOnboardingDocument } from '@stoa/schema/generated/operations/e2e';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';
import { misfortune, peace, providerTotals } from '../support/stripe-controls.ts';
import { acknowledged, anEarner, EARNED, figuresOf, onboarded } from './an-earner.ts';

let shop: Shop;
let buyer: Person;
let seller: Person;

inOneShop(async (opened) => {
  shop = opened;
  buyer = await aBuyer(shop);
});

beforeEach(async () => {
  ({ seller } = await anEarner(shop, buyer));
});

const figures = () => figuresOf(seller);
const usd = (amountMinor: number, key: string = crypto.randomUUID()) => ({ amount: { amountMinor, currency: 'USD' }, key });
const transferred = async (): Promise<number> => (await providerTotals(shop)).transferred.usd ?? 0;

test('a seller is known to the provider, waits for the buyer, and is paid', async () => {
  expect(await figures()).toMatchObject({ payoutsEnabled: false, availableForPayout: { amountMinor: 0 } });
  expect(await seller.refusal(RequestPayoutDocument, usd(EARNED))).toMatchObject({ code: 'PAYOUTS_NOT_ENABLED' });
  await onboarded(seller);
  expect(await seller.refusal(RequestPayoutDocument, usd(EARNED))).toMatchObject({
    code: 'BALANCE_TOO_LOW',
    available: { amountMinor: 0 },
  });
  await acknowledged(seller, buyer);
  const before = await transferred();
  const { requestPayout } = await seller.ask(RequestPayoutDocument, usd(EARNED));
  expect(requestPayout).toMatchObject({ status: 'PAID', amount: { amountMinor: EARNED } });
  expect((await transferred()) - before).toBe(EARNED);
  expect(await figures()).toMatchObject({
    balance: { amountMinor: 0 },
    availableForPayout: { amountMinor: 0 },
    payouts: { nodes: [{ id: requestPayout.id, status: 'PAID' }] },
  });
  await everythingAgrees(shop);
});

test('a payout whose answer is lost is found again, and sent once', async () => {
  await onboarded(seller);
  await acknowledged(seller, buyer);
  const before = await transferred();
  await misfortune(shop, { kind: 'lose-reply', times: 4, method: 'POST', path: '/v1/transfers' });
  const asked = usd(EARNED);
  const { requestPayout } = await seller.ask(RequestPayoutDocument, asked);
  await peace(shop);
  await shop.sql('ledger', 'update payout set next_try_at = now() where id = $1', [requestPayout.id]);
  shop.wakeJob('ledger', 'settlePayouts');
  await until('it is paid', async () => (await figures()).payouts!.nodes[0]!.status === 'PAID');
  expect((await seller.ask(RequestPayoutDocument, asked)).requestPayout).toMatchObject({ id: requestPayout.id, status: 'PAID' });
  expect((await transferred()) - before).toBe(EARNED);
  await everythingAgrees(shop);
});

test('what a seller earns and is paid is nobody else’s to see or to take', async () => {
  const other = await aSeller(shop);
  const seen = await other.send(PayoutsOfDocument, { id: seller.sellerId! });
  expect(seen.data?.seller).toMatchObject({ balance: null, availableForPayout: null, payouts: null });
  expect((await buyer.refusal(RequestPayoutDocument, usd(100))).code).toBe('FORBIDDEN');
  expect((await buyer.refusal(StartPayoutOnboardingDocument)).code).toBe('FORBIDDEN');
  expect((await shop.client().refusal(RequestPayoutDocument, usd(100))).code).toBe('UNAUTHENTICATED');
  const schema = await buyer.send<{ __type: { fields: { name: string }[] } }>('{ __type(name: "Seller") { fields { name } } }');
  expect(schema.data!.__type.fields.map(({ name }) => name).filter((name) => /account/i.test(name))).toEqual([]);
});
