import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  FollowDeliveriesDocument,
  type FollowDeliveriesSubscription,
  FollowOrderDocument,
  OrderPostingsDocument,
  ParcelsToSendDocument,
  ShipDocument,
  ShopBalanceDocument,
  ShopStockDocument,
  TakeInHandDocument,
  TrialBalanceDocument,
} from '@stoa/schema/generated/operations/e2e';
import { busesAtHand } from '../support/buses.ts';
import { addToCart, type CheckedOut, checkOut, orderIs, pay } from '../support/buying.ts';
import { aBuyer, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';

let shop: Shop;
let lampSeller: Person;
let bookSeller: Person;
let buyer: Person;
let lamp: Goods;
let book: Goods;

describe.each(await busesAtHand())('on $name', (bus) => {
  beforeAll(async () => {
    shop = await bus.openShop();
    [lampSeller, bookSeller, buyer] = await Promise.all([aSeller(shop), aSeller(shop), aBuyer(shop)]);
    lamp = await goods(lampSeller, 'Brass lamp', 4_000, 10);
    book = await goods(bookSeller, 'Old book', 2_000, 3);
  }, 240_000);

  afterAll(async () => {
    await shop.close();
    await bus.close();
  });

  test('a buyer buys from two sellers at once, pays by card, follows order and delivery, and the money is split', wholePurchase, 240_000);
});

/** A seller's figures, as the seller sees them. */
const stockOf = async (seller: Person, { productId }: Goods) =>
  (await seller.ask(ShopStockDocument, { id: productId })).product!.variants[0]!.stock!;

const delivered = (events: readonly FollowDeliveriesSubscription[]): FollowDeliveriesSubscription[] =>
  events.filter((event) => event.deliveryStatusChanged.status === 'DELIVERED');

async function wholePurchase(): Promise<void> {
  await addToCart(buyer, lamp.variantId, 2);
  await addToCart(buyer, book.variantId, 1);
  expect(await stockOf(lampSeller, lamp)).toEqual({ total: 10, available: 8, reserved: 2, allocated: 0, sold: 0 });

  const checkedOut = await checkOut(buyer, { expectedTotal: { amountMinor: 10_000, currency: 'USD' } });
  const orderId = checkedOut.order.id;
  expect(checkedOut).toMatchObject({
    order: { status: 'PENDING', provisional: true },
    payment: { status: 'CREATED', amount: { amountMinor: 10_000 } },
  });
  expect(await stockOf(lampSeller, lamp)).toEqual({ total: 10, available: 8, reserved: 0, allocated: 2, sold: 0 });

  const order = buyer.watch(FollowOrderDocument, { id: orderId });
  const parcels = buyer.watch(FollowDeliveriesDocument, { id: orderId });
  await until('both subscriptions show the present state', async () => order.events.length === 1 && parcels.events.length === 2);

  expect((await pay(shop, checkedOut)).status).toBe(200);
  await orderIs(buyer, orderId, 'CONFIRMED');
  await until('the sale is made', async () => (await stockOf(lampSeller, lamp)).sold === 2);
  expect(await stockOf(lampSeller, lamp)).toEqual({ total: 8, available: 8, reserved: 0, allocated: 0, sold: 2 });
  expect(await stockOf(bookSeller, book)).toEqual({ total: 2, available: 2, reserved: 0, allocated: 0, sold: 1 });

  await deliver(checkedOut);
  await orderIs(buyer, orderId, 'DELIVERED');
  await until('the last change has arrived', async () => order.events.at(-1)?.orderStatusChanged.to === 'DELIVERED');
  expect(order.events.map((event) => event.orderStatusChanged.to)).toEqual(['PENDING', 'CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED']);
  await until('both parcels are seen to arrive', async () => delivered(parcels.events).length === 2);
  const versions = parcels.events.map((event) => event.deliveryStatusChanged.version);
  expect(versions).toEqual([...versions].sort((left, right) => left - right));
  const seen = new Map<string, string[]>();
  for (const {
    deliveryStatusChanged: { id, status },
  } of parcels.events)
    seen.set(id, [...(seen.get(id) ?? []), status]);
  const wholeWay = ['PENDING', 'PROCESSING', 'SHIPPED', 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED'];
  expect([...seen.values()]).toEqual([wholeWay, wholeWay]);
  expect([order.errors, parcels.errors]).toEqual([[], []]);

  await theBooksAreRight(orderId);
}

/** Both sellers handle their own parcel; the carrier tells the rest. */
async function deliver({ order }: CheckedOut): Promise<void> {
  for (const [index, seller] of [lampSeller, bookSeller].entries()) {
    const shipment = await until('the seller has a parcel to send', async () => {
      const { seller: own } = await seller.ask(ParcelsToSendDocument, { id: seller.sellerId! });
      return own!.shipments!.nodes.find((node) => node.orderNumber === order.number);
    });
    await seller.ask(TakeInHandDocument, { id: shipment.id });
    const trackingNumber = `1Z999AA1012345678${index}`;
    await seller.ask(ShipDocument, { id: shipment.id, input: { carrier: 'UPS', trackingNumber } });
    await carry(trackingNumber);
  }
}

async function carry(trackingNumber: string): Promise<void> {
  const carrier = shop.platform.carrier!.url;
  const post = (path: string, body: object) =>
    fetch(`${carrier}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  await post('/shipments', { carrier: 'UPS', trackingNumber });
  for (const status of ['IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED']) {
    await post(`/shipments/${trackingNumber}/advance`, { status });
    await until(`the parcel is ${status}`, async () => {
      const rows = await shop.sql(
        'fulfillment',
        'select 1 from tracking_event t join shipment s on s.id = t.shipment_id where s.tracking_number = $1 and t.status = $2',
        [trackingNumber, status],
      );
      return rows.length > 0;
    });
  }
}

/** The golden case: 10,000 = 8,000 (7,200 + 800) + 2,000 (1,800 + 200); debits = credits = 20,000. */
async function theBooksAreRight(orderId: string): Promise<void> {
  const admin = await shop.admin();
  const { order } = await admin.ask(OrderPostingsDocument, { id: orderId });
  const { trialBalance } = await admin.ask(TrialBalanceDocument);
  expect(trialBalance).toEqual({ balanced: true, debits: [{ amountMinor: 20_000 }], credits: [{ amountMinor: 20_000 }] });
  const entry = (direction: string, amountMinor: number, code: string) => ({ direction, amount: { amountMinor }, account: { code } });
  expect(order!.ledgerTransactions![0]!.entries).toEqual([
    entry('DEBIT', 10_000, 'BUYER_EXTERNAL'),
    entry('CREDIT', 10_000, 'STRIPE_CLEARING'),
    entry('DEBIT', 8_000, 'STRIPE_CLEARING'),
    entry('CREDIT', 7_200, `SELLER_PAYABLE_${lampSeller.sellerId}`),
    entry('CREDIT', 800, 'PLATFORM_REVENUE'),
    entry('DEBIT', 2_000, 'STRIPE_CLEARING'),
    entry('CREDIT', 1_800, `SELLER_PAYABLE_${bookSeller.sellerId}`),
    entry('CREDIT', 200, 'PLATFORM_REVENUE'),
  ]);
  const { seller } = await lampSeller.ask(ShopBalanceDocument, { id: lampSeller.sellerId! });
  expect(seller).toEqual({ balance: { amountMinor: 7_200 } });
}
