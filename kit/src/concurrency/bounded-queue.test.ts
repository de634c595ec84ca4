import { expect, test } from '@jest/globals';
import { BoundedQueue } from './bounded-queue.ts';

/** A piece of work that ends when it is told to. */
function piece() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let started = false;
  const work = () => {
    started = true;
    return promise;
  };
  return { work, end: resolve, fail: reject, started: () => started };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test('a few run at once, a few wait in order, and the next is turned away at once', async () => {
  const queue = new BoundedQueue(1, 2);
  const pieces = [piece(), piece(), piece()] as const;
  const runs = pieces.map(({ work }) => queue.run(work));
  expect(pieces.map((each) => each.started())).toEqual([true, false, false]);
  await expect(queue.run(async () => 'one too many')).rejects.toMatchObject({ code: 'RATE_LIMITED', details: { retryAfter: 2 } });
  pieces[0].end('first');
  await settle();
  expect(pieces.map((each) => each.started())).toEqual([true, true, false]);
  pieces[1].end('second');
  pieces[2].end('third');
  expect(await Promise.all(runs)).toEqual(['first', 'second', 'third']);
});

test('a piece that fails makes room as one that succeeds does', async () => {
  const queue = new BoundedQueue(1, 1);
  const failing = piece();
  const failed = queue.run(failing.work);
  const waiting = queue.run(async () => 'after it');
  failing.fail(new Error('broken'));
  await expect(failed).rejects.toThrow('broken');
  expect(await waiting).toBe('after it');
  expect(await queue.run(async () => 'and again')).toBe('and again');
});
