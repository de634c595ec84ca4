import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { ChangeListener } from './cache/changes.ts';
import type { GatewayOptions } from './start-gateway.ts';
import { HintedShop } from './testing/hinted-shop.ts';
import { startTestGateway, type TestGateway } from './testing/start-test-gateway.ts';
import { TokenIssuer } from './testing/token-issuer.ts';

let shop: HintedShop;
let house: TestGateway;

afterEach(async () => house?.close());

async function start(size: number, options: Partial<GatewayOptions> = {}): Promise<TestGateway> {
  shop = new HintedShop(size);
  house = await startTestGateway(shop.subgraphs, options);
  return house;
}

const callsOf = (subgraph: string) => house.subgraphs[subgraph]!.calls;
const representations = (call: { variables: Record<string, unknown> }) => call.variables['representations'] as { id: string }[];
const dataOf = async (query: string, headers?: Record<string, string>) => (await house.ask(query, undefined, headers)).data;

describe('what is kept', () => {
  it('is answered without asking, where every field has a hint', async () => {
    await start(2);
    const query = '{ products { nodes { id name read } } }';
    const first = await dataOf(query);
    expect(await dataOf(query)).toEqual(first);
    expect(callsOf('catalog')).toHaveLength(1);
    expect(house.gateway.cacheFigures()).toMatchObject({ responseHits: 1 });
  });

  it.each([
    '{ unhinted { read } }',
    '{ products { unhinted { read } } }',
    '{ product(id: 1) { read } unhinted { id } }',
  ])('is not what lacks a hint somewhere: %s', async (query) => {
    await start(1);
    expect(await dataOf(query)).not.toEqual(await dataOf(query));
    expect(callsOf('catalog')).toHaveLength(2);
  });

  it('is asked for by other variables and other aliases apart', async () => {
    await start(3);
    expect(await dataOf('{ products(first: 1) { nodes { id } } }')).toEqual({ products: { nodes: [{ id: '1' }] } });
    expect(await dataOf('{ products(first: 2) { nodes { id } } }')).toEqual({ products: { nodes: [{ id: '1' }, { id: '2' }] } });
    expect(await dataOf('{ other: products(first: 1) { nodes { id } } }')).toEqual({ other: { nodes: [{ id: '1' }] } });
  });

  it('is asked for entity by entity, so that of a list only what is new is asked', async () => {
    await start(20);
    await dataOf('{ products(first: 15) { nodes { id counted } } }');
    const all = await dataOf('{ products(first: 20) { nodes { id counted } } }');
    expect(callsOf('stock').map((call) => representations(call).length)).toEqual([15, 5]);
    expect((all as { products: { nodes: { counted: number }[] } }).products.nodes.map(({ counted }) => counted)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
  });

  it('is not the part of another subgraph that gives no hint', async () => {
    await start(1);
    const query = '{ products { nodes { read price } } }';
    const [first, second] = [await dataOf(query), await dataOf(query)];
    expect(first).not.toEqual(second);
    expect([callsOf('catalog').length, callsOf('stock').length]).toEqual([1, 2]);
  });

  it('is no answer with errors', async () => {
    await start(1);
    house.subgraphs['catalog']!.intercept = (_request, response) => {
      response.end(JSON.stringify({ data: { bare: { name: null } }, errors: [{ message: 'no', path: ['bare', 'name'] }] }));
      return true;
    };
    expect(await dataOf('{ bare { name } }')).toEqual({ bare: { name: null } });
    house.subgraphs['catalog']!.intercept = undefined;
    expect(await dataOf('{ bare { name } }')).toEqual({ bare: { name: 'Product 1' } });
  });

  it('is nothing that the subgraph itself forbids to keep', async () => {
    await start(1);
    let asked = 0;
    house.subgraphs['catalog']!.intercept = (_request, response) => {
      response.setHeader('cache-control', 'private, max-age=60');
      response.end(JSON.stringify({ data: { bare: { name: `asked ${++asked}` } } }));
      return true;
    };
    expect(await dataOf('{ bare { name } }')).toEqual({ bare: { name: 'asked 1' } });
    expect(await dataOf('{ bare { name } }')).toEqual({ bare: { name: 'asked 2' } });
  });

  it('is no entity that was not there', async () => {
    await start(1);
    const query = '{ products { nodes { id counted } } }';
    house.subgraphs['stock']!.intercept = (_request, response) => {
      response.end(JSON.stringify({ data: { _entities: [null] } }));
      return true;
    };
    expect(await dataOf(query)).toEqual({ products: { nodes: [{ id: '1', counted: null }] } });
    house.subgraphs['stock']!.intercept = undefined;
    expect(await dataOf(query)).toEqual({ products: { nodes: [{ id: '1', counted: 1 }] } });
  });

  it('ends with its age', async () => {
    await start(1);
    const first = await dataOf('{ short { read } }');
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await dataOf('{ short { read } }')).not.toEqual(first);
  });

  it('is nothing when it is switched off', async () => {
    await start(1, { cache: false });
    const first = await dataOf('{ product(id: 1) { read } }');
    expect(await dataOf('{ product(id: 1) { read } }')).not.toEqual(first);
    expect(house.gateway.cacheFigures()).toBeUndefined();
  });

  it('stays within its bytes', async () => {
    await start(200, { cache: { maxBytes: 20_000 } });
    for (const id of shop.names.keys()) await dataOf(`{ product(id: ${id}) { name } }`);
    const figures = house.gateway.cacheFigures()!;
    expect(figures.bytes).toBeLessThanOrEqual(20_000);
    expect(figures.evictions).toBeGreaterThan(0);
    expect(await dataOf('{ product(id: 200) { name } }')).toEqual({ product: { name: 'Product 200' } });
    expect(figures.responseHits).toBe(1);
  });
});

describe('what a viewer sees', () => {
  async function tokens() {
    const issuer = await new TokenIssuer().addKey('key');
    await start(1, { jwks: issuer.jwks });
    const of = async (claims: Record<string, unknown>) => ({ authorization: `Bearer ${await issuer.token(claims)}` });
    return { of };
  }
  const buyer = (sub: string, sid = sub) => ({ sub, sid, accountType: 'BUYER', sellerId: undefined });

  it.each(['mine', 'guarded'])('stays with that viewer: %s', async (field) => {
    const { of } = await tokens();
    const [one, two] = [await of(buyer('user-1')), await of(buyer('user-2'))];
    const query = `{ ${field} { read } }`;
    const first = await dataOf(query, one);
    expect(await dataOf(query, one)).toEqual(first);
    expect(await dataOf(query, two)).not.toEqual(first);
    expect(await dataOf(query, await of(buyer('user-1', 'another-session')))).not.toEqual(first);
    expect(await dataOf(query)).not.toEqual(first);
  });

  it('is shared where it is public, among those of one standing', async () => {
    const { of } = await tokens();
    const query = '{ product(id: 1) { read } }';
    const first = await dataOf(query, await of(buyer('user-1')));
    expect(await dataOf(query, await of(buyer('user-2')))).toEqual(first);
    for (const other of [
      { sub: 'user-3', accountType: 'ADMIN', sellerId: undefined },
      { sub: 'user-4', sellerId: 'seller-4' },
    ])
      expect(await dataOf(query, await of(other))).not.toEqual(first);
  });
});

describe('what changed', () => {
  async function following() {
    let listener: ChangeListener | undefined;
    const followChanges = async (given: ChangeListener) => {
      listener = given;
      return { stop: async () => undefined };
    };
    await start(3, { cache: { followChanges } });
    return listener!;
  }
  const rename = (id: string, name: string) => shop.names.set(id, name);
  const changed = (name: string, id: string, subgraph = 'catalog') => ({ events: [], touches: [{ subgraph, name, id }] });

  it('is asked for again, and nothing else is', async () => {
    const listener = await following();
    const ask = (id: string) => dataOf(`{ product(id: ${id}) { id name } }`);
    await Promise.all(['1', '2'].map(ask));
    rename('1', 'Another');
    rename('2', 'Unheard of');
    listener.changed(changed('Product', '1'));
    expect(await ask('1')).toEqual({ product: { id: '1', name: 'Another' } });
    expect(await ask('2')).toEqual({ product: { id: '2', name: 'Product 2' } });
  });

  it('clears what does not say which objects it tells of, and what was not there', async () => {
    const listener = await following();
    const unnamed = '{ product(id: 1) { name } }';
    const missing = '{ product(id: 9) { id name } }';
    const union = '{ tip { ... on Product { name } } }';
    await Promise.all([unnamed, missing, union].map((query) => dataOf(query)));
    rename('1', 'Another');
    rename('9', 'New');
    listener.changed(changed('Product', '9'));
    expect(await dataOf(unnamed)).toEqual({ product: { name: 'Another' } });
    expect(await dataOf(missing)).toEqual({ product: { id: '9', name: 'New' } });
    listener.changed(changed('Product', '1'));
    expect(await dataOf(union)).toEqual({ tip: { name: 'Another' } });
  });

  it('clears a list by its field, since something new is in no list yet', async () => {
    const listener = await following();
    const list = '{ products { nodes { id } total } }';
    await dataOf(list);
    rename('4', 'New');
    listener.changed(changed('Product', '4'));
    expect(await dataOf(list)).toMatchObject({ products: { total: 3 } });
    listener.changed(changed('Query.products', 'all'));
    expect(await dataOf(list)).toMatchObject({ products: { total: 4 } });
  });

  it('clears what the changed subgraph answered', async () => {
    const listener = await following();
    await dataOf('{ products { nodes { id counted } } }');
    listener.changed(changed('Product', '2', 'stock'));
    await dataOf('{ products { nodes { id counted } } }');
    expect(callsOf('catalog')).toHaveLength(1);
    expect(callsOf('stock').map((call) => representations(call).map(({ id }) => id))).toEqual([['1', '2', '3'], ['2']]);
  });

  it('is not brought back by a read that began before', async () => {
    const listener = await following();
    const query = '{ bare { name } }';
    let send: (() => void) | undefined;
    house.subgraphs['catalog']!.intercept = (_request, response) => {
      send = () => void response.end(JSON.stringify({ data: { bare: { name: 'Product 1' } } }));
      return true;
    };
    const slow = dataOf(query);
    while (!send) await new Promise((resolve) => setTimeout(resolve, 5));
    house.subgraphs['catalog']!.intercept = undefined;
    rename('1', 'Another');
    listener.changed(changed('Product', '1'));
    // Neither joined while it is under way, nor kept afterwards.
    expect(await dataOf(query)).toEqual({ bare: { name: 'Another' } });
    send();
    expect(await slow).toEqual({ bare: { name: 'Product 1' } });
    expect(await dataOf(query)).toEqual({ bare: { name: 'Another' } });
  });

  it('may have been missed, and then everything is asked for again', async () => {
    const listener = await following();
    const ask = () => dataOf('{ product(id: 1) { name } }');
    await ask();
    rename('1', 'Another');
    listener.missed();
    expect(await ask()).toEqual({ product: { name: 'Another' } });
  });

  it('cannot be heard while the connection is lost, and then nothing is kept', async () => {
    const listener = await following();
    const ask = async () => ((await dataOf('{ product(id: 1) { read } }')) as { product: { read: number } }).product.read;
    await ask();
    listener.lost();
    expect([await ask(), await ask()]).toEqual([2, 3]);
    listener.missed();
    expect([await ask(), await ask()]).toEqual([4, 4]);
  });
});

describe('what browsers and proxies may keep', () => {
  async function ageOf(query: string): Promise<string | null> {
    const extensions = { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') } };
    const headers = { 'content-type': 'application/json' };
    await fetch(house.gateway.url, { method: 'POST', headers, body: JSON.stringify({ query, extensions }) });
    const answer = await fetch(`${house.gateway.url}?extensions=${encodeURIComponent(JSON.stringify(extensions))}`);
    return answer.headers.get('cache-control');
  }

  it('is what the hints say, as long as they are all that there is to go by', async () => {
    await start(1);
    expect(await ageOf('{ bare { name } }')).toMatch(/^public, max-age=(60|[1-5]\d)$/);
    expect(await ageOf('{ mine { name } }')).toMatch(/^private, max-age=(60|[1-5]\d)$/);
    expect(await ageOf('{ bare { name } unhinted { name } }')).toBe('public, no-cache');
  });

  it('is nothing without asking, where changes are told here and not to them', async () => {
    await start(1, { cache: { followChanges: async () => ({ stop: async () => undefined }) } });
    expect(await ageOf('{ bare { name } }')).toBe('public, no-cache');
    expect(await ageOf('{ mine { name } }')).toBe('private, no-cache');
  });
});
