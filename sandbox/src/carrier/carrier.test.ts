import { createHmac } from 'node:crypto';
import { afterEach, expect, test } from '@jest/globals';
import { closeAll, closeLater, temporaryFolder } from '../testing/open-stripe.ts';
import type { Heard, WebhookEar } from '../testing/webhook-ear.ts';
import { bodyOf, openEar } from '../testing/webhook-ear.ts';
import { startCarrierSandbox } from './start-carrier-sandbox.ts';
import type { TrackingEvent } from './tracking-records.ts';

afterEach(closeAll);

const SECRET = 'carrier-secret';
const PARCEL = { carrier: 'UPS', trackingNumber: '1Z999AA10123456784' };

async function openCarrier(ear: WebhookEar, dataDir?: string) {
  const folder = dataDir ?? (await temporaryFolder());
  const webhooks = [{ url: `http://127.0.0.1:${ear.port}/webhooks/carriers/{carrier}`, secret: SECRET }];
  const carrier = await startCarrierSandbox({ port: 0, dataDir: folder, webhooks, webhookRetry: { firstDelayMs: 5, maxDelayMs: 20 } });
  closeLater(() => carrier.close());
  const post = async (path: string, body: object = {}) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${carrier.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  return { carrier, folder, post, advance: (body: object) => post(`/shipments/${PARCEL.trackingNumber}/advance`, body) };
}

async function listening(answer?: (index: number) => number): Promise<WebhookEar> {
  const ear = await openEar(answer);
  closeLater(() => ear.close());
  return ear;
}

const eventOf = (heard: Heard) => bodyOf<TrackingEvent>(heard);

test('a parcel moves on, and the webhook says so, signed', async () => {
  const ear = await listening();
  const { post, advance, carrier } = await openCarrier(ear);
  expect((await post('/shipments', PARCEL)).status).toBe(201);
  expect((await post('/shipments', PARCEL)).status).toBe(200);
  const at = '2030-05-01T10:00:00.000Z';
  await advance({ status: 'IN_TRANSIT', location: 'Köln', at, eventId: 'evt-1' });
  const [heard] = await ear.until((all) => all.length === 1);
  const { headers, rawBody, path } = heard as Heard;
  expect(path).toBe('/webhooks/carriers/ups');
  expect(JSON.parse(rawBody)).toEqual({
    id: 'evt-1',
    ...PARCEL,
    status: 'IN_TRANSIT',
    description: 'The parcel is on its way.',
    location: 'Köln',
    at,
  });
  const [, timestamp = '', signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers['carrier-signature'] as string) ?? [];
  expect(signature).toBe(createHmac('sha256', SECRET).update(`${timestamp}.${rawBody}`).digest('hex'));
  const parcel = await (await fetch(`${carrier.url}/shipments/${PARCEL.trackingNumber}`)).json();
  expect(parcel).toMatchObject({ ...PARCEL, status: 'IN_TRANSIT', events: [{ id: 'evt-1' }] });
});

test('what makes no sense is refused', async () => {
  const { post, advance } = await openCarrier(await listening());
  expect((await advance({ status: 'DELIVERED' })).status).toBe(404);
  expect((await post('/shipments', { carrier: 'UPS' })).status).toBe(400);
  await post('/shipments', PARCEL);
  expect((await post('/shipments', { ...PARCEL, carrier: 'DHL' })).status).toBe(409);
  expect((await advance({ status: 'LOST_IN_SPACE' })).status).toBe(400);
  expect((await advance({ status: 'DELIVERED', at: 'yesterday' })).status).toBe(400);
  await advance({ status: 'DELIVERED', eventId: 'e' });
  expect((await advance({ status: 'IN_TRANSIT', eventId: 'e' })).status).toBe(409);
});

test('the same event again is a duplicate delivery', async () => {
  const ear = await listening();
  const { post, advance } = await openCarrier(ear);
  await post('/shipments', PARCEL);
  await advance({ status: 'DELIVERED', eventId: 'e' });
  await advance({ status: 'DELIVERED', eventId: 'e' });
  await post('/_sandbox/events/e/redeliver', { copies: 2 });
  const heard = await ear.until((all) => all.length === 4);
  expect(new Set(heard.map(({ rawBody }) => rawBody)).size).toBe(1);
});

test('webhooks come in the wrong order where a test wants it', async () => {
  const ear = await listening();
  const { post, advance } = await openCarrier(ear);
  await post('/shipments', PARCEL);
  await post('/_sandbox/webhooks', { hold: true });
  for (const status of ['IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED']) await advance({ status });
  expect((await post('/_sandbox/webhooks/release', { order: 'reversed' })).body).toEqual({ released: 3 });
  const heard = await ear.until((all) => all.length === 3);
  expect(heard.map((one) => eventOf(one).status)).toEqual(['DELIVERED', 'OUT_FOR_DELIVERY', 'IN_TRANSIT']);
});

test('parcels and untaken webhooks outlive a restart', async () => {
  const ear = await listening((index) => (index === 0 ? 500 : 200));
  const before = await openCarrier(ear);
  await before.post('/shipments', PARCEL);
  await before.post('/_sandbox/webhooks', { hold: true });
  await before.advance({ status: 'IN_TRANSIT', eventId: 'e' });
  await before.carrier.close();
  const after = await openCarrier(ear, before.folder);
  const heard = await ear.until((all) => all.length === 2);
  expect(heard.map((one) => eventOf(one).id)).toEqual(['e', 'e']);
  expect((await after.advance({ status: 'DELIVERED' })).status).toBe(201);
});
