import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type OtlpSender, sendSpansTo } from '@stoa/kit/observability';
import { catalog, shipping } from '../testing/shop.ts';
import { startTestGateway, type TestGateway } from '../testing/start-test-gateway.ts';
import { listenLow } from '../testing/subgraph-server.ts';

/** A span as OpenTelemetry's JSON has it. */
interface Received {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[];
  readonly status?: { readonly code: number; readonly message: string };
}

let collector: Server;
let received: Received[] = [];
let given: IncomingHttpHeaders;
let sender: OtlpSender;
let house: TestGateway;

beforeAll(async () => {
  collector = createServer((request, response) => {
    let body = '';
    given = request.headers;
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const { resourceSpans } = JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: Received[] }[] }[] };
      received.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  const port = await listenLow(collector);
  sender = sendSpansTo({ endpoint: `http://127.0.0.1:${port}/`, headers: { 'x-key': 'secret' } });
  house = await startTestGateway([catalog, shipping]);
});
afterAll(async () => {
  await house.close();
  await sender.close();
  collector.close();
});
beforeEach(async () => {
  await sender.flush();
  received = [];
  for (const { calls } of Object.values(house.subgraphs)) calls.length = 0;
});

const attribute = ({ attributes }: Received, key: string): unknown =>
  Object.values(attributes.find((each) => each.key === key)?.value ?? {})[0];

it('a request is a span, with its plan and each call to a subgraph within it, and subgraphs are told of the call', async () => {
  const traceId = 'a'.repeat(32);
  const outside = 'b'.repeat(16);
  const headers = { traceparent: `00-${traceId}-${outside}-01`, 'graphql-client-name': 'web' };
  await house.ask('query Costs($id: ID!) { product(id: $id) { name ... on Book { cost } } }', { id: '1' }, headers);
  await sender.flush();
  const request = received.find(({ name }) => name === 'query Costs')!;
  expect(request).toMatchObject({ traceId, parentSpanId: outside, kind: 2 });
  expect([attribute(request, 'graphql.operation.name'), attribute(request, 'stoa.client')]).toEqual(['Costs', 'web']);
  const parts = received.filter(({ parentSpanId }) => parentSpanId === request.spanId);
  expect(parts.map(({ name }) => name).sort()).toEqual(['fetch catalog', 'fetch shipping', 'plan']);
  const fetched = parts.find(({ name }) => name === 'fetch shipping')!;
  expect([attribute(fetched, 'http.response.status_code'), Number(attribute(fetched, 'http.response.body.size')) > 10]).toEqual([
    '200',
    true,
  ]);
  const { traceparent } = house.subgraphs['shipping']!.calls[0]!.headers;
  expect(traceparent).toBe(`00-${traceId}-${fetched.spanId}-01`);
  expect(BigInt(fetched.endTimeUnixNano) >= BigInt(fetched.startTimeUnixNano)).toBe(true);
  expect(BigInt(request.endTimeUnixNano) >= BigInt(fetched.endTimeUnixNano)).toBe(true);
  expect(JSON.stringify(received)).not.toContain('"1"}');
  expect(given['x-key']).toBe('secret');
});

it('what fails says so by its code', async () => {
  house.subgraphs['shipping']!.intercept = (_request, response) => response.destroy() === response;
  await house.ask('{ shippingVersion }');
  house.subgraphs['shipping']!.intercept = undefined;
  await sender.flush();
  const failures = received.filter(({ status }) => status).map(({ name, status }) => [name, status]);
  expect(failures).toEqual([
    ['fetch shipping', { code: 2, message: 'lost' }],
    ['query', { code: 2, message: 'SERVICE_UNAVAILABLE' }],
  ]);
});

it('a request that begins a trace has no parent, and one whose caller does not record is not recorded anywhere', async () => {
  await house.ask('{ shippingVersion }');
  await house.ask('{ shippingVersion }', {}, { traceparent: `00-${'c'.repeat(32)}-${'d'.repeat(16)}-00` });
  await sender.flush();
  expect(received.filter(({ name }) => name === 'query').map(({ parentSpanId }) => parentSpanId)).toEqual([undefined]);
  expect(house.subgraphs['shipping']!.calls.map(({ headers }) => String(headers.traceparent).slice(-2))).toEqual(['01', '00']);
});
