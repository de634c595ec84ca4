import { beforeEach, expect, test } from '@jest/globals';
import { addToCart, buy, type CartSeen, type CheckedOut, cartStatus, checkOut, orderIs, pay, seeOrder, VERIFY } from '../support/buying.ts';
import { books, stockFigures } from '../support/figures.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';
import { authenticateAtBank, intentAtProvider } from '../support/stripe-controls.ts';

const DECLINED = 'pm_card_visa_chargeDeclined';
const ALL_BACK = { total: 3, available: 3, reserved: 0, allocated: 0, sold: 0 };

let shop: Shop;
let sellers: Person[];
let buyer: Person;
let lamp: Goods;
let book: Goods;
let cart: CartSeen;
let bought: CheckedOut;

inOneShop(async (opened) => {
  shop = opened;
  sellers = await Promise.all([aSeller(shop), aSeller(shop)]);
});

beforeEach(async () => {
  buyer = await aBuyer(shop);
  lamp = await goods(sellers[0]!, 'Brass lamp', 4_000, 3);
  book = await goods(sellers[1]!, 'Old book', 2_000, 3);
  await addToCart(buyer, lamp.variantId, 3);
  cart = await addToCart(buyer, book.variantId, 1);
  bought = await checkOut(buyer);
});

/** All that a failed payment takes with it. */
async function everythingIsUndone(): Promise<void> {
  await orderIs(buyer, bought.order.id, 'CANCELLED');
  await until(
    'the stock is back',
    async () => (await stockFigures(shop, lamp)).available === 3 && (await stockFigures(shop, book)).available === 3,
  );
  expect([await stockFigures(shop, lamp), await stockFigures(shop, book)]).toEqual([ALL_BACK, ALL_BACK]);
  await until('the shipments are cancelled', async () =>
    (await seeOrder(buyer, bought.order.id)).shipments.every(({ status }) => status === 'CANCELLED'),
  );
  await until('the cart is abandoned', async () => (await cartStatus(buyer, cart.id)) === 'ABANDONED');
  await until(
    'the intent is cancelled',
    async () => (await intentAtProvider(shop, bought.payment.providerPaymentId)).status === 'canceled',
  );
}

test("a declined card ends the order, gives everything back and tells the buyer the provider's words", async () => {
  expect(await pay(shop, bought, DECLINED)).toMatchObject({ status: 402, body: { error: { code: 'card_declined' } } });
  await everythingIsUndone();
  expect(await seeOrder(buyer, bought.order.id)).toMatchObject({
    status: 'CANCELLED',
    confirmedAt: null,
    cancelledAt: expect.any(String),
    cancelReason: 'The payment failed',
    payment: { status: 'FAILED', failureCode: 'card_declined', failureMessage: 'Your card was declined.', refunds: [] },
    shipments: [{ status: 'CANCELLED' }, { status: 'CANCELLED' }],
  });
  expect(await buyer.refusal(VERIFY, { id: bought.payment.id })).toMatchObject({
    code: 'PAYMENT_FAILED',
    paymentStatus: 'failed',
    providerCode: 'card_declined',
    providerMessage: 'Your card was declined.',
  });
  const posted = await shop.sql('ledger', 'select 1 from ledger_transaction where order_id = $1', [bought.order.id]);
  expect(posted).toEqual([]);
  // The intent is closed for good: not even a good card pays for what is no more.
  expect((await pay(shop, bought)).status).toBe(400);
});

test('verifyPayment hears of the decline at once and says so, even before any webhook', async () => {
  await pay(shop, bought, DECLINED);
  expect(await buyer.refusal(VERIFY, { id: bought.payment.id })).toMatchObject({
    code: 'PAYMENT_FAILED',
    providerMessage: 'Your card was declined.',
  });
  await everythingIsUndone();
});

test('the buyer of a declined order buys again, in a new cart', async () => {
  await pay(shop, bought, DECLINED);
  await everythingIsUndone();
  const again = await buy(shop, buyer, lamp.variantId, 2);
  expect(again.order.id).not.toBe(bought.order.id);
  expect((await seeOrder(buyer, again.order.id)).payment.status).toBe('CAPTURED');
});

test('reorder fills a new cart with the lines of a declined order, and that one is paid', async () => {
  await pay(shop, bought, DECLINED);
  await everythingIsUndone();
  const { reorder } = await buyer.ask<{ reorder: { id: string; items: { quantity: number }[]; total: { amountMinor: number } } }>(
    'mutation ($id: ID!) { reorder(orderId: $id) { id items { quantity } total { amountMinor } } }',
    { id: bought.order.id },
  );
  expect(reorder).toMatchObject({ items: [{ quantity: 3 }, { quantity: 1 }], total: { amountMinor: 14_000 } });
  expect(reorder.id).not.toBe(cart.id);
  const again = await checkOut(buyer);
  await pay(shop, again);
  await orderIs(buyer, again.order.id, 'CONFIRMED');
  await until('the sale is made', async () => (await stockFigures(shop, lamp)).sold === 3);
  expect(await books(shop)).toMatchObject({ balanced: true });
});

test('a card that wants its owner asked pays once they have agreed', async () => {
  const { status, body } = await pay(shop, bought, 'pm_card_authenticationRequired');
  expect([status, body.status]).toEqual([200, 'requires_action']);
  await until('the payment waits for its buyer', async () => (await seeOrder(buyer, bought.order.id)).payment.status === 'REQUIRES_ACTION');
  expect((await seeOrder(buyer, bought.order.id)).status).toBe('PENDING');
  await authenticateAtBank(shop, bought.payment.providerPaymentId, 'succeed');
  await orderIs(buyer, bought.order.id, 'CONFIRMED');
  expect((await seeOrder(buyer, bought.order.id)).payment).toMatchObject({ status: 'CAPTURED', failureCode: null });
});

test('a card whose owner does not agree has failed', async () => {
  await pay(shop, bought, 'pm_card_authenticationRequired');
  await authenticateAtBank(shop, bought.payment.providerPaymentId, 'fail');
  await everythingIsUndone();
  expect((await seeOrder(buyer, bought.order.id)).payment).toMatchObject({
    status: 'FAILED',
    failureCode: 'payment_intent_authentication_failure',
  });
});
