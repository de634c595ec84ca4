import { beforeEach, expect, test } from '@jest/globals';
import {
  ParcelsToSendDocument,
  PayoutsOfDocument,
  RequestPayoutDocument,
  ShipDocument,
  StartPayoutOnboardingDocument,
  TakeInHandDocument,
} from '@stoa/schema/generated/operations/e2e';
import { buy } from '../support/buying.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';
import { misfortune, peace, providerTotals } from '../support/stripe-controls.ts';

let shop: Shop;
let buyer: Person;
let seller: Person;
/** What the seller has earned: 4,000 less ten per cent. */
const EARNED = 3_600;

inOneShop(async (opened) => {
  shop = opened;
  buyer = await aBuyer(shop);
});

beforeEach(async () => {
  seller = await aSeller(shop);
  const { variantId } = await goods(seller, 'Brass lamp', 4_000, 10);
  await buy(shop, buyer, variantId);
  await until('the sale is in the books', async () => (await figures()).balance!.amountMinor === EARNED);
});

const figures = async () => (await seller.ask(PayoutsOfDocument, { id: seller.sellerId! })).seller!;
const usd = (amountMinor: number, key: string = crypto.randomUUID()) => ({ amount: { amountMinor, currency: 'USD' }, key });
const transferred = async (): Promise<number> => (await providerTotals(shop)).transferred.usd ?? 0;

/** The seller tells the provider who they are, on its page. */
async function onboarded(): Promise<void> {
  const { startPayoutOnboarding } = await seller.ask(StartPayoutOnboardingDocument);
  await fetch(startPayoutOnboarding.url, { method: 'POST', body: new URLSearchParams({ outcome: 'complete' }), redirect: 'manual' });
  await until('the provider pays the seller', async () => (await figures()).payoutsEnabled);
}

/** The parcel is sent, and its buyer says that it has come. */
async function acknowledged(): Promise<void> {
  const id = await until('there is a parcel to send', async () => {
    const { seller: own } = await seller.ask(ParcelsToSendDocument, { id: seller.sellerId! });
    return own!.shipments!.nodes[0]?.id;
  });
  await seller.ask(TakeInHandDocument, { id });
  await seller.ask(ShipDocument, { id, input: { carrier: 'UPS', trackingNumber: crypto.randomUUID() } });
  await buyer.send('mutation ($id: ID!) { confirmDelivery(id: $id) { status acknowledgedAt } }', { id });
  await until('the earnings are free', async () => (await figures()).availableForPayout!.amountMinor === EARNED);
}

test('a seller is known to the provider, waits for the buyer, and is paid', async () => {
  expect(await figures()).toMatchObject({ payoutsEnabled: false, availableForPayout: { amountMinor: 0 } });
  expect(await seller.refusal(RequestPayoutDocument, usd(EARNED))).toMatchObject({ code: 'PAYOUTS_NOT_ENABLED' });
  await onboarded();
  expect(await seller.refusal(RequestPayoutDocument, usd(EARNED))).toMatchObject({
    code: 'BALANCE_TOO_LOW',
    available: { amountMinor: 0 },
  });
  await acknowledged();
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
  await onboarded();
  await acknowledged();
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
