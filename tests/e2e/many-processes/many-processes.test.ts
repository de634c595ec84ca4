import { randomUUID } from 'node:crypto';
import { connect } from 'node:tls';
import { afterAll, describe, expect, test } from '@jest/globals';
import { addToCart, checkOut, orderIs } from '../support/buying.ts';
import { Client } from '../support/client.ts';
import { aBuyer, aSeller, goods, type Person } from '../support/people.ts';
import { asAdmin, type Shop, until } from '../support/shop.ts';
import { deploy } from './deployment.ts';
import { checkOutPatiently, followPatiently, patiently } from './patient-buyer.ts';

const deployment = (await deploy())!;
// Skipped only where no nats-server can be had: without a broker there are no many processes.
const suite = deployment ? describe : describe.skip;

afterAll(() => deployment?.remove(), 240_000);

const client = (token?: string): Client => new Client(deployment.gatewayUrl, token);
const shop = { client } as Shop;

/** Pays at the provider, as a browser does. */
async function pay({ providerPaymentId, clientSecret }: { providerPaymentId: string; clientSecret: string }): Promise<number> {
  const body = new URLSearchParams({ payment_method: 'pm_card_visa', client_secret: clientSecret, key: 'pk_test_sandbox' });
  return (await fetch(`${deployment.stripeUrl}/v1/payment_intents/${providerPaymentId}/confirm`, { method: 'POST', body })).status;
}

async function buy(buyer: Person, variantId: string): Promise<string> {
  await addToCart(buyer, variantId);
  const { order, payment } = await checkOut(buyer);
  expect(await pay(payment)).toBe(200);
  await orderIs(buyer, order.id, 'CONFIRMED');
  return order.id;
}

suite('each subgraph in a process of its own, orders and inventory in two', () => {
  let buyer: Person;
  let variantId: string;

  test('the gateway is ready once they are', async () => {
    await until('the gateway is ready', async () => (await fetch(`${deployment.gatewayOrigin}/readyz`)).ok);
  });

  test('the administrator logs in, a seller lists, a buyer pays, and the order is confirmed', async () => {
    await asAdmin(client, deployment.adminPassword);
    const seller = await aSeller(shop);
    ({ variantId } = await goods(seller, 'A clay lamp', 1_900, 50));
    buyer = await aBuyer(shop);
    const orderId = await buy(buyer, variantId);
    // One question that crosses five processes.
    const asked =
      'query ($id: ID!) { order(id: $id) { status payment { status } items { variant { product { name } availability { available } } } } }';
    await until('the stock is sold', async () => {
      const { order: seen } = await buyer.ask<{ order: { items: { variant: { availability: { available: number } } }[] } }>(asked, {
        id: orderId,
      });
      return seen.items[0]!.variant.availability.available === 49;
    });
  }, 240_000);

  test('every domain answers its operators over the network', async () => {
    const admin = await asAdmin(client, deployment.adminPassword);
    type Seen = Record<'deadLetters' | 'sagas', { totalCount: number; unanswered: string[] }>;
    // A process that has much to do at that moment may be late once.
    await until('all have answered', async () => {
      const { deadLetters, sagas } = await admin.ask<Seen>('{ deadLetters { totalCount unanswered } sagas { totalCount unanswered } }');
      return deadLetters.unanswered.length + sagas.unanswered.length === 0;
    });
    const nothing = 'mutation ($id: ID!) { replayDeadLetter(id: $id) { handled } }';
    expect((await admin.refusal(nothing, { id: `ledger:${randomUUID()}` })).code).toBe('NOT_FOUND');
  }, 240_000);

  test('a subscription runs in the replica that it reached, and hears of what another one did', async () => {
    await addToCart(buyer, variantId);
    const { order, payment } = await checkOut(buyer);
    const watchers = [1, 2, 3, 4].map(() =>
      buyer.watch<{ orderStatusChanged: { to: string } }>('subscription ($id: ID!) { orderStatusChanged(orderId: $id) { to } }', {
        id: order.id,
      }),
    );
    await until('all have the first state', async () => watchers.every(({ events }) => events.length > 0));
    await pay(payment);
    await until('all hear of it', async () =>
      watchers.every(({ events }) => events.some(({ orderStatusChanged }) => orderStatusChanged.to === 'CONFIRMED')),
    );
    for (const watcher of watchers) expect(watcher.errors).toEqual([]);
    await buyer.client.close();
  }, 240_000);

  test('whoever comes without a signature is refused by each of them, with whatever', async () => {
    const urls = deployment.served.flatMap((each) => each.urls);
    const bodies = ['{ _service { sdl } }', '{ _entities(representations: []) { __typename } }', '{ __typename }'];
    for (const url of urls) {
      for (const query of bodies) expect(await statusOf(`${url}/graphql`, { query })).toBe(401);
      expect(await statusOf(`${url}/commands/orders.placeOrder`, { input: {} })).toBe(401);
      expect(await statusOf(`${url}/routes/webhooks/stripe`, {})).toBe(401);
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
    }
  });

  test('nobody is answered in the clear, and whoever does not trust their authority asks none of them', async () => {
    for (const url of deployment.served.flatMap((each) => each.urls)) {
      await expect(fetch(`${url.replace('https:', 'http:')}/healthz`)).rejects.toThrow('fetch failed');
      // As a process that was not told of the authority: the certificate vouches for itself, which is worth nothing.
      await expect(connected(url, [])).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    }
  });

  test('replicas are replaced one after the other, with another key to sign with, while people buy and watch: all is bought, and once', async () => {
    const patient = await aBuyer(shop);
    const placed: string[] = [];
    const place = async () => {
      await patiently(() => addToCart(patient, variantId));
      const checkedOut = await checkOutPatiently(patient, `rolling-${placed.length}`);
      placed.push(checkedOut.order.id);
      return checkedOut;
    };
    const purchase = async (): Promise<void> => {
      const { order, payment } = await place();
      const told = followPatiently(patient, order.id, 'CONFIRMED');
      expect(await pay(payment)).toBe(200);
      await told;
    };
    // Somebody watches all the while, and pays in the end.
    const late = await place();
    const lateIsTold = followPatiently(patient, late.order.id, 'CONFIRMED');
    lateIsTold.catch(() => undefined);

    const replicas = deployment.served.flatMap(({ names }, index) =>
      names.includes('orders') || names.includes('inventory') ? [index] : [],
    );
    expect(replicas).toHaveLength(4);
    const whilePeopleBuy = async (replacing: Promise<void>): Promise<void> => {
      let isOver = false;
      const over = replacing.finally(() => {
        isOver = true;
      });
      over.catch(() => undefined);
      // So few that nobody is told that they buy too often.
      for (let count = 0; count < 3 && !isOver; count++) await purchase();
      await over;
    };
    // All know both versions; one after the other signs with the new one. Then the old one is good for nothing there any more.
    for (const index of replicas) await whilePeopleBuy(deployment.replace(index, ['v2', 'v1']));
    await whilePeopleBuy(deployment.replace(replicas[0]!, ['v2']));

    expect(await pay(late.payment)).toBe(200);
    await lateIsTold;
    const { me } = await patient.ask<{ me: { orders: { nodes: { id: string; status: string }[] } } }>(
      '{ me { orders(first: 100) { nodes { id status } } } }',
    );
    expect(me.orders.nodes.map(({ id, status }) => [id, status]).toSorted()).toEqual(placed.map((id) => [id, 'CONFIRMED']).toSorted());
    await patient.client.close();
  }, 240_000);

  test('two replicas are killed; buying goes on with the two that are left', async () => {
    for (const name of ['orders', 'inventory']) await deployment.served.find(({ names }) => names.includes(name))!.process.kill();
    const other = await aBuyer(shop);
    await buy(other, variantId);
  }, 240_000);

  test('all that is left stops in order when asked to', async () => {
    const alive = deployment.processes.filter(({ pid }) => isAlive(pid));
    expect(alive.length).toBe(deployment.processes.length - 2);
    expect(await Promise.all(alive.map((each) => each.stop()))).toEqual(alive.map(() => 0));
  }, 240_000);
});

function connected(url: string, ca: string[]): Promise<void> {
  const { hostname: host, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: Number(port), ca }, () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}

async function statusOf(url: string, body: object): Promise<number> {
  return (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).status;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
