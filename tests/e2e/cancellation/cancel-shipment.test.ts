import { expect, test } from '@jest/globals';
import { CancelOrderDocument, CancelShipmentDocument, RefundPaymentDocument } from '@stoa/schema/generated/operations/e2e';
import { orderIs, seeOrder } from '../support/buying.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { balances } from '../support/figures.ts';
import { until } from '../support/shop.ts';
import { ALL_THERE, paid, parcelOf, send, shelfIs, twoShops } from './two-shops.ts';

const world = twoShops();
const asIs = () => seeOrder(world.buyer, world.bought.order.id);
const statuses = async () => (await asIs()).shipments.map(({ status }) => status).toSorted();
const refundedIs = (amountMinor: number) =>
  until(`${amountMinor} went back`, async () => (await asIs()).payment.refunded.amountMinor === amountMinor);

test('a seller who cannot send cancels their parcel: its lines are paid back, the rest of the order goes on', async () => {
  const { shop, lampSeller, bookSeller, lamp, vase } = world;
  const before = await balances(shop);
  await paid(world);
  const id = await parcelOf(world, lampSeller);
  expect((await lampSeller.ask(CancelShipmentDocument, { id })).cancelShipment).toEqual({ id, status: 'CANCELLED' });
  await refundedIs(8_000);
  await Promise.all([shelfIs(shop, lamp, ALL_THERE), shelfIs(shop, vase, ALL_THERE)]);
  expect(await asIs()).toMatchObject({
    status: 'CONFIRMED',
    payment: { status: 'PARTIALLY_REFUNDED', refunds: [{ status: 'SUCCEEDED' }] },
  });
  await send(world, bookSeller);
  await orderIs(world.buyer, world.bought.order.id, 'SHIPPED');
  await everythingAgrees(shop);
  const after = await balances(shop);
  const moved = Object.fromEntries(
    Object.entries(after).flatMap(([code, minor]) => (minor === before[code] ? [] : [[code, minor - (before[code] ?? 0)]])),
  );
  expect(moved).toEqual({ BUYER_EXTERNAL: -2_000, PLATFORM_REVENUE: 200, [`SELLER_PAYABLE_${bookSeller.sellerId}`]: 1_800 });
});

test('when every seller cancels, the order ends and all of the money has gone back', async () => {
  const { shop, lampSeller, bookSeller, buyer, bought } = world;
  await paid(world);
  await lampSeller.ask(CancelShipmentDocument, { id: await parcelOf(world, lampSeller) });
  await bookSeller.ask(CancelShipmentDocument, { id: await parcelOf(world, bookSeller) });
  await orderIs(buyer, bought.order.id, 'CANCELLED');
  expect(await asIs()).toMatchObject({ cancelReason: 'It was refunded', payment: { status: 'REFUNDED' } });
  await everythingAgrees(shop);
});

test('a parcel is cancelled by its seller and administrators, while it is in the house', async () => {
  const { shop, lampSeller, bookSeller, buyer, admin } = world;
  const unpaid = (await asIs()).shipments[0]!.id;
  expect((await admin.refusal(CancelShipmentDocument, { id: unpaid })).code).toBe('INVALID_TRANSITION');
  await paid(world);
  const [lamps, book] = [await parcelOf(world, lampSeller), await parcelOf(world, bookSeller)];
  expect((await buyer.refusal(CancelShipmentDocument, { id: lamps })).code).toBe('FORBIDDEN');
  expect((await bookSeller.refusal(CancelShipmentDocument, { id: lamps })).code).toBe('NOT_FOUND');
  await send(world, bookSeller);
  expect((await bookSeller.refusal(CancelShipmentDocument, { id: book })).code).toBe('INVALID_TRANSITION');
  expect((await admin.ask(CancelShipmentDocument, { id: lamps })).cancelShipment.status).toBe('CANCELLED');
  await refundedIs(8_000);
  await everythingAgrees(shop);
});

/** The order's line of these goods. */
const itemOf = async (name: string): Promise<string> => (await asIs()).items.find((item) => item.name === name)!.id;
const refund = (items: { orderItemId: string; quantity: number }[], key: string = crypto.randomUUID()) => {
  return { input: { paymentId: world.bought.payment.id, items, idempotencyKey: key } };
};

test('a line that is paid back in full leaves its parcel and is back on the shelf; one of two pieces does not', async () => {
  const { shop, lampSeller, lamp, vase } = world;
  await paid(world);
  await lampSeller.ask(RefundPaymentDocument, refund([{ orderItemId: await itemOf('Brass lamp'), quantity: 1 }]));
  await refundedIs(3_000);
  await lampSeller.ask(RefundPaymentDocument, refund([{ orderItemId: await itemOf('Blue vase'), quantity: 1 }]));
  await refundedIs(5_000);
  await shelfIs(shop, vase, ALL_THERE);
  await until(
    'the vase is out of its parcel',
    async () => !(await asIs()).shipments.some(({ items }) => items.some(({ name }) => name === 'Blue vase')),
  );
  await shelfIs(shop, lamp, { available: 8, sold: 2 });
  expect(await statuses()).toEqual(['PENDING', 'PENDING']);
  await everythingAgrees(shop);
});

test('a parcel of which every line is paid back is cancelled, and a buyer who cancels the rest gets the rest', async () => {
  const { shop, lampSeller, buyer, bought, lamp } = world;
  await paid(world);
  const lines = [
    { orderItemId: await itemOf('Brass lamp'), quantity: 2 },
    { orderItemId: await itemOf('Blue vase'), quantity: 1 },
  ];
  await lampSeller.ask(RefundPaymentDocument, refund(lines));
  await until('the parcel is cancelled', async () => (await statuses()).join() === 'CANCELLED,PENDING');
  await shelfIs(shop, lamp, ALL_THERE);
  await buyer.ask(CancelOrderDocument, { id: bought.order.id });
  await refundedIs(10_000);
  await everythingAgrees(shop);
  expect(await statuses()).toEqual(['CANCELLED', 'CANCELLED']);
});

test('what has left does not come back by a refund: the parcel goes its way, the goods stay sold', async () => {
  const { shop, bookSeller, book, vase } = world;
  await paid(world);
  await send(world, bookSeller);
  await world.admin.ask(RefundPaymentDocument, refund([{ orderItemId: await itemOf('Old book'), quantity: 1 }]));
  await refundedIs(2_000);
  await everythingAgrees(shop);
  expect(await statuses()).toEqual(['PENDING', 'SHIPPED']);
  await shelfIs(shop, book, { available: 9, sold: 1 });
  await shelfIs(shop, vase, { available: 9, sold: 1 });
});

test('a seller pays back what they sold, and nothing of anybody else', async () => {
  const { lampSeller, bookSeller } = world;
  await paid(world);
  expect(await bookSeller.refusal(RefundPaymentDocument, refund([{ orderItemId: await itemOf('Brass lamp'), quantity: 1 }]))).toMatchObject(
    {
      code: 'NOT_FOUND',
    },
  );
  const everything = { input: { paymentId: world.bought.payment.id, idempotencyKey: crypto.randomUUID() } };
  expect((await lampSeller.ask(RefundPaymentDocument, everything)).refundPayment.amount.amountMinor).toBe(8_000);
  await everythingAgrees(world.shop);
});
