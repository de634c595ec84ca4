import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { aSeller, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { ShipmentUpdated } from '@stoa/schema/events/fulfillment';
import manifest from '../index.ts';
import { Shipment } from '../shipment/shipment.entity.ts';
import { paidParcels, processParcel, shipParcel } from '../testing/given-parcels.ts';
import type { CarrierNews } from './record-tracking.ts';

const CARRIER_WEBHOOK_SECRET = 'a secret that carriers share';

let fulfillment: TestSubgraph;
beforeAll(async () => {
  fulfillment = await startTestSubgraph(manifest, { environment: { CARRIER_WEBHOOK_SECRET } });
});
afterAll(() => fulfillment?.stop());

/** A parcel that has been handed to UPS. */
async function aParcelOnItsWay(): Promise<{ id: string; trackingNumber: string }> {
  const [seller, trackingNumber] = [aSeller(), `1Z${newId()}`];
  const { ids } = await paidParcels(fulfillment, { sellers: [seller] });
  await processParcel(fulfillment, seller, ids[0]!);
  await shipParcel(fulfillment, seller, ids[0]!, { carrier: 'UPS', trackingNumber });
  return { id: ids[0]!, trackingNumber };
}

/** The carrier tells something; the status of the answer. */
async function tell(
  trackingNumber: string,
  status: CarrierNews['status'],
  { id = newId(), carrier = 'UPS', path = 'ups', secret = CARRIER_WEBHOOK_SECRET, ageSeconds = 0 } = {},
): Promise<number> {
  const body = JSON.stringify({ id, trackingNumber, carrier, status, at: new Date().toISOString() });
  const at = Math.floor(Date.now() / 1_000) - ageSeconds;
  const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
  const request = {
    method: 'POST',
    path: `/webhooks/carriers/${path}`,
    query: new URLSearchParams(),
    headers: { 'carrier-signature': `t=${at},v1=${signature}` },
    body: Buffer.from(body),
  };
  const { viewer, traceparent } = fulfillment.context();
  return (await fulfillment.domain.route(request, viewer, traceparent)).status;
}

const statusOf = async (id: string): Promise<string> => (await fulfillment.context().read.findOneOrFail(Shipment, { id })).status;
const kept = async (id: string): Promise<string[]> =>
  (await fulfillment.sql.query<{ status: string }>('select status from tracking_event where shipment_id = $1 order by id', [id])).map(
    ({ status }) => status,
  );

test('what a carrier tells moves the parcel', async () => {
  const { id, trackingNumber } = await aParcelOnItsWay();
  for (const status of ['IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED'] as const) {
    expect(await tell(trackingNumber, status)).toBe(200);
    expect(await statusOf(id)).toBe(status);
  }
});

test('news that come late are kept and move nothing back', async () => {
  const { id, trackingNumber } = await aParcelOnItsWay();
  await tell(trackingNumber, 'DELIVERED');
  expect(await tell(trackingNumber, 'IN_TRANSIT')).toBe(200);
  expect(await tell(trackingNumber, 'OUT_FOR_DELIVERY')).toBe(200);
  expect(await statusOf(id)).toBe('DELIVERED');
  expect(await kept(id)).toEqual(['DELIVERED', 'IN_TRANSIT', 'OUT_FOR_DELIVERY']);
});

test('news that are repeated, one after the other or all at once, are kept and told once', async () => {
  const { id, trackingNumber } = await aParcelOnItsWay();
  const news = { id: 'the first scan' };
  await tell(trackingNumber, 'IN_TRANSIT', news);
  const answers = await Promise.all([1, 2, 3].map(() => tell(trackingNumber, 'IN_TRANSIT', news)));
  expect(answers).toEqual([200, 200, 200]);
  expect(await kept(id)).toEqual(['IN_TRANSIT']);
  const told = (await fulfillment.emitted(ShipmentUpdated)).filter((facts) => facts.shipmentId === id);
  expect(told.map(({ status }) => status)).toEqual(['PROCESSING', 'SHIPPED', 'IN_TRANSIT']);
});

test('a number that no parcel has is unknown, so that the carrier tells it again', async () => {
  const before = await fulfillment.state();
  expect(await tell('1Z-nobodys', 'IN_TRANSIT')).toBe(404);
  expect(await fulfillment.state()).toEqual(before);
});

test('what is not signed by the carrier, of late and for itself is refused, and nothing is written', async () => {
  const { trackingNumber } = await aParcelOnItsWay();
  const before = await fulfillment.state();
  expect(await tell(trackingNumber, 'DELIVERED', { secret: 'a secret of somebody else' })).toBe(401);
  expect(await tell(trackingNumber, 'DELIVERED', { ageSeconds: 600 })).toBe(401);
  expect(await tell(trackingNumber, 'DELIVERED', { path: 'dhl' })).toBe(400);
  expect(await tell(trackingNumber, 'LOST' as never)).toBe(400);
  expect(await fulfillment.state()).toEqual(before);
});
