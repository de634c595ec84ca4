import { beforeEach, expect, test } from '@jest/globals';
import {
  ParcelsToSendDocument,
  RefundPaymentDocument,
  type RefundPaymentInput,
  ShipDocument,
  TakeInHandDocument,
} from '@stoa/schema/generated/operations/e2e';
import { addToCart, type CheckedOut, checkOut, orderIs, pay, seeOrder } from '../support/buying.ts';
import type { Client } from '../support/client.ts';
import { handled } from '../support/events.ts';
import { balances, books, stockFigures } from '../support/figures.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import { settledRows } from '../support/rows.ts';
import { type Shop, until } from '../support/shop.ts';
import { misfortune, providerTotals } from '../support/stripe-controls.ts';

let shop: Shop;
let admin: Client;
let lampSeller: Person;
let bookSeller: Person;
let buyer: Person;
let lamp: Goods;
let book: Goods;
let bought: CheckedOut;

inOneShop(async (opened) => {
  shop = opened;
  admin = await shop.admin();
  [lampSeller, bookSeller] = await Promise.all([aSeller(shop), aSeller(shop)]);
});

beforeEach(async () => {
  buyer = await aBuyer(shop);
  lamp = await goods(lampSeller, 'Brass lamp', 4_000, 10);
  book = await goods(bookSeller, 'Old book', 2_000, 10);
  await addToCart(buyer, lamp.variantId, 2);
  await addToCart(buyer, book.variantId, 1);
  bought = await checkOut(buyer);
});

const refund = (idempotencyKey: string, more: Partial<RefundPaymentInput> = {}) => ({
  input: { paymentId: bought.payment.id, idempotencyKey, ...more },
});
const usd = (amountMinor: number) => ({ amount: { amountMinor, currency: 'USD' } });
const untouched = { total: 10, available: 10, reserved: 0, allocated: 0, sold: 0 };

async function paid(): Promise<void> {
  await pay(shop, bought);
  await orderIs(buyer, bought.order.id, 'CONFIRMED');
  await until('the sales are made', async () => (await stockFigures(shop, lamp)).sold === 2 && (await stockFigures(shop, book)).sold === 1);
}

test('a full refund takes the money, the order and the goods back, and the books are where they were', async () => {
  await settledRows(shop, ['ledger']);
  const before = await balances(shop);
  const { refunded: refundedBefore = {} } = await providerTotals(shop);
  await paid();
  await until('the capture is posted', async () => (await balances(shop)).PLATFORM_REVENUE !== before.PLATFORM_REVENUE);
  const { refundPayment } = await admin.ask(RefundPaymentDocument, refund('whole', { reason: 'It was broken' }));
  expect(refundPayment).toMatchObject({ status: 'SUCCEEDED', reason: 'It was broken', amount: { amountMinor: 10_000, currency: 'USD' } });
  await orderIs(buyer, bought.order.id, 'CANCELLED');
  await until('the shipments are cancelled', async () =>
    (await seeOrder(buyer, bought.order.id)).shipments.every(({ status }) => status === 'CANCELLED'),
  );
  expect(await seeOrder(buyer, bought.order.id)).toMatchObject({
    cancelReason: 'It was refunded',
    confirmedAt: expect.any(String),
    payment: { status: 'REFUNDED', refunded: { amountMinor: 10_000 }, refunds: [{ id: refundPayment.id }] },
  });
  await until(
    'the goods are back on the shelf',
    async () => (await stockFigures(shop, lamp)).available === 10 && (await stockFigures(shop, book)).available === 10,
  );
  expect([await stockFigures(shop, lamp), await stockFigures(shop, book)]).toEqual([untouched, untouched]);
  await until('the ledger is reversed', async () => JSON.stringify(await balances(shop)) === JSON.stringify(before));
  expect(await books(shop)).toMatchObject({ balanced: true });
  expect(((await providerTotals(shop)).refunded.usd ?? 0) - (refundedBefore.usd ?? 0)).toBe(10_000);
});

test('the same key refunds once, also when it is sent many times at once; a second refund finds nothing left', async () => {
  await paid();
  const answers = await Promise.all(Array.from({ length: 5 }, () => admin.ask(RefundPaymentDocument, refund('once'))));
  const ids = new Set(answers.map((answer) => answer.refundPayment.id));
  expect(ids.size).toBe(1);
  await until('the money went back', async () => (await seeOrder(buyer, bought.order.id)).payment.status === 'REFUNDED');
  expect((await admin.ask(RefundPaymentDocument, refund('once'))).refundPayment).toMatchObject({ id: [...ids][0], status: 'SUCCEEDED' });
  expect(await admin.refusal(RefundPaymentDocument, refund('twice'))).toMatchObject({ code: 'NOT_REFUNDABLE' });
  expect((await seeOrder(buyer, bought.order.id)).payment.refunds).toHaveLength(1);
});

test('different keys at once refund once', async () => {
  await paid();
  const answers = await Promise.all(['a', 'b', 'c'].map((key) => admin.send(RefundPaymentDocument, refund(key))));
  expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
  for (const { errors } of answers) if (errors) expect(errors[0]!.extensions.code).toBe('NOT_REFUNDABLE');
  await until('the money went back', async () => (await seeOrder(buyer, bought.order.id)).payment.status === 'REFUNDED');
  expect((await seeOrder(buyer, bought.order.id)).payment.refunded.amountMinor).toBe(10_000);
});

test('a key that refunded one payment is a conflict for another', async () => {
  await paid();
  await admin.ask(RefundPaymentDocument, refund('of the first'));
  const first = bought;
  await addToCart(buyer, lamp.variantId, 1);
  bought = await checkOut(buyer);
  await pay(shop, bought);
  await orderIs(buyer, bought.order.id, 'CONFIRMED');
  expect(await admin.refusal(RefundPaymentDocument, refund('of the first'))).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  expect(first.payment.id).not.toBe(bought.payment.id);
});

test('more than was captured, another currency, or nothing captured at all are refused and change nothing', async () => {
  expect(await admin.refusal(RefundPaymentDocument, refund('too early'))).toMatchObject({ code: 'NOT_REFUNDABLE' });
  await paid();
  expect(await admin.refusal(RefundPaymentDocument, refund('too much', usd(10_001)))).toMatchObject({ code: 'REFUND_TOO_LARGE' });
  expect(
    await admin.refusal(RefundPaymentDocument, refund('elsewhere', { amount: { amountMinor: 10_000, currency: 'EUR' } })),
  ).toMatchObject({
    code: 'CURRENCY_MISMATCH',
  });
  for (const amountMinor of [0, -1, -10_000])
    expect(await admin.refusal(RefundPaymentDocument, refund('nothing', usd(amountMinor)))).toMatchObject({ code: 'BAD_USER_INPUT' });
  expect((await seeOrder(buyer, bought.order.id)).payment).toMatchObject({ status: 'CAPTURED', refunds: [] });
});

test("refunds are not the buyer's to give, nor a stranger's", async () => {
  await paid();
  for (const person of [buyer, await aBuyer(shop)])
    expect(await person.refusal(RefundPaymentDocument, refund('mine'))).toMatchObject({ code: 'FORBIDDEN' });
  expect(await (await aSeller(shop)).refusal(RefundPaymentDocument, refund('mine'))).toMatchObject({ code: 'NOT_FOUND' });
  expect(await shop.client().refusal(RefundPaymentDocument, refund('mine'))).toMatchObject({ code: 'UNAUTHENTICATED' });
  expect((await seeOrder(buyer, bought.order.id)).payment).toMatchObject({ status: 'CAPTURED', refunds: [] });
});

test('a refund whose answer is lost is sent again under the same key, and happens once', async () => {
  const refundedBefore = (await providerTotals(shop)).refunded.usd ?? 0;
  await paid();
  await misfortune(shop, { kind: 'lose-reply', times: 4, method: 'POST', path: '/v1/refunds' });
  const { refundPayment } = await admin.ask(RefundPaymentDocument, refund('lost'));
  expect(['PENDING', 'SUCCEEDED']).toContain(refundPayment.status);
  await shop.sql('payments', 'update refund set next_try_at = now() where id = $1', [refundPayment.id]);
  shop.wakeJob('payments', 'settleRefunds');
  await until('the money went back', async () => (await seeOrder(buyer, bought.order.id)).payment.status === 'REFUNDED');
  expect(((await providerTotals(shop)).refunded.usd ?? 0) - refundedBefore).toBe(10_000);
});

/** The seller sends their parcel of the order. */
async function sends(seller: Person): Promise<void> {
  const { seller: own } = await seller.ask(ParcelsToSendDocument, { id: seller.sellerId! });
  const { id } = own!.shipments!.nodes.find((node) => node.orderNumber === bought.order.number)!;
  await seller.ask(TakeInHandDocument, { id });
  await seller.ask(ShipDocument, { id, input: { carrier: 'UPS', trackingNumber: '1Z999AA10123456784' } });
}

test('what has left the house stays sold: an order is not cancelled by a refund once a parcel of it is on its way', async () => {
  await paid();
  await until('the parcels are real', async () =>
    (await seeOrder(buyer, bought.order.id)).shipments.every(({ provisional }) => !provisional),
  );
  await sends(lampSeller);
  await orderIs(buyer, bought.order.id, 'PROCESSING');
  await until(
    'orders knows of the parcel',
    async () =>
      (await shop.sql('orders', `select 1 from known_shipment where order_id = $1 and status = 'SHIPPED'`, [bought.order.id])).length === 1,
  );
  await admin.ask(RefundPaymentDocument, refund('after shipping'));
  await until('the money went back', async () => (await seeOrder(buyer, bought.order.id)).payment.status === 'REFUNDED');
  await handled(shop, { from: 'payments', name: 'payments.refund.succeeded', aggregateId: bought.payment.id, by: 'orders' });
  // The other parcel will not be sent, so all that is sent is on its way.
  await orderIs(buyer, bought.order.id, 'SHIPPED');
  await until('the book is back on the shelf', async () => (await stockFigures(shop, book)).available === 10);
  expect(await stockFigures(shop, lamp)).toMatchObject({ available: 8, sold: 2 });
});
