import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { EventSource } from '../testing/event-source.ts';
import { startTestGateway, type TestGateway } from '../testing/start-test-gateway.ts';

let house: TestGateway;
const sockets: WebSocket[] = [];

beforeAll(async () => {
  const sdl = 'type Query { one: Int } type Subscription { never: Int }';
  const never = { subscribe: () => new EventSource<number>().listen() };
  house = await startTestGateway([{ name: 'numbers', sdl, resolvers: { Query: { one: () => 1 }, Subscription: { never } } }]);
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.terminate();
});
afterAll(async () => house.close());

function connect(): WebSocket {
  const socket = new WebSocket(house.gateway.url.replace('http', 'ws'), 'graphql-transport-ws');
  sockets.push(socket);
  return socket;
}

const init = { type: 'connection_init' };
const subscribe = (id: string, query: string) => ({ id, type: 'subscribe', payload: { query } });

describe('graphql-transport-ws', () => {
  it.each([
    ['text that is no JSON', 4400, ['{']],
    ['a message of no known type', 4400, [{ type: 'start', id: '1' }]],
    ['an operation without an id', 4400, [init, { type: 'subscribe', payload: { query: '{ one }' } }]],
    ['an operation before the connection is initialised', 4401, [subscribe('1', '{ one }')]],
    ['a token that is no text', 4403, [{ ...init, payload: { authorization: 7 } }]],
    ['a token where there are no accounts', 4403, [{ ...init, payload: { authorization: 'Bearer a.b.c' } }]],
    ['two initialisations', 4429, [init, init]],
    ['nothing at all', 4408, []],
  ])('closes the connection for %s with %i', async (_, code, messages) => {
    const socket = connect();
    socket.on('open', () => {
      for (const message of messages) socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    });
    expect(await new Promise((resolve) => socket.on('close', resolve))).toBe(code);
  });

  it('closes the connection for an id that is in use with 4409', async () => {
    const socket = connect();
    const code = new Promise((resolve) => socket.on('close', resolve));
    socket.on('open', () => socket.send(JSON.stringify(init)));
    socket.on('message', () => {
      for (let time = 0; time < 2; time++) socket.send(JSON.stringify(subscribe('same', 'subscription { never }')));
    });
    expect(await code).toBe(4409);
  });

  it('answers queries, pings and mistakes, each under its id', async () => {
    const socket = connect();
    const answers: Record<string, unknown>[] = [];
    await new Promise<void>((resolve) => {
      socket.on('open', () => socket.send(JSON.stringify(init)));
      socket.on('message', (text) => {
        const answer = JSON.parse(String(text)) as Record<string, unknown>;
        answers.push(answer);
        if (answer['type'] === 'connection_ack') {
          socket.send(JSON.stringify({ type: 'ping', payload: { at: 1 } }));
          socket.send(JSON.stringify(subscribe('bad', '{ two }')));
          socket.send(JSON.stringify(subscribe('a "quoted" id', '{ one }')));
        }
        if (answer['type'] === 'complete') resolve();
      });
    });
    expect(answers).toEqual([
      { type: 'connection_ack' },
      { type: 'pong', payload: { at: 1 } },
      { id: 'bad', type: 'error', payload: [expect.objectContaining({ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } })] },
      { id: 'a "quoted" id', type: 'next', payload: { data: { one: 1 } } },
      { id: 'a "quoted" id', type: 'complete' },
    ]);
  });
});
