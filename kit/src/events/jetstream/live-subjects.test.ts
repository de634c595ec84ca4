import { beforeEach, describe, expect, test } from '@jest/globals';
import { headers } from '@nats-io/transport-node';
import { silentLogger } from '../bus.ts';
import type { BrokerConnection } from './broker-connection.ts';
import { LiveSubjects } from './live-subjects.ts';

type Message = (error: null, message: { headers: ReturnType<typeof headers>; json(): object }) => void;

/** A connection that says what a test lets it say. */
class Broker {
  readonly callbacks = new Map<string, Message>();
  lost = (): void => undefined;
  back = (): void => undefined;
  readonly nats = {
    subscribe: (subject: string, { callback }: { callback: Message }) => {
      this.callbacks.set(subject, callback);
      return { unsubscribe: () => undefined };
    },
    flush: async () => undefined,
  };
  onLost = (listener: () => void): void => void (this.lost = listener);
  onBack = (listener: () => void): void => void (this.back = listener);

  says(subject: string, id: string, follows: number): void {
    const set = headers();
    set.set('Nats-Expected-Last-Sequence', String(follows));
    this.callbacks.get(subject)!(null, { headers: set, json: () => ({ id, name: 'orders.order.placed' }) });
  }
}

describe('who watches a stream', () => {
  let broker: Broker;
  let heard: string[];

  async function watch(subject: string): Promise<void> {
    await new LiveSubjects(broker as unknown as BrokerConnection, silentLogger).watch({
      domain: 'gateway',
      subjects: [subject],
      event: ({ id }) => heard.push(id),
      gap: () => heard.push('gap'),
      lost: () => heard.push('lost'),
    });
  }

  beforeEach(() => {
    broker = new Broker();
    heard = [];
  });

  test('is told of a hole in it before the event behind', async () => {
    await watch('orders.*.*');
    broker.says('orders.*.*', 'a', 4);
    broker.says('orders.*.*', 'b', 5);
    broker.says('orders.*.*', 'd', 7);
    broker.says('orders.*.*', 'e', 8);
    expect(heard).toEqual(['a', 'b', 'gap', 'd', 'e']);
  });

  test('takes what is published again for none', async () => {
    await watch('orders.*.*');
    for (const [id, follows] of [
      ['a', 4],
      ['b', 5],
      ['b', 4],
      ['c', 5],
    ] as const)
      broker.says('orders.*.*', id, follows);
    expect(heard).toEqual(['a', 'b', 'c']);
  });

  test('cannot tell where it hears only a part of it', async () => {
    await watch('orders.order.*');
    broker.says('orders.order.*', 'a', 4);
    broker.says('orders.order.*', 'b', 9);
    expect(heard).toEqual(['a', 'b']);
  });

  test('is told when the connection is lost, and when it is back', async () => {
    await watch('orders.*.*');
    broker.lost();
    broker.back();
    expect(heard).toEqual(['lost', 'gap']);
  });
});
