import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { ForbiddenAddress, GuardedClient, type GuardedClientOptions } from './guarded-client.ts';

const asked: IncomingMessage[] = [];
let answer: (response: ServerResponse) => void;
const server = createServer((request, response) => {
  asked.push(request);
  request.resume().on('end', () => answer(response));
});
let port: number;

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});
beforeEach(() => {
  asked.length = 0;
  answer = (response) => response.writeHead(204).end();
});

const PATIENT = { patienceMs: 20_000 };
const SENT = { headers: { 'content-type': 'application/json' }, body: '{}' };
const post = (client: GuardedClient, host: string, path = '/hook') => client.post(new URL(`http://${host}:${port}${path}`), SENT);

/** A resolver that answers these one after the other, and the last one from then on. */
function playing(...answers: readonly (readonly string[])[]): Required<Pick<GuardedClientOptions, 'lookUp'>> & { names: string[] } {
  const names: string[] = [];
  return {
    names,
    lookUp: (name, _options, found) => {
      names.push(name);
      const addresses = answers[Math.min(names.length, answers.length) - 1]!;
      found(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    },
  };
}

/** What undici tells of a connection that was not made is the reason itself. */
const refused = (asking: Promise<unknown>) => expect(asking).rejects.toBeInstanceOf(ForbiddenAddress);

test('this machine is posted to where that is allowed, by name and by number', async () => {
  const client = new GuardedClient({ ...PATIENT, reach: 'local', ...playing(['127.0.0.1']) });
  expect(await post(client, '127.0.0.1', '/hook?shop=1')).toMatchObject({ status: 204 });
  expect(await post(client, 'partner.example')).toMatchObject({ status: 204 });
  expect(asked.map(({ method, url, headers }) => [method, url, headers.host])).toEqual([
    ['POST', '/hook?shop=1', `127.0.0.1:${port}`],
    ['POST', '/hook', `partner.example:${port}`],
  ]);
});

test.each([
  '127.0.0.1',
  '0x7f.1',
  '2130706433',
  '0177.0.0.1',
  '127.1',
  '0',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '169.254.169.254',
  '10.0.0.1',
])('the number %s is not connected to, whatever its spelling', async (host) => {
  const resolver = playing(['93.184.215.14']);
  await refused(post(new GuardedClient({ ...PATIENT, ...resolver }), host));
  expect([asked, resolver.names]).toEqual([[], []]);
});

test.each([
  [['127.0.0.1']],
  [['::1']],
  [['::ffff:127.0.0.1']],
  [['64:ff9b::7f00:1']],
  [['169.254.169.254']],
  [['100.64.0.1']],
  [['93.184.215.14', '127.0.0.1']],
  [[]],
])('a name that leads to %p is not connected to', async (addresses) => {
  await refused(post(new GuardedClient({ ...PATIENT, ...playing(addresses) }), 'partner.example'));
  expect(asked).toEqual([]);
});

test('a name that leads elsewhere the second time is looked at the second time', async () => {
  const resolver = playing(['127.0.0.1'], ['127.0.0.1', '10.0.0.1']);
  const client = new GuardedClient({ ...PATIENT, reach: 'local', ...resolver });
  expect(await post(client, 'partner.example')).toMatchObject({ status: 204 });
  await refused(post(client, 'partner.example'));
  expect([asked.length, resolver.names.length]).toEqual([1, 2]);
});

test('what is connected to is what was looked at: nobody asks a second time between', async () => {
  const resolver = playing(['127.0.0.1'], ['169.254.169.254']);
  expect(await post(new GuardedClient({ ...PATIENT, reach: 'local', ...resolver }), 'partner.example')).toMatchObject({ status: 204 });
  expect(resolver.names).toEqual(['partner.example']);
});

test('nobody is followed elsewhere', async () => {
  answer = (response) => response.writeHead(307, { location: `http://127.0.0.1:${port}/secret` }).end();
  const client = new GuardedClient({ ...PATIENT, reach: 'local' });
  expect(await post(client, '127.0.0.1')).toMatchObject({ status: 307 });
  expect(asked.map(({ url }) => url)).toEqual(['/hook']);
});

test('whoever answers without end is not listened to', async () => {
  answer = (response) => {
    response.writeHead(200);
    const more = (): void => void (!response.destroyed && response.write('x'.repeat(65_536), more));
    more();
  };
  expect(await post(new GuardedClient({ ...PATIENT, reach: 'local' }), '127.0.0.1')).toMatchObject({ status: 200 });
});

test('whoever does not answer is waited for so long and no longer', async () => {
  answer = () => undefined;
  await expect(post(new GuardedClient({ patienceMs: 200, reach: 'local' }), '127.0.0.1')).rejects.toMatchObject({
    name: expect.stringMatching(/Timeout/),
  });
});

test('a name that nobody knows is said by the resolver', async () => {
  const unknown = Object.assign(new Error('unknown'), { code: 'ENOTFOUND' });
  const client = new GuardedClient({ ...PATIENT, lookUp: (_name, _options, found) => found(unknown, []) });
  await expect(post(client, 'partner.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
});
