import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { keyringFor, system } from '../auth/index.ts';
import { type CommandRequest, HttpCommandTransport } from './client.ts';

const roots = { v1: 'a root secret for this test' };
let servers: Server[] = [];
let transports: HttpCommandTransport[] = [];
afterEach(async () => {
  await Promise.all(transports.map((transport) => transport.close()));
  for (const server of servers) server.closeAllConnections();
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  servers = [];
  transports = [];
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

async function replica(answer: Answer): Promise<{ url: string; asked: () => number }> {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    request.resume().on('end', () => answer(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked };
}

/** An address where nobody listens. */
async function nobody(): Promise<string> {
  const { url } = await replica(() => undefined);
  const server = servers.pop()!;
  await new Promise((resolve) => server.close(resolve));
  return url;
}

function transportTo(urls: readonly string[]): HttpCommandTransport {
  const transport = new HttpCommandTransport('cart', keyringFor('cart', roots), () => urls);
  transports.push(transport);
  return transport;
}

const request = (patienceMs = 60_000): CommandRequest => ({
  name: 'inventory.allocate',
  input: { orderId: 'o-1' },
  key: 'o-1',
  viewer: system,
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  deadlineAtMs: Date.now() + patienceMs,
});

const json =
  (status: number, value: unknown): Answer =>
  (_request, response) =>
    response.writeHead(status).end(JSON.stringify(value));
const unavailable = { code: 'SERVICE_UNAVAILABLE', details: { service: 'inventory', retryAfter: 30 } };

describe('asking another domain over HTTP', () => {
  test('brings its answer, and its refusal with facts', async () => {
    const { url } = await replica(json(200, { answer: { expiresAt: 'later' } }));
    expect(await transportTo([url]).send('inventory', request())).toEqual({ answer: { expiresAt: 'later' } });
    const refusal = { code: 'OUT_OF_STOCK', message: 'None are left', details: { available: 0 } };
    const refusing = await replica(json(200, { refusal }));
    expect(await transportTo([refusing.url]).send('inventory', request())).toEqual({ refusal });
  });

  test('goes to the next replica where nobody took the connection', async () => {
    const alive = await replica(json(200, { answer: 1 }));
    const transport = transportTo([await nobody(), alive.url]);
    expect(await transport.send('inventory', request())).toEqual({ answer: 1 });
    expect(await transport.send('inventory', request())).toEqual({ answer: 1 });
    expect(alive.asked()).toBe(2);
  });

  test('asks no second replica where the first may have done it already', async () => {
    const dying = await replica((incoming) => incoming.socket.destroy());
    const other = await replica(json(200, { answer: 1 }));
    await expect(transportTo([dying.url, other.url]).send('inventory', request())).rejects.toMatchObject(unavailable);
    expect(dying.asked()).toBe(1);
    expect(other.asked()).toBe(0);
  });

  test.each([
    ['answers no 200', json(500, { errors: [] })],
    ['answers what is no JSON', (_request: IncomingMessage, response: ServerResponse) => void response.writeHead(200).end('<html>')],
    ['refuses with a code that nobody knows', json(200, { refusal: { code: 'BORED', message: '', details: {} } })],
  ])('says SERVICE_UNAVAILABLE where the other one %s', async (_what, answer) => {
    const { url } = await replica(answer);
    await expect(transportTo([url]).send('inventory', request())).rejects.toMatchObject(unavailable);
  });

  test('says SERVICE_UNAVAILABLE where nobody is there, and where nobody answers in time', async () => {
    await expect(transportTo([]).send('inventory', request())).rejects.toMatchObject(unavailable);
    await expect(transportTo([await nobody(), await nobody()]).send('inventory', request())).rejects.toMatchObject(unavailable);
    const silent = await replica(() => undefined);
    await expect(transportTo([silent.url]).send('inventory', request(100))).rejects.toMatchObject(unavailable);
  });
});
