import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { subgraphNames } from 'stoa/workspace';
import { natsForTests } from '../../setup/nats-for-tests.ts';
import { aBuyer, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import { openShop, type Shop, until } from '../support/shop.ts';
import { type AnotherGateway, anotherGateway } from './second-gateway.ts';

const nats = (await natsForTests(subgraphNames()))!;
// Skipped only where no nats-server can be had: two gateways hear of each other's changes by it.
const suite = nats ? describe : describe.skip;

/** A client as a frontend should be: what comes with an answer goes with the next question, wherever that goes. */
class Session {
  #marker: string | undefined;

  constructor(readonly token: string | undefined) {}

  async ask<T>(url: string, query: string, variables: object = {}): Promise<T> {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.token && { authorization: `Bearer ${this.token}` }),
        ...(this.#marker && { 'x-session-marker': this.#marker }),
      },
      body: JSON.stringify({ query, variables }),
    });
    this.#marker = response.headers.get('x-session-marker') ?? this.#marker;
    const { data, errors } = (await response.json()) as { data: T; errors?: unknown };
    expect(errors).toBeUndefined();
    return data;
  }
}

const PAGE = `query ($id: ID!) { product(id: $id) { name price { amountMinor } seller { displayName }
  variants { id price { amountMinor } availability { available } } } }`;
const REPRICE =
  'mutation ($id: ID!, $to: SafeInt!) { updateProduct(id: $id, input: { price: { amountMinor: $to, currency: "USD" } }) { id } }';
const SET = 'mutation ($id: ID!, $total: Int!) { setStock(variantId: $id, total: $total) { total } }';
const ADD = 'mutation ($id: ID!) { addToCart(input: { variantId: $id }) { id } }';
const NEWEST = '{ products(first: 3) { nodes { name } totalCount } }';

interface Page {
  readonly product: {
    readonly price: { readonly amountMinor: number };
    readonly variants: readonly {
      readonly price: { readonly amountMinor: number };
      readonly availability: { readonly available: number };
    }[];
  };
}

suite('what gateways keep', () => {
  let shop: Shop;
  let others: AnotherGateway[];
  let urls: string[];
  let seller: Person;
  let lamp: Goods;
  const passerBy = new Session(undefined);
  const someUrl = (step: number): string => urls[(step * 7 + (step >> 2)) % 2]!;
  const pageAt = async (url: string, session = passerBy): Promise<Page['product']> =>
    (await session.ask<Page>(url, PAGE, { id: lamp.productId })).product;

  beforeAll(async () => {
    const bus = { servers: [nats.server.url], credentials: (domain: string) => nats.server.credentials(domain) };
    shop = await openShop({ bus });
    others = [await anotherGateway(shop.platform, bus), await anotherGateway(shop.platform, 'deaf')];
    urls = [shop.platform.url, ...others.map(({ gateway }) => gateway.url)];
    seller = await aSeller(shop);
    lamp = await goods(seller, 'Brass lamp', 1_000, 100);
  }, 240_000);

  afterAll(async () => {
    for (const other of others) await other.close();
    await shop.close();
    await nats.remove();
  }, 240_000);

  test('is asked for once', async () => {
    const { gateway } = others[0]!;
    // What was listed just now is still being heard of.
    await until('an answer is kept', async () => {
      const { responseHits } = gateway.cacheFigures()!;
      await pageAt(gateway.url);
      return gateway.cacheFigures()!.responseHits === responseHits + 1;
    });
  });

  test('is never older, for a session, than what it has written, whichever gateway it asks', async () => {
    const session = new Session(seller.client.token);
    for (let step = 1; step <= 40; step++) {
      // What others ask fills the caches meanwhile.
      const crowd = [0, 1, 2, 3].map((index) => pageAt(urls[index % 2]!));
      if (step % 2) await session.ask(someUrl(step), REPRICE, { id: lamp.productId, to: 1_000 + step });
      else await session.ask(someUrl(step), SET, { id: lamp.variantId, total: 100 + step });
      const seen = await pageAt(urls[(step + 1) % 2]!, session);
      const [price, total] = step % 2 ? [1_000 + step, 100 + step - 1] : [1_000 + step - 1, 100 + step];
      expect([seen.price.amountMinor, seen.variants[0]!.price.amountMinor, seen.variants[0]!.availability.available]).toEqual([
        price,
        price,
        Math.max(total, 100),
      ]);
      await Promise.all(crowd);
    }
  }, 240_000);

  test('is never older than what a command has done for a mutation', async () => {
    const buyer = new Session((await aBuyer(shop)).client.token);
    const before = (await pageAt(urls[0]!, buyer)).variants[0]!.availability.available;
    for (let step = 1; step <= 10; step++) {
      await Promise.all(urls.slice(0, 2).map((url) => pageAt(url)));
      await buyer.ask(someUrl(step), ADD, { id: lamp.variantId });
      expect((await pageAt(someUrl(step + 1), buyer)).variants[0]!.availability.available).toBe(before - step);
    }
  }, 240_000);

  test('is cleared everywhere by the event: a price, and a list to which something was added', async () => {
    await Promise.all(urls.map((url) => Promise.all([pageAt(url), passerBy.ask(url, NEWEST)])));
    await new Session(seller.client.token).ask(urls[0]!, REPRICE, { id: lamp.productId, to: 5_000 });
    await goods(seller, 'Clay lamp', 900, 1);
    for (const url of urls.slice(0, 2)) {
      await until('the price is heard of', async () => (await pageAt(url)).price.amountMinor === 5_000);
      const newest = async () => (await passerBy.ask<{ products: { nodes: { name: string }[] } }>(url, NEWEST)).products.nodes[0]!.name;
      await until('the list is heard of', async () => (await newest()) === 'Clay lamp');
    }
  });

  test('would stay as it was at a gateway that hears nothing, but for the session that has written', async () => {
    const session = new Session(seller.client.token);
    const deaf = urls[2]!;
    const before = (await pageAt(deaf)).price.amountMinor;
    // Both see the same lists; only admins and sellers do not share what others are shown.
    const buyer = new Session((await aBuyer(shop)).client.token);
    await pageAt(deaf, session);
    await pageAt(deaf, buyer);
    await session.ask(urls[0]!, REPRICE, { id: lamp.productId, to: 6_000 });
    await until('the others have heard', async () => (await pageAt(urls[1]!)).price.amountMinor === 6_000);
    expect((await pageAt(deaf)).price.amountMinor).toBe(before);
    expect((await pageAt(deaf, buyer)).price.amountMinor).not.toBe(6_000);
    expect((await pageAt(deaf, session)).price.amountMinor).toBe(6_000);
  });

  test('is nothing while the broker is away, and nothing from before once it is back', async () => {
    const { gateway } = others[0]!;
    await pageAt(gateway.url);
    await nats.server.stop();
    await until('the loss is noticed', async () => gateway.cacheFigures()!.entries === 0);
    await shop.sql('catalog', 'update product set price_amount_minor = 7000 where id = $1', [lamp.productId]);
    expect((await pageAt(gateway.url)).price.amountMinor).toBe(7_000);
    expect(gateway.cacheFigures()!.entries).toBe(0);
    await nats.restart();
    await until('answers are kept again', async () => {
      await pageAt(gateway.url);
      return gateway.cacheFigures()!.entries > 0;
    });
    expect((await pageAt(gateway.url)).price.amountMinor).toBe(7_000);
  }, 240_000);
});
