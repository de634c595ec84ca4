import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import { GuardedClient } from '@stoa/kit/outbound';
import { newId } from '@stoa/kit/persistence';
import { anAdmin, aSeller, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { ShipmentStarted } from '@stoa/schema/events/fulfillment';
import manifest from '../index.ts';
import { neighbours } from '../testing/given-notifications.ts';
import { anEndpoint, aWebhook, SEALING_KEYS } from '../testing/given-webhooks.ts';
import { PartnerSystem, signedBy } from '../testing/partner-system.ts';
import { keepWebhooksTidy } from './delivery/send-webhooks.job.ts';
import { sendWebhooks } from './delivery/send-webhooks.ts';
import { reseal } from './endpoint/reseal.ts';
import { readSealingKeys, Sealing } from './sealing.ts';

const partner = new PartnerSystem();
const sealing = new Sealing(readSealingKeys(SEALING_KEYS));
const client = new GuardedClient({ reach: 'local', patienceMs: 60_000 });
let notifications: TestSubgraph;
let seller: Viewer;
let paths = 0;
let path: string;

beforeAll(async () => {
  await partner.open();
  notifications = await startTestSubgraph(manifest, { commands: neighbours, environment: { STOA_WEBHOOK_SEALING_KEYS: SEALING_KEYS } });
});
afterAll(async () => {
  await notifications?.stop();
  partner.close();
});
beforeEach(async () => {
  await notifications.sql.query('truncate webhook_endpoint, webhook_delivery, notification');
  seller = aSeller();
  path = `/hook/${++paths}`;
});

const endpoint = (owner = seller, at = path) => anEndpoint(notifications, owner, { url: partner.url(at) });
const send = (by = client) => sendWebhooks(notifications.context(), by, sealing);
const shipped = (sellerId: string | null, facts = {}) => {
  const payload = { shipmentId: newId(), orderId: newId(), sellerId: sellerId!, status: 'SHIPPED' as const };
  return notifications.deliver(ShipmentStarted, payload, facts);
};

interface Row {
  readonly id: string;
  readonly endpoint_id: string;
  readonly status: string;
  readonly attempts: number;
  readonly response_status: number | null;
  readonly error: string | null;
}
const deliveries = (endpointId: string): Promise<Row[]> =>
  notifications.sql.query('select * from webhook_delivery where endpoint_id = $1 order by occurred_at, id', [endpointId]);
const stateOf = async (id: string) => {
  const [row] = await notifications.sql.query<{ status: string; disabled_reason: string | null; failing: boolean }>(
    'select status, disabled_reason, failing_since is not null as failing from webhook_endpoint where id = $1',
    [id],
  );
  return row!;
};
const timeCame = () => notifications.sql.query(`update webhook_delivery set next_try_at = now() where status = 'QUEUED'`);
const mutate = (owner: Viewer, mutation: string, id: string) =>
  notifications.as(owner).query<Record<string, { secret: string }>>(`mutation ($id: ID!) { ${mutation} }`, { id });

describe('noting', () => {
  test('each endpoint that listens is told once, however often the event comes; nobody else is', async () => {
    const [mine, alsoMine, platforms, others] = [await endpoint(), await endpoint(), await endpoint(anAdmin()), await endpoint(aSeller())];
    const deaf = await anEndpoint(notifications, seller, { eventTypes: ['payout.paid'] });
    const off = await endpoint();
    await mutate(seller, 'disableWebhookEndpoint(id: $id) { id }', off.id);
    const id = newId();
    for (let times = 0; times < 2; times++) await shipped(seller.sellerId, { id });
    const rows = await notifications.sql.query<Row>('select * from webhook_delivery where event_id = $1', [id]);
    expect(rows.map((row) => row.endpoint_id).sort()).toEqual([mine.id, alsoMine.id, platforms.id].sort());
    for (const { id: none } of [others, deaf, off]) expect(await deliveries(none)).toEqual([]);
  });

  test('what happened before somebody listens is not told', async () => {
    const { id } = await endpoint();
    await shipped(seller.sellerId, { occurredAt: '2020-01-01T00:00:00.000Z' });
    expect(await deliveries(id)).toEqual([]);
  });
});

describe('sending', () => {
  test('a webhook is signed, says what happened, and goes once', async () => {
    const { id, secret } = await endpoint();
    await shipped(seller.sellerId);
    await Promise.all([send(), send()]);
    await send();
    const [received, ...more] = partner.at(path);
    const [row] = await deliveries(id);
    expect(more).toEqual([]);
    expect(signedBy(received!, secret)).toEqual([secret]);
    expect(received!.headers).toMatchObject({ 'webhook-id': row!.id, 'content-type': 'application/json' });
    expect(JSON.parse(received!.body)).toEqual({
      ...{ id: row!.id, type: 'shipment.shipped', version: 1, timestamp: expect.stringMatching(/^\d{4}-.*Z$/) },
      data: { shipmentId: expect.any(String), orderId: expect.any(String), sellerId: seller.sellerId, status: 'SHIPPED' },
    });
    expect(row).toMatchObject({ status: 'DELIVERED', attempts: 1, response_status: 204, error: null });
  });

  test('what is not taken is tried again under the same id, and the endpoint is well again with the first that is', async () => {
    const { id } = await endpoint();
    partner.answer(path, 500);
    await shipped(seller.sellerId);
    await send();
    await send();
    expect(await deliveries(id)).toMatchObject([{ status: 'QUEUED', attempts: 1, response_status: 500, error: 'NOT_ACCEPTED' }]);
    expect(await stateOf(id)).toEqual({ status: 'ENABLED', disabled_reason: null, failing: true });
    partner.answer(path, 200);
    await timeCame();
    await send();
    expect(await deliveries(id)).toMatchObject([{ status: 'DELIVERED', attempts: 2, response_status: 200, error: null }]);
    expect((await stateOf(id)).failing).toBe(false);
    expect(new Set(partner.at(path).map(({ headers, body }) => `${headers['webhook-id']} ${body}`)).size).toBe(1);
  });

  test('a redirect is followed nowhere', async () => {
    const { id } = await endpoint();
    partner.answer(path, (response) => response.writeHead(302, { location: partner.url('/elsewhere') }).end());
    await shipped(seller.sellerId);
    await send();
    expect(await deliveries(id)).toMatchObject([{ status: 'QUEUED', response_status: 302, error: 'REDIRECTED' }]);
    expect(partner.at('/elsewhere')).toEqual([]);
  });

  test('an address that leads to no public server is not posted to, whatever it was when it was given', async () => {
    const { id } = await endpoint();
    await shipped(seller.sellerId);
    await send(new GuardedClient({ patienceMs: 20_000 }));
    expect(await deliveries(id)).toMatchObject([{ status: 'QUEUED', response_status: null, error: 'ADDRESS_FORBIDDEN' }]);
    expect(partner.at(path)).toEqual([]);
  });

  test('nobody who answers says so, and so does nobody in time', async () => {
    const { id } = await anEndpoint(notifications, seller);
    await shipped(seller.sellerId);
    await send();
    expect(await deliveries(id)).toMatchObject([{ error: 'UNREACHABLE' }]);
    await mutate(seller, 'deleteWebhookEndpoint(id: $id)', id);
    const slow = await endpoint();
    partner.answer(path, () => undefined);
    await shipped(seller.sellerId);
    await send(new GuardedClient({ reach: 'local', patienceMs: 300 }));
    expect(await deliveries(slow.id)).toMatchObject([{ error: 'TIMED_OUT' }]);
  });

  test('410 disables the endpoint at once; what waited is given up, and whoever made it is told', async () => {
    const { id } = await endpoint();
    partner.answer(path, 410);
    await shipped(seller.sellerId);
    await shipped(seller.sellerId);
    await notifications.sql.query(
      `update webhook_delivery set next_try_at = now() + interval '1 hour' where id = (select id from webhook_delivery where endpoint_id = $1 limit 1)`,
      [id],
    );
    await send();
    expect(await stateOf(id)).toMatchObject({ status: 'DISABLED', disabled_reason: 'GONE' });
    const errors = (await deliveries(id)).map(({ status, error }) => `${status} ${error}`);
    expect(errors.sort()).toEqual(['FAILED ENDPOINT_DISABLED', 'FAILED GONE']);
    const told = await notifications.sql.query('select kind, audience_id, data from notification where kind = $1', ['WEBHOOK_DISABLED']);
    expect(told).toEqual([{ kind: 'WEBHOOK_DISABLED', audience_id: seller.userId, data: { endpointId: id, reason: 'GONE' } }]);
  });

  test('an endpoint that has taken nothing for days is disabled, and no sooner', async () => {
    const { id } = await endpoint();
    partner.answer(path, 503);
    await shipped(seller.sellerId);
    const failingFor = async (days: number) => {
      await notifications.sql.query(`update webhook_endpoint set failing_since = now() - make_interval(days => $2) where id = $1`, [
        id,
        days,
      ]);
      await timeCame();
      await send();
      return (await stateOf(id)).disabled_reason;
    };
    expect(await failingFor(4)).toBeNull();
    expect(await failingFor(6)).toBe('FAILING');
  });

  test('what was tried for a day is a dead letter, which its owner has sent again under the same id', async () => {
    const { id } = await endpoint();
    partner.answer(path, 500);
    await shipped(seller.sellerId);
    await notifications.sql.query(`update webhook_delivery set deadline_at = now() + interval '5 seconds' where endpoint_id = $1`, [id]);
    await send();
    const [failed] = await deliveries(id);
    expect(failed).toMatchObject({ status: 'FAILED', error: 'NOT_ACCEPTED' });
    partner.answer(path, 204);
    await mutate(seller, 'replayWebhookDelivery(id: $id) { id }', failed!.id);
    await send();
    expect(await deliveries(id)).toMatchObject([{ id: failed!.id, status: 'DELIVERED', attempts: 1 }]);
    await mutate(seller, 'replayWebhookDelivery(id: $id) { id }', failed!.id);
    await send();
    expect(partner.at(path).map(({ headers }) => headers['webhook-id'])).toEqual([failed!.id, failed!.id, failed!.id]);
  });

  test('one that does not answer keeps only itself waiting', async () => {
    const slow = await endpoint();
    const others = await endpoint(seller, `${path}/quick`);
    const held: (() => void)[] = [];
    partner.answer(path, (response) => held.push(() => response.writeHead(204).end()));
    for (let times = 0; times < 10; times++) await shipped(seller.sellerId);
    const sending = send();
    const isDone = async (id: string) => (await deliveries(id)).every(({ status }) => status === 'DELIVERED');
    // The slow one says nothing until all that is for the other has come.
    while (!(await isDone(others.id)) || held.length < 4) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(partner.at(path)).toHaveLength(4);
    partner.answer(path, 204);
    for (const answer of held) answer();
    await sending;
    while (!(await isDone(slow.id))) await send();
  });
});

describe('a secret', () => {
  test('is kept sealed, and for a day after it was rotated both sign', async () => {
    const { id, secret: first } = await endpoint();
    const [kept] = await notifications.sql.query<{ secret: string }>('select secret from webhook_endpoint where id = $1', [id]);
    expect(kept!.secret).not.toContain(first.slice(6));
    const rotated = (await mutate(seller, 'rotateWebhookSecret(id: $id) { secret }', id))['rotateWebhookSecret']!.secret;
    const received = async () => {
      await aWebhook(notifications, seller, id);
      await send();
      return signedBy(partner.at(path).at(-1)!, first, rotated);
    };
    expect(await received()).toEqual([first, rotated]);
    await notifications.sql.query('update webhook_endpoint set previous_secret_until = now() where id = $1', [id]);
    expect(await received()).toEqual([rotated]);
    await notifications.run(keepWebhooksTidy);
    expect(await notifications.sql.query('select previous_secret from webhook_endpoint where id = $1', [id])).toEqual([
      { previous_secret: null },
    ]);
  });

  test('goes under a newer key by itself, so that the older one can be taken away', async () => {
    const { id, secret } = await endpoint();
    await mutate(seller, 'rotateWebhookSecret(id: $id) { secret }', id);
    const newer = 'v2:another-key-that-seals-secrets-of-endpoints';
    await reseal(notifications.context(), new Sealing(readSealingKeys(`${newer},${SEALING_KEYS}`)));
    const [{ previous_secret: previous }] = (await notifications.sql.query('select previous_secret from webhook_endpoint where id = $1', [
      id,
    ])) as [{ previous_secret: string }];
    expect(new Sealing(readSealingKeys(newer)).open(previous, id)).toBe(secret);
  });
});

test('what was sent long ago is forgotten; what waits is not', async () => {
  const { id } = await endpoint();
  const old = await aWebhook(notifications, seller, id);
  await send();
  const waiting = await aWebhook(notifications, seller, id);
  await notifications.sql.query(`update webhook_delivery set created_at = now() - interval '31 days'`);
  await notifications.run(keepWebhooksTidy);
  expect((await deliveries(id)).map((row) => row.id)).toEqual([waiting]);
  expect(old).not.toBe(waiting);
});
