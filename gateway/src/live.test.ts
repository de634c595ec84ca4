import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EventSource } from './testing/event-source.ts';
import { type LiveQuestion, type LiveStream, liveTransports } from './testing/live-client.ts';
import { startTestGateway, type TestGateway } from './testing/start-test-gateway.ts';
import type { SubgraphDefinition } from './testing/subgraph-server.ts';
import { TokenIssuer } from './testing/token-issuer.ts';

interface Step {
  readonly version: number;
  readonly text?: string;
}

const steps = new EventSource<{ moved: Step }>();
const history: Step[] = [1, 2, 3, 4].map((version) => ({ version }));

/** What is kept after a version, and then what happens. */
function moved(after: number | undefined): AsyncIterableIterator<{ moved: Step }> {
  const live = steps.listen();
  const kept = after === undefined ? [] : history.filter(({ version }) => version > after);
  return {
    next: async () => (kept.length > 0 ? { value: { moved: kept.shift()! }, done: false } : live.next()),
    return: () => live.return!(),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

const race: SubgraphDefinition = {
  name: 'race',
  sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])
    type Query { track: String }
    type Mutation { push: Boolean }
    type Subscription { moved(after: Int): Step! }
    type Step { version: Int! text: String }`,
  resolvers: {
    Mutation: { push: () => true },
    Subscription: { moved: { subscribe: (_: unknown, { after }: { after?: number }) => moved(after) } },
  },
};

let house: TestGateway;
let issuer: TokenIssuer;
const open: LiveStream[] = [];

beforeAll(async () => {
  issuer = await new TokenIssuer().addKey('key');
  house = await startTestGateway([race], {
    jwks: issuer.jwks,
    live: { heartbeatMs: 1_000, maxWaitingBytes: 64 * 1024, maxConnectionsPerViewer: 3, maxSubscriptionsPerViewer: 2 },
  });
});
afterEach(async () => {
  for (const stream of open.splice(0)) stream.drop();
  steps.end();
  await until(() => steps.listeners === 0);
});
afterAll(async () => house.close());

async function until(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; !isTrue(); tries++) {
    if (tries > 10_000) throw new Error('it did not come to that');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const QUERY = 'subscription ($after: Int) { moved(after: $after) { version } }';
const step = (version: number): { value: unknown } => expect.objectContaining({ value: { data: { moved: { version } } } }) as never;

describe.each(liveTransports)('a subscription over $name', (transport) => {
  const follow = (question: Partial<LiveQuestion> = {}, url = house.gateway.url): LiveStream => {
    const stream = transport.open(url, { query: QUERY, ...question });
    open.push(stream);
    return stream;
  };

  it('sends each event in order and says when there are no more', async () => {
    const stream = follow();
    await until(() => steps.listeners === 1);
    for (const version of [5, 6, 7]) steps.emit({ moved: { version } });
    expect([await stream.next(), await stream.next(), await stream.next()]).toEqual([step(5), step(6), step(7)]);
    steps.end();
    expect([(await stream.next()).done, await stream.endedBy]).toEqual([true, undefined]);
  });

  it('is given up in the subgraph when the client goes', async () => {
    const stream = follow();
    await until(() => steps.listeners === 1);
    stream.drop();
    await until(() => steps.listeners === 0);
  });

  it('is shared with equal ones, and goes on while one of them is left', async () => {
    const streams = [follow(), follow(), follow()];
    await until(() => steps.listeners === 1 && streams.every(({ heartbeats }) => heartbeats() > 0));
    steps.emit({ moved: { version: 5 } });
    expect(await Promise.all(streams.map((stream) => stream.next()))).toEqual([step(5), step(5), step(5)]);
    expect(steps.listeners).toBe(1);
    streams[0]!.drop();
    await streams[0]!.endedBy;
    steps.emit({ moved: { version: 6 } });
    expect(await Promise.all(streams.slice(1).map((stream) => stream.next()))).toEqual([step(6), step(6)]);
  });

  it('gives somebody who joins a little later all that came so far', async () => {
    const first = follow();
    await until(() => steps.listeners === 1);
    steps.emit({ moved: { version: 5 } });
    await first.next();
    expect(await follow().next()).toEqual(step(5));
    expect(steps.listeners).toBe(1);
  });

  it('begins anew for a viewer who has changed something since', async () => {
    const first = follow();
    await until(() => steps.listeners === 1);
    steps.emit({ moved: { version: 5 } });
    await first.next();
    await house.ask('mutation { push }');
    follow();
    await until(() => steps.listeners === 2);
  });

  it('is not shared between viewers', async () => {
    follow();
    follow({ token: await issuer.token() });
    await until(() => steps.listeners === 2);
  });

  it('resumes after the version that it is told, each on its own', async () => {
    const [late, later] = [follow({ variables: { after: 1 } }), follow({ variables: { after: 3 } })];
    expect([await late.next(), await late.next(), await late.next()]).toEqual([step(2), step(3), step(4)]);
    expect(await later.next()).toEqual(step(4));
    await until(() => steps.listeners === 2);
    steps.emit({ moved: { version: 5 } });
    expect([await late.next(), await later.next()]).toEqual([step(5), step(5)]);
    late.drop();
    later.drop();
    await Promise.all([late.endedBy, later.endedBy]);
    const resumed = follow({ variables: { after: 2 } });
    expect([await resumed.next(), await resumed.next()]).toEqual([step(3), step(4)]);
  });

  it('shows that it lives while nothing happens', async () => {
    const stream = follow();
    await until(() => stream.heartbeats() >= 3);
  });

  it('tells a client that takes too little to subscribe again, and keeps little for it', async () => {
    const query = 'subscription { moved { version text } }';
    // A client that takes nothing from one heartbeat to the next is dropped without a word, which is not what is looked at here.
    const patient = await startTestGateway([race], { live: { heartbeatMs: 600_000, maxWaitingBytes: 64 * 1024 } });
    const [slow, quick] = [follow({ query }, patient.gateway.url), follow({ query }, patient.gateway.url)];
    await until(() => steps.listeners === 1);
    steps.emit({ moved: { version: 0 } });
    await Promise.all([slow.next(), quick.next()]);
    slow.pause();
    const text = 'x'.repeat(200_000);
    for (let version = 1; version <= 100; version++) {
      steps.emit({ moved: { version, text } });
      await quick.next();
    }
    slow.resume();
    expect(await slow.endedBy).toBe('SUBSCRIBER_TOO_SLOW');
    steps.emit({ moved: { version: 101, text } });
    expect(await quick.next()).toMatchObject({ value: { data: { moved: { version: 101 } } } });
    await patient.close();
  });

  it('is refused beyond the limits of its viewer, and let in when there is room', async () => {
    const token = await issuer.token({ sub: `user of ${transport.name}` });
    const streams = [follow({ token })];
    await until(() => steps.listeners === 1);
    steps.emit({ moved: { version: 1 } });
    await streams[0]!.next();
    streams.push(follow({ token }));
    let isIn = false;
    void streams[1]!.next().then(() => (isIn = true));
    // Whoever comes late is given nothing that was before, and so is told again.
    await until(() => {
      if (!isIn) steps.emit({ moved: { version: 2 } });
      return isIn;
    });
    expect(await follow({ token }).endedBy).toBe('TOO_MANY_SUBSCRIPTIONS');
    for (const stream of streams) stream.drop();
    await until(() => steps.listeners === 0);
    const again = follow({ token });
    await until(() => steps.listeners === 1);
    steps.emit({ moved: { version: 5 } });
    expect(await again.next()).toEqual(step(5));
  });

  it('ends when the token expires', async () => {
    const token = await issuer.token({}, Math.floor(Date.now() / 1000) + 4);
    const stream = follow({ token });
    expect(await stream.endedBy).toBe(transport.name === 'WebSocket' ? 4403 : 'AUTH_001');
    await until(() => steps.listeners === 0);
  });

  it('is sent to another gateway when this one stops', async () => {
    const other = await startTestGateway([race]);
    const stream = follow({}, other.gateway.url);
    await until(() => steps.listeners === 1);
    await other.gateway.close();
    expect(await stream.endedBy).toBe(transport.name === 'WebSocket' ? 1012 : 'RECONNECT');
    await other.close();
  });
});
