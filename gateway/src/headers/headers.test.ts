import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { catalog, shipping } from '../testing/shop.ts';
import { startTestGateway, type TestGateway } from '../testing/start-test-gateway.ts';
import { checkHeaderRules } from './header-rules.ts';

let house: TestGateway;

beforeAll(async () => {
  house = await startTestGateway([catalog, shipping], {
    headerRules: {
      request: [
        { propagate: 'X-Wanted', as: 'x-language', otherwise: 'en', to: ['catalog'] },
        { propagate: 'x-shop-*' },
        { remove: 'x-shop-secret' },
        { set: 'x-region', value: 'eu', to: ['shipping'] },
        { propagate: 'x-s*' },
      ],
      response: [{ propagate: 'x-served-by', as: 'x-from', from: ['catalog'] }],
    },
  });
});
afterAll(async () => house.close());
beforeEach(() => {
  for (const { calls } of Object.values(house.subgraphs)) calls.length = 0;
});

const sentTo = (service: string) => house.subgraphs[service]!.calls.at(-1)!.headers;

describe('headers', () => {
  it('reach the subgraphs that rules say, under the names that they say, and no others do', async () => {
    const headers = { 'x-wanted': 'de', 'x-shop-id': '7', 'x-shop-secret': 'no', 'x-other': 'no', cookie: 'no' };
    await house.ask('{ products { name } shippingVersion }', {}, headers);
    expect(sentTo('catalog')).toMatchObject({ 'x-language': 'de', 'x-shop-id': '7' });
    expect(sentTo('shipping')).toMatchObject({ 'x-region': 'eu', 'x-shop-id': '7' });
    for (const name of ['x-other', 'cookie', 'x-wanted']) expect(sentTo('catalog')).not.toHaveProperty([name]);
    expect(sentTo('shipping')).not.toHaveProperty(['x-language']);
    await house.ask('{ products { name } }');
    expect(sentTo('catalog')).toMatchObject({ 'x-language': 'en' });
  });

  it('that only the gateway may send are never those of a client, whatever a rule says', async () => {
    await house.ask('{ products { name } }', {}, { 'x-signature': 'forged', 'x-service-id': 'gateway', 'x-shop-id': '1' });
    expect(sentTo('catalog')).not.toHaveProperty(['x-signature']);
    expect(sentTo('catalog')).not.toHaveProperty(['x-service-id']);
  });

  it('keep requests apart that differ by them', async () => {
    await Promise.all(['de', 'fr'].map((language) => house.ask('{ products { name } }', {}, { 'x-wanted': language })));
    expect(house.subgraphs['catalog']!.calls.map(({ headers }) => headers['x-language']).sort()).toEqual(['de', 'fr']);
  });

  it('of subgraphs come back by rules alone', async () => {
    house.subgraphs['catalog']!.intercept = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'x-served-by': 'catalog-1', 'x-private': 'no' });
      return response.end('{"data":{"products":[]}}') === response;
    };
    const response = await fetch(house.gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ products { name } }"}',
    });
    house.subgraphs['catalog']!.intercept = undefined;
    expect([response.headers.get('x-from'), response.headers.get('x-private')]).toEqual(['catalog-1', null]);
  });
});

describe('a wrong rule is named', () => {
  it.each([
    [{ request: [{ propagate: 'x-signature' }] }, 'request rule 1: x-signature is the gateway'],
    [{ request: [{ set: 'X-Viewer-Id', value: '1' }] }, 'request rule 1: X-Viewer-Id is the gateway'],
    [
      {
        request: [
          { set: 'x-a', value: '1' },
          { propagate: 'x-a', as: 'content-length' },
        ],
      },
      'request rule 2: content-length is the gateway',
    ],
    [{ request: [{ propagate: 'x a' }] }, 'request rule 1: x a is no name of a header'],
    [{ request: [{ set: 'x-a', value: 'a\r\nb: c' }] }, 'request rule 1: a value must be a line of ASCII'],
    [{ request: [{ propagate: 'x-*', as: 'y' }] }, 'request rule 1: many headers cannot have one name'],
    [{ request: [{ propagate: 'x', to: ['nowhere'] }] }, 'request rule 1: there is no subgraph nowhere'],
    [{ request: [{ copy: 'x' }] }, 'request rule 1: says neither'],
    [{ response: [{ propagate: 'etag' }] }, 'response rule 1: etag is the gateway'],
    [{ answers: [] }, 'header rules have no answers'],
  ])('%j', (rules, complaint) => {
    expect(() => checkHeaderRules(rules, ['catalog'])).toThrow(complaint);
  });
});
