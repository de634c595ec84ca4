import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { RefundPaymentDocument } from '@stoa/schema/generated/operations/e2e';
import { audit } from '../../../cli/src/audit/audit.ts';
import { addToCart, CHECKOUT, type CheckedOut, orderIs } from '../support/buying.ts';
import { Client } from '../support/client.ts';
import { aBuyer, anAddress, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import { asAdmin, type Shop, until } from '../support/shop.ts';
import { RestartableShop } from './restartable-shop.ts';

const IN_STOCK = 1_000;
const PATIENCE_MS = 90_000;

let market: RestartableShop;
let shop: Shop;
let lamp: Goods;
let book: Goods;
let sold = 0;

beforeAll(async () => {
  market = await RestartableShop.open();
  shop = { client: (token?: string) => new Client(market.url, token) } as Shop;
  await market.start();
  const [lampSeller, bookSeller] = await Promise.all([aSeller(shop), aSeller(shop)]);
  lamp = await goods(lampSeller, 'Brass lamp', 4_000, IN_STOCK);
  book = await goods(bookSeller, 'Old book', 2_050, IN_STOCK);
  await market.stop();
}, 240_000);

// What a failed row leaves running must not stand in the way of the next one.
afterEach(() => market.kill());
afterAll(() => market.remove(), 180_000);

/** A purchase of somebody who does not give up. */
interface Purchase {
  readonly buyer: Person;
  readonly key: string;
  /** What it was answered, by an incarnation that lived long enough. */
  answered?: CheckedOut;
}

const checkOut = async ({ buyer, key }: Purchase): Promise<CheckedOut> =>
  (await buyer.ask<{ checkout: CheckedOut }>(CHECKOUT, { input: { idempotencyKey: key, shippingAddress: anAddress } })).checkout;

/** Pays; whoever has paid before is told so, and that is as good. */
async function pay({ payment }: CheckedOut): Promise<void> {
  const body = new URLSearchParams({ payment_method: 'pm_card_visa', client_secret: payment.clientSecret, key: 'pk_test_sandbox' });
  const response = await fetch(`${market.stripeUrl}/v1/payment_intents/${payment.providerPaymentId}/confirm`, { method: 'POST', body });
  const answer = (await response.json()) as { error?: { code: string } };
  if (!response.ok && answer.error?.code !== 'payment_intent_unexpected_state') throw new Error(`not paid: ${JSON.stringify(answer)}`);
}

async function begin(key: string): Promise<Purchase> {
  const buyer = await aBuyer(shop);
  await addToCart(buyer, lamp.variantId, 2);
  await addToCart(buyer, book.variantId, 1);
  return { buyer, key };
}

/** Goes as far as it can while the marketplace dies under it. */
async function buyUntilItDies(purchase: Purchase): Promise<void> {
  try {
    purchase.answered = await checkOut(purchase);
    await pay(purchase.answered);
  } catch {
    // The connection is cut; what became of it is not known to the buyer.
  }
  await market.death();
}

/** Does what a client does that got no answer: it asks again, with the same key. */
async function finish(purchase: Purchase): Promise<CheckedOut> {
  const checkedOut = await until('the checkout is answered', () => checkOut(purchase).catch(() => null), PATIENCE_MS);
  if (purchase.answered) expect(checkedOut.order.id).toBe(purchase.answered.order.id);
  await pay(checkedOut);
  await orderIs(purchase.buyer, checkedOut.order.id, 'CONFIRMED');
  return checkedOut;
}

/** One order, one payment, taken once; the stock exact; and everything that must be true of all domains. */
async function endsRight(purchase: Purchase, { order, payment }: CheckedOut): Promise<void> {
  expect(await market.books.rows('orders', 'select id from orders where buyer_id = $1', [purchase.buyer.userId])).toEqual([
    { id: order.id },
  ]);
  expect(await market.books.rows('payments', 'select id from payment where buyer_id = $1', [purchase.buyer.userId])).toEqual([
    { id: payment.id },
  ]);
  sold += 1;
  // What the provider still has to tell, or has not noted as told, would come to the next incarnation and make it die at the wrong
  // moment. So webhooks are waited for, and an incarnation that has served is stopped and not killed.
  await until('every webhook has arrived', webhooksArrived, PATIENCE_MS);
  await settledAndSound();
  const stock = 'select total, available, sold from stock where variant_id = $1';
  const [lamps, books] = [
    await market.books.rows('inventory', stock, [lamp.variantId]),
    await market.books.rows('inventory', stock, [book.variantId]),
  ];
  expect(lamps).toEqual([{ total: IN_STOCK - 2 * sold, available: IN_STOCK - 2 * sold, sold: 2 * sold }]);
  expect(books).toEqual([{ total: IN_STOCK - sold, available: IN_STOCK - sold, sold }]);
}

async function webhooksArrived(): Promise<boolean> {
  const response = await fetch(`${market.stripeUrl}/_sandbox/deliveries`);
  const { deliveries } = (await response.json()) as { deliveries: { state: string }[] };
  return deliveries.every(({ state }) => state !== 'pending');
}

async function settledAndSound(): Promise<void> {
  const look = async () => (await audit(await market.books.read(), { settled: true })).violations;
  await until('nothing is under way', async () => (await look()).length === 0, PATIENCE_MS).catch(() => undefined);
  expect(await look()).toEqual([]);
}

const crashes = [
  ['the cart is closed, nobody was asked', 'asking:orders.placeOrder'],
  ['the order is pending', 'committed:orders.order.placed'],
  ['nobody was asked for stock', 'asking:inventory.allocate'],
  ['the stock is allocated, the saga does not know', 'answered:inventory.allocate'],
  ['the stock is allocated, the parcels are not asked for', 'advanced:checkout.allocate'],
  ['the parcels are prepared, the saga does not know', 'answered:fulfillment.prepareShipments'],
  ['the parcels are prepared, the payment is not asked for', 'advanced:checkout.prepare'],
  ['the payment is committed, the provider was not asked', 'calling:stripe.create'],
  ['the provider made the intent, its answer is not stored', 'called:stripe.create'],
  ['the payment is ready, the saga does not know', 'answered:payments.createPayment'],
  ['the payment is ready, the end of the saga is not written', 'advanced:checkout.charge'],
  ['the saga is done', 'finished:checkout'],
  ['the order is placed, the cart does not know', 'answered:orders.placeOrder'],
  ['the capture is committed, neither the provider nor a relay knows', 'committed:payments.payment.captured'],
  ['the webhook is taken, and not answered', 'routed:/webhooks/stripe'],
  ['the order is confirmed, no relay knows', 'committed:orders.order.confirmed'],
  ['the goods are sold, the event is not acknowledged', 'committed:inventory.reservation.fulfilled'],
  ['the ledger has posted, the event is not acknowledged', 'committed:ledger.transaction.posted'],
] as const;

test.each(crashes)(
  'killed when %s (%s)',
  async (_what, crashAt) => {
    await market.start(crashAt);
    const purchase = await begin(crashAt);
    await buyUntilItDies(purchase);
    await market.letLeasesRunOut();
    await market.start();
    await endsRight(purchase, await finish(purchase));
    await market.stop();
  },
  400_000,
);

test('killed when the cart is closed, and the buyer never comes back', async () => {
  await market.start('asking:orders.placeOrder');
  const purchase = await begin('without its buyer');
  await buyUntilItDies(purchase);
  await market.start();
  await until('the order is placed', async () => (await placed(purchase)).length > 0, PATIENCE_MS);
  await endsRight(purchase, await finish(purchase));
  await market.stop();
}, 400_000);

const placed = ({ buyer, key }: Purchase): Promise<object[]> =>
  market.books.rows('cart', `select order_id from checkout where buyer_id = $1 and idempotency_key = $2 and status = 'PLACED'`, [
    buyer.userId,
    key,
  ]);

test.each([
  ['the provider gave the money back, its answer is not stored', 'called:stripe.refund'],
  ['the refund is committed, no relay knows', 'committed:payments.refund.succeeded'],
])(
  'killed when %s (%s)',
  async (_what, crashAt) => {
    await market.start(crashAt);
    const purchase = await begin(crashAt);
    const { order, payment } = await finish(purchase);
    const refund = async () =>
      (await asAdmin(shop.client)).ask(RefundPaymentDocument, { input: { paymentId: payment.id, idempotencyKey: crashAt } });
    await Promise.all([refund().catch(() => undefined), market.death()]);
    await market.letLeasesRunOut();
    await market.start();
    await until('the refund is answered', () => refund().catch(() => null), PATIENCE_MS);
    await orderIs(purchase.buyer, order.id, 'CANCELLED');
    sold -= 1;
    await endsRight(purchase, { order, payment });
    const refunds = await market.books.rows('payments', 'select status from refund where payment_id = $1', [payment.id]);
    expect(refunds).toEqual([{ status: 'SUCCEEDED' }]);
    await market.stop();
  },
  400_000,
);

test('killed when a declined card has cancelled the order, no relay knows', async () => {
  await market.start('committed:orders.order.cancelled');
  const purchase = await begin('declined');
  const { order, payment } = await checkOut(purchase);
  const body = new URLSearchParams({
    payment_method: 'pm_card_visa_chargeDeclined',
    client_secret: payment.clientSecret,
    key: 'pk_test_sandbox',
  });
  await fetch(`${market.stripeUrl}/v1/payment_intents/${payment.providerPaymentId}/confirm`, { method: 'POST', body }).catch(
    () => undefined,
  );
  await market.death();
  await market.start();
  await orderIs(purchase.buyer, order.id, 'CANCELLED');
  sold -= 1;
  await endsRight(purchase, { order, payment });
  expect(await market.books.rows('cart', 'select status from cart where buyer_id = $1', [purchase.buyer.userId])).toEqual([
    { status: 'ABANDONED' },
  ]);
  await market.stop();
}, 400_000);

test('the command line audits as well', async () => {
  expect(await market.audit()).toEqual({ code: 0, output: expect.stringMatching(/\d+ invariants looked at, and all of them hold/) });
}, 180_000);

/** An audit that sees nothing would let all of the above pass, so it is shown some damage. */
test.each([
  [
    'inventory',
    'update stock set total = total + 1, available = available - 1, reserved = reserved + 2',
    'stock is what reservations hold',
  ],
  ['orders', `update orders set total_amount_minor = total_amount_minor + 1`, 'an order costs what its lines and their sending cost'],
  ['orders', `delete from outbox where name = 'orders.order.confirmed'`, 'every event has had its effect once'],
  ['cart', `update cart set status = 'EXPIRED' where status = 'COMPLETED'`, 'a checkout, its cart and its order agree'],
  ['payments', `update payment set status = 'CREATED' where status = 'CAPTURED'`, "the provider's books are ours"],
  ['analytics', 'update seller_hour set gross_minor = gross_minor + 1', 'sales come to what the ledger owes'],
  ['fulfillment', `delete from shipment_change; delete from shipment_item; delete from shipment`, 'parcels and orders agree'],
])('the audit sees damage in %s (%s)', async (domain, sql, name) => {
  const damaged = async () => (await audit(await market.books.read(), { settled: true })).violations.map(({ invariant }) => invariant);
  expect((await damaged()).join('\n')).not.toContain(name);
  await market.books.rows(domain, sql);
  expect((await damaged()).join('\n')).toContain(name);
});

test('and the command line fails for it', async () => {
  expect(await market.audit()).toEqual({ code: 1, output: expect.stringContaining('inventory: stock is what reservations hold') });
}, 180_000);
