import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { WebSocket, WebSocketServer } from 'ws';
import { textFrame } from './web-socket-frame.ts';

test('a client reads frames of every size, between what is sent otherwise, as they were written', async () => {
  const sizes = [0, 1, 125, 126, 127, 65_535, 65_536, 200_000];
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => {
    for (const size of sizes) {
      request.socket.write(textFrame(Buffer.from('é'), Buffer.alloc(size, 'x')));
      socket.send(`between ${size}`);
    }
    socket.close(1000);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const texts: string[] = [];
  client.on('message', (data, isBinary) => texts.push(`${isBinary ? 'binary ' : ''}${String(data)}`));
  const [code] = await once(client, 'close');
  expect(code).toBe(1000);
  expect(texts).toEqual(sizes.flatMap((size) => [`é${'x'.repeat(size)}`, `between ${size}`]));
  sockets.close();
  server.close();
});
