import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { nowMs, sdl } from './ticks.ts';

/**
 * The subgraph whose events are followed: `node subgraph-process.ts PORT`.
 *
 * `/run?events=N&perSecond=N&topics=N` lets it send events to the topics in turn, each with the time at which it happened, and
 * answers when the last one is sent. `/listeners` tells how many subscriptions it has.
 */
interface Tick {
  readonly tick: { readonly at: number; readonly text: string };
}

const TEXT = 'a change of some sort, about as long as they usually are, and a little more';
const listeners = new Map<string, Set<(event: Tick) => void>>();

function listen(topic: string): AsyncIterableIterator<Tick> {
  const waiting: Tick[] = [];
  let wake = (): void => undefined;
  let isEnded = false;
  const push = (event: Tick): void => {
    waiting.push(event);
    wake();
  };
  listeners.set(topic, (listeners.get(topic) ?? new Set()).add(push));
  return {
    async next() {
      while (waiting.length === 0 && !isEnded) await new Promise<void>((resolve) => (wake = resolve));
      return isEnded ? { value: undefined, done: true } : { value: waiting.shift()!, done: false };
    },
    async return() {
      listeners.get(topic)?.delete(push);
      isEnded = true;
      wake();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function run(events: number, perSecond: number, topics: number): Promise<void> {
  const startedAtMs = nowMs();
  for (let event = 0; event < events; event++) {
    await sleep(Math.max(0, startedAtMs + (event / perSecond) * 1_000 - nowMs()));
    for (const push of listeners.get(String(event % topics)) ?? []) push({ tick: { at: nowMs(), text: TEXT } });
  }
}

const resolvers = { Subscription: { tick: { subscribe: (_: unknown, { topic }: { topic: string }) => listen(topic) } } };
const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as never }]);
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://bench');
  const count = (name: string): number => Number(searchParams.get(name));
  if (pathname !== '/run') return void response.end(String([...listeners.values()].reduce((sum, each) => sum + each.size, 0)));
  void run(count('events'), count('perSecond'), count('topics')).then(() => response.end('done'));
});
useServer({ schema }, new WebSocketServer({ server, path: '/graphql' }));
server.listen(Number(process.argv[2]), '127.0.0.1');
