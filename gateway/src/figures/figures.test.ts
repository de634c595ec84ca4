import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GatewayOptions } from '../start-gateway.ts';
import { catalog, shipping } from '../testing/shop.ts';
import { onSomePort, startTestGateway, type TestGateway } from '../testing/start-test-gateway.ts';
import { BoundedNames } from './bounded-names.ts';
import type { UsageRecord } from './operation-usage.ts';

let house: TestGateway;

beforeAll(async () => {
  house = await startTestGateway([catalog, shipping], { rates: { address: { cost: 10_000, seconds: 60 } } });
});
afterAll(async () => house.close());

const fetchText = async (path: string, origin = new URL(house.gateway.url).origin): Promise<string> =>
  (await fetch(`${origin}${path}`)).text();

/** The values of all series of a name, by their labels as they are written. */
async function series(name: string): Promise<Record<string, number>> {
  const lines = (await fetchText('/metrics')).split('\n').filter((line) => line.startsWith(name) && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => [line.slice(name.length, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );
}

const web = { 'apollographql-client-name': 'web', 'apollographql-client-version': '1.2.0' };

describe('the figures of a gateway', () => {
  it('count requests by operation, client and code, calls by service and outcome, and plans by whether they were there', async () => {
    for (let times = 0; times < 2; times++) await house.ask('query Names { products { name } }', {}, web);
    await house.ask('query Broken { broken }', {}, web);
    await house.ask('{ nonsense }');
    await house.ask('{');
    expect(await series('gateway_requests_total')).toEqual({
      '{operation="Names",client="web",code="OK"}': 2,
      '{operation="Broken",client="web",code="OK"}': 0,
      '{operation="Broken",client="web",code="INTERNAL_SERVER_ERROR"}': 1,
      '{operation="",client="",code="GRAPHQL_VALIDATION_FAILED"}': 1,
      '{operation="",client="",code="GRAPHQL_PARSE_FAILED"}': 1,
    });
    expect(await series('gateway_request_duration_seconds_count')).toEqual({ '{operation="Names"}': 2, '{operation="Broken"}': 1 });
    expect(await series('gateway_fetches_total')).toEqual({
      '{service="catalog",outcome="data"}': 2,
      '{service="catalog",outcome="errors"}': 1,
    });
    expect(await series('gateway_plans_total')).toEqual({ '{how="made"}': 2, '{how="known"}': 1 });
    expect(await series('gateway_circuit_state')).toEqual({ '{service="catalog"}': 0, '{service="shipping"}': 0 });
  });

  it('name a partner by its key, and nobody who only says so', async () => {
    const partners = await startTestGateway([catalog], { findKeyHolder: async () => ({ name: 'acme' }) });
    await partners.ask('{ broken }', {}, { 'x-api-key': 'any' });
    await partners.ask('{ broken }', {}, { 'graphql-client-name': 'partners/acme' });
    const text = await fetchText('/metrics', new URL(partners.gateway.url).origin);
    expect(text).toContain('{operation="",client="partners/acme",code="QUERY_NOT_IN_SAFE_LIST"} 1');
    expect(text).toContain('{operation="",client="partners_acme",code="INTERNAL_SERVER_ERROR"} 1');
    await partners.close();
  });

  it('tell what each client was seen to send, without what was written into it', async () => {
    await house.ask('query One { product(id: "secret") { name } }', {}, web);
    const records = (await fetchText('/usage'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as UsageRecord);
    const one = records.find(({ body }) => body.includes('One'))!;
    expect(one).toEqual({
      client: 'web',
      version: '1.2.0',
      operationName: null,
      id: expect.stringMatching(/^[0-9a-f]{64}$/),
      body: 'query One {\n  product(id: "") {\n    name\n  }\n}',
      count: 1,
      lastSeenOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
    expect(records.some(({ body }) => body.includes('nonsense'))).toBe(false);
  });

  it('count an open circuit', async () => {
    house.subgraphs['shipping']!.intercept = (_request, response) => response.destroy() === response;
    for (let times = 0; times < 10; times++) await house.ask('{ shippingVersion }');
    expect(await series('gateway_circuit_state')).toMatchObject({ '{service="shipping"}': 2 });
    expect(await series('gateway_fetches_total')).toMatchObject({ '{service="shipping",outcome="lost"}': 10 });
    house.subgraphs['shipping']!.intercept = undefined;
  });
});

describe('the place of the figures', () => {
  const statusOf = async (port: number): Promise<number> => (await fetch(`http://127.0.0.1:${port}/metrics`)).status;
  const start = (options: Partial<GatewayOptions>): Promise<TestGateway> => startTestGateway([catalog], { production: true, ...options });

  it('is nowhere in production unless it is given', async () => {
    const { gateway, close } = await start({});
    expect(await statusOf(gateway.port)).toBe(404);
    await close();
  });

  it('is a port of its own', async () => {
    let metricsPort = 0;
    const { gateway, close } = await onSomePort((port) => start({ metricsPort: (metricsPort = port) }));
    expect([await statusOf(gateway.port), await statusOf(metricsPort)]).toEqual([404, 200]);
    await close();
  });

  it("is the gateway's port where that is wanted", async () => {
    const { gateway, close } = await onSomePort((port) => start({ port, metricsPort: port }));
    expect(await statusOf(gateway.port)).toBe(200);
    await close();
  });
});

it('names that there is no room for share one, and those that somebody vouches for have room', () => {
  const names = new BoundedNames(2, (name) => name === 'kiosk');
  expect(['a', 'b', 'c', 'a', 'kiosk', 'x'.repeat(61)].map((name) => names.of(name))).toEqual(['a', 'b', 'other', 'a', 'kiosk', 'other']);
});
