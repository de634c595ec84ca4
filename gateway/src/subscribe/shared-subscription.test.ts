import { setImmediate as breathe } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { WrittenResult } from '../execute/execute-operation.ts';
import { BoundedQueue } from './bounded-queue.ts';
import { SharedSubscription } from './shared-subscription.ts';
import type { LiveResult, Subscriber } from './subscriber.ts';

/** Writes down what it is given at once. */
class Receiver implements Subscriber {
  readonly given: string[][] = [];
  isOver = false;
  onNext: (() => void) | undefined;

  next(results: readonly LiveResult[]): void {
    this.given.push(results.map(({ body }) => body.toString()));
    this.onNext?.();
  }

  end(): void {
    this.isOver = true;
  }
}

function begin() {
  const upstream = new BoundedQueue<WrittenResult>(1_000);
  const shared = new SharedSubscription(upstream as never, () => undefined);
  return {
    shared,
    say: (text: string) => upstream.push({ body: Buffer.from(text) } as unknown as WrittenResult),
    end: () => upstream.end(),
  };
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await breathe();
};

test('what comes while a result is on its way to many reaches each of them together, once and in order', async () => {
  const { shared, say, end } = begin();
  const receivers = Array.from({ length: 1_200 }, () => new Receiver());
  receivers[0]!.onNext = () => {
    receivers[0]!.onNext = undefined;
    for (const text of ['2', '3', '4']) say(text);
  };
  for (const receiver of receivers) shared.join(receiver);
  const running = shared.run();
  say('1');
  await settle();
  end();
  await running;
  for (const { given, isOver } of receivers) expect([given, isOver]).toEqual([[['1'], ['2', '3', '4']], true]);
});

test('who joins while results are waiting gets each of them once, and who leaves gets no more', async () => {
  const { shared, say, end } = begin();
  const receivers = Array.from({ length: 1_200 }, () => new Receiver());
  const leave = receivers.map((receiver) => shared.join(receiver));
  const late = new Receiver();
  receivers[10]!.onNext = () => {
    receivers[10]!.onNext = undefined;
    say('2');
    void breathe().then(() => {
      shared.join(late);
      leave[1_199]!();
    });
  };
  const running = shared.run();
  say('1');
  await settle();
  say('3');
  await settle();
  end();
  await running;
  expect(late.given.flat()).toEqual(['1', '2', '3']);
  expect(receivers[5]!.given.flat()).toEqual(['1', '2', '3']);
  expect(receivers[1_199]!.given.flat()).not.toContain('2');
});
