import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { addToCart, buy, type CartSeen, type CheckedOut, cartStatus, checkOut, orderIs, pay, seeOrder, VERIFY } from '../support/buying.ts';
import { minutesPass, watchmenLook } from '../support/clock.ts';
import { books, stockFigures } from '../support/figures.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';
import { intentAtProvider, misfortune, misfortunesLeft, peace, webhooksTravel } from '../support/stripe-controls.ts';

let shop: Shop;
let seller: Person;
let buyer: Person;
let lamp: Goods;
let cart: CartSeen;
let bought: CheckedOut;

inOneShop(async (opened) => {
  shop = opened;
  seller = await aSeller(shop);
});

beforeEach(async () => {
  buyer = await aBuyer(shop);
  lamp = await goods(seller, 'Brass lamp', 4_000, 2);
  cart = await addToCart(buyer, lamp.variantId, 2);
  bought = await checkOut(buyer);
});

afterEach(() => peace(shop));

const cancelPath = (): string => `/v1/payment_intents/${bought.payment.providerPaymentId}/cancel`;

/** What the order did to the books, by account: nothing is left where all was reversed. */
async function netPostings(): Promise<{ kinds: string[]; net: Record<string, number> }> {
  const kinds = await shop.sql<{ kind: string }>('ledger', 'select kind from ledger_transaction where order_id = $1 order by id', [
    bought.order.id,
  ]);
  const net = await shop.sql<{ code: string; net: number }>(
    'ledger',
    `select a.code, sum(case e.direction when 'CREDIT' then e.amount_minor else -e.amount_minor end)::int as net
     from ledger_entry e join ledger_transaction t on t.id = e.transaction_id join ledger_account a on a.id = e.account_id
     where t.order_id = $1 group by a.code having sum(case e.direction when 'CREDIT' then e.amount_minor else -e.amount_minor end) <> 0 order by 1`,
    [bought.order.id],
  );
  return { kinds: kinds.map(({ kind }) => kind), net: Object.fromEntries(net.map((row) => [row.code, row.net])) };
}

async function moneyIsBack(): Promise<void> {
  await until('the money went back', async () => (await seeOrder(buyer, bought.order.id)).payment.status === 'REFUNDED');
  await until('the ledger is reversed', async () => (await netPostings()).kinds.length === 2);
  expect(await netPostings()).toEqual({ kinds: ['CAPTURE', 'REFUND'], net: {} });
  expect(await books(shop)).toMatchObject({ balanced: true });
  expect((await seeOrder(buyer, bought.order.id)).payment).toMatchObject({
    refunded: { amountMinor: 8_000 },
    refunds: [{ status: 'SUCCEEDED', amount: { amountMinor: 8_000 } }],
  });
}

test('an order that nobody paid ends at its deadline, its intent before it', async () => {
  await misfortune(shop, { kind: 'answer-error', status: 503, times: 3, path: cancelPath() });
  await minutesPass(shop, 31);
  watchmenLook(shop);
  await until('the provider was asked in vain', async () => (await misfortunesLeft(shop)) === 0);
  expect((await seeOrder(buyer, bought.order.id)).status).toBe('PENDING');
  await minutesPass(shop, 1, ['orders']);
  watchmenLook(shop);
  await orderIs(buyer, bought.order.id, 'CANCELLED');
  expect((await intentAtProvider(shop, bought.payment.providerPaymentId)).status).toBe('canceled');
  await until('the stock is back', async () => (await stockFigures(shop, lamp)).available === 2);
  expect(await stockFigures(shop, lamp)).toEqual({ total: 2, available: 2, reserved: 0, allocated: 0, sold: 0 });
  await until('the cart is abandoned', async () => (await cartStatus(buyer, cart.id)) === 'ABANDONED');
  expect(await seeOrder(buyer, bought.order.id)).toMatchObject({
    cancelledAt: expect.any(String),
    cancelReason: 'It was not paid in time',
    payment: { status: 'CANCELLED' },
  });
  expect((await pay(shop, bought)).status).toBe(400);
});

test('what was paid in time but told by nobody is confirmed at the deadline instead of ended', async () => {
  await webhooksTravel(shop, { drop: true });
  await pay(shop, bought);
  await minutesPass(shop, 31);
  watchmenLook(shop);
  await orderIs(buyer, bought.order.id, 'CONFIRMED');
  await until('the sale is made', async () => (await stockFigures(shop, lamp)).sold === 2);
});

/** The hold of an order that could not be ended goes back by inventory's own deadline. */
async function holdLapses(): Promise<void> {
  await misfortune(shop, { kind: 'answer-error', status: 503, times: 1_000, path: cancelPath() });
  await minutesPass(shop, 36);
  watchmenLook(shop);
  await until('the hold has lapsed', async () => (await stockFigures(shop, lamp)).available === 2);
  expect((await seeOrder(buyer, bought.order.id)).status).toBe('PENDING');
}

test('a capture after the hold has lapsed takes the goods again, if they are still there', async () => {
  await webhooksTravel(shop, { drop: true });
  await holdLapses();
  await pay(shop, bought);
  await buyer.ask(VERIFY, { id: bought.payment.id });
  await orderIs(buyer, bought.order.id, 'CONFIRMED');
  await until('the sale is made', async () => (await stockFigures(shop, lamp)).sold === 2);
  expect(await stockFigures(shop, lamp)).toEqual({ total: 0, available: 0, reserved: 0, allocated: 0, sold: 2 });
  await until('the parcel is real', async () => !(await seeOrder(buyer, bought.order.id)).shipments[0]!.provisional);
});

test('a capture after the goods went to somebody else is refunded by itself, and the ledger reversed', async () => {
  await webhooksTravel(shop, { drop: true });
  await holdLapses();
  await webhooksTravel(shop, { drop: false });
  await buy(shop, await aBuyer(shop), lamp.variantId, 1);
  await until('the other sale is made', async () => (await stockFigures(shop, lamp)).sold === 1);
  await pay(shop, bought);
  await moneyIsBack();
  await orderIs(buyer, bought.order.id, 'CANCELLED');
  expect(await seeOrder(buyer, bought.order.id)).toMatchObject({ cancelReason: 'Its goods were sold out before the payment came' });
  await until('its parcel is cancelled', async () => (await seeOrder(buyer, bought.order.id)).shipments[0]!.status === 'CANCELLED');
  expect(await stockFigures(shop, lamp)).toEqual({ total: 1, available: 1, reserved: 0, allocated: 0, sold: 1 });
});

test('a capture for an order that has ended is refunded by itself, and the ledger reversed', async () => {
  await misfortune(shop, { kind: 'answer-error', status: 503, times: 1_000, path: cancelPath() });
  await pay(shop, bought, 'pm_card_visa_chargeDeclined');
  await orderIs(buyer, bought.order.id, 'CANCELLED');
  expect((await pay(shop, bought)).status).toBe(200);
  await moneyIsBack();
  expect(await seeOrder(buyer, bought.order.id)).toMatchObject({
    status: 'CANCELLED',
    cancelReason: 'The payment failed',
    confirmedAt: null,
  });
  await until('the stock is back', async () => (await stockFigures(shop, lamp)).available === 2);
  expect(await stockFigures(shop, lamp)).toEqual({ total: 2, available: 2, reserved: 0, allocated: 0, sold: 0 });
});
