import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Database } from './database.ts';

/** What a client of Postgres asks before anything else where it wants TLS. */
const SSL_REQUEST = '0000000804d2162f';

const asked: string[] = [];
const server = createServer((socket) => {
  socket.once('data', (first) => {
    asked.push(first.toString('hex'));
    // This server has none.
    socket.end('N');
  });
});

beforeAll(async () => void (await once(server.listen(0, '127.0.0.1'), 'listening')));
afterAll(() => void server.close());

test('an address that asks for TLS has nothing said in the clear, not even who we are', async () => {
  const { port } = server.address() as AddressInfo;
  const url = `postgres://somebody:secret@127.0.0.1:${port}/stoa?sslmode=verify-full`;
  const opening = Database.open({ name: 'encrypted', url, entities: [], steps: [], poolSize: 1 });
  await expect(opening).rejects.toThrow('does not support SSL');
  expect(asked).toEqual([SSL_REQUEST]);
});
