import { describe, expect, it } from '@jest/globals';
import { BoundedQueue } from './bounded-queue.ts';

describe('a bounded queue', () => {
  it('gives events in order, waits for more, and ends', async () => {
    const queue = new BoundedQueue<number>(5);
    queue.push(1);
    queue.push(2);
    const read = [queue.next(), queue.next(), queue.next()];
    queue.push(3);
    queue.end();
    expect((await Promise.all(read)).map(({ value }) => value)).toEqual([1, 2, 3]);
    expect(await queue.next()).toEqual({ value: undefined, done: true });
  });

  it('tells a reader that is too slow, forgets what waits, and stops its source', async () => {
    const queue = new BoundedQueue<number>(2);
    let stops = 0;
    queue.onStopped(() => stops++);
    for (let event = 0; event < 5; event++) queue.push(event);
    expect(stops).toBe(1);
    await expect(queue.next()).rejects.toMatchObject({ extensions: { code: 'SUBSCRIBER_TOO_SLOW' } });
    expect((await queue.next()).done).toBe(true);
  });

  it('stops its source once when the reader goes', async () => {
    const queue = new BoundedQueue<number>(2);
    let stops = 0;
    queue.onStopped(() => stops++);
    const waiting = queue.next();
    await queue.return();
    queue.push(1);
    queue.end();
    expect([(await waiting).done, stops]).toEqual([true, 1]);
  });
});
