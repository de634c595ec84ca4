import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { aSeller, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { quoteBasket } from '@stoa/schema/commands/orders';
import manifest from '../index.ts';
import { aLine, aRequest } from '../testing/given-order.ts';
import { Neighbours } from '../testing/neighbours.ts';

/** What the services are asked, and what they say: a body, a status, or nothing at all. */
const asked: Record<string, unknown>[] = [];
let says: Record<string, object | number | 'nothing'> = {};
let outside: Server;
let orders: TestSubgraph;

beforeAll(async () => {
  outside = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push({ path: request.url, ...JSON.parse(body) });
    const answer = says[request.url!] ?? 503;
    if (answer === 'nothing') return;
    response.statusCode = typeof answer === 'number' ? answer : 200;
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`;
  const environment = { STOA_SHIPPING_RATES_URL: `${url}/rates`, STOA_TAX_URL: `${url}/tax` };
  orders = await startTestSubgraph(manifest, { commands: new Neighbours().commands, environment });
});
afterAll(async () => {
  await orders?.stop();
  outside.closeAllConnections();
  outside.close();
});
beforeEach(() => {
  asked.length = 0;
  says = {};
});

/** A seller's only method, at 500; its id. */
async function aMethod(sellerId: string): Promise<string> {
  const mutation = 'mutation ($input: ShippingMethodInput!) { createShippingMethod(input: $input) { id } }';
  const input = { name: 'Parcel', price: { amountMinor: 500, currency: 'USD' } };
  const seller = { ...aSeller(), sellerId };
  return (await orders.as(seller).query<{ createShippingMethod: { id: string } }>(mutation, { input })).createShippingMethod.id;
}

async function quoted(): Promise<{
  methodId: string;
  quote: () => Promise<{ shippingMinor: number; taxMinor: number; totalMinor: number }>;
}> {
  const sellerId = newId();
  const methodId = await aMethod(sellerId);
  const basket = { ...aRequest({ lines: [aLine({ sellerId, quantity: 2 })] }), destination: { country: 'DE' } };
  return { methodId, quote: () => orders.answer(quoteBasket, basket) };
}

const tax = (...amounts: number[]) => ({ taxes: amounts.map((taxMinor) => ({ ratePpm: 100_000, included: false, taxMinor })) });

test('what services outside say counts, and they are told what it depends on', async () => {
  const { methodId, quote } = await quoted();
  says = { '/rates': { prices: [{ methodId, priceMinor: 710 }] }, '/tax': tax(200, 71) };
  expect(await quote()).toMatchObject({ shippingMinor: 710, taxMinor: 271, totalMinor: 2_000 + 710 + 271 });
  expect(asked).toMatchObject([
    {
      path: '/rates',
      currency: 'USD',
      destination: { country: 'DE' },
      methods: [{ methodId, items: [{ quantity: 2, unitPriceMinor: 1_000 }] }],
    },
    {
      path: '/tax',
      charges: [
        { kind: 'GOODS', taxableMinor: 2_000 },
        { kind: 'SHIPPING', taxableMinor: 710 },
      ],
    },
  ]);
});

test.each([
  ['an error', 500],
  ['something else', { hello: 'world' }],
  ['negative amounts', { prices: [{ methodId: 'x', priceMinor: -1 }], taxes: [] }],
  ['tax for something else', tax(1)],
  ['more tax than what is sold', tax(2_001, 0)],
  ['nothing, for as long as anybody waits', 'nothing' as const],
])('where they say %s, what is set here counts', async (_what, answer) => {
  const { quote } = await quoted();
  says = { '/rates': answer, '/tax': answer };
  expect(await quote()).toMatchObject({ shippingMinor: 500, taxMinor: 0, totalMinor: 2_500 });
});
