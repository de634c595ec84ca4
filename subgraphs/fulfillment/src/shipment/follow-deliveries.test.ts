import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { aBuyer, aSeller, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import manifest from '../index.ts';
import { type ParcelSeen, paidParcels, processParcel, shipParcel } from '../testing/given-parcels.ts';

let fulfillment: TestSubgraph;
beforeAll(async () => {
  fulfillment = await startTestSubgraph(manifest);
});
afterAll(() => fulfillment?.stop());

const FOLLOW =
  'subscription ($orderId: ID!, $after: Int) { deliveryStatusChanged(orderId: $orderId, after: $after) { id status version } }';

type Told = { deliveryStatusChanged: ParcelSeen };

test('whoever comes first is shown each parcel as it is, then each change as it comes', async () => {
  const [seller, buyer] = [aSeller(), aBuyer()];
  const { orderId, ids } = await paidParcels(fulfillment, { buyer, sellers: [seller, aSeller()] });
  const followed = await fulfillment.as(buyer).watch<Told>(FOLLOW, { orderId });
  const next = async (): Promise<ParcelSeen> => (await followed.next()).deliveryStatusChanged;
  expect([await next(), await next()]).toEqual([
    { id: ids[0], status: 'PENDING', version: 1 },
    { id: ids[1], status: 'PENDING', version: 2 },
  ]);
  await processParcel(fulfillment, seller, ids[0]!);
  expect(await next()).toEqual({ id: ids[0], status: 'PROCESSING', version: 3 });
  await followed.end();
});

test('whoever was away is told every change since, each as it was then, and then what comes', async () => {
  const [seller, buyer] = [aSeller(), aBuyer()];
  const { orderId, ids } = await paidParcels(fulfillment, { buyer, sellers: [seller, aSeller()] });
  await processParcel(fulfillment, seller, ids[0]!);
  await shipParcel(fulfillment, seller, ids[0]!);
  const followed = await fulfillment.as(buyer).watch<Told>(FOLLOW, { orderId, after: 1 });
  const told: ParcelSeen[] = [];
  for (const _change of [2, 3, 4]) told.push((await followed.next()).deliveryStatusChanged);
  expect(told).toEqual([
    { id: ids[1], status: 'PENDING', version: 2 },
    { id: ids[0], status: 'PROCESSING', version: 3 },
    { id: ids[0], status: 'SHIPPED', version: 4 },
  ]);
  await followed.end();
});

test("another buyer's deliveries are followed by nobody else", async () => {
  const { orderId } = await paidParcels(fulfillment);
  await expect(fulfillment.as(aBuyer()).watch(FOLLOW, { orderId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
