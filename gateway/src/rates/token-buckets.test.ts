import { expect, test } from '@jest/globals';
import { TokenBuckets } from './token-buckets.ts';

function clock() {
  let nowMs = 0;
  return { nowMs: () => nowMs, passMs: (ms: number) => void (nowMs += ms) };
}

test('a bucket fills as time passes, and never above what it holds', () => {
  const { nowMs, passMs } = clock();
  const buckets = new TokenBuckets({ cost: 60, seconds: 60 }, nowMs);
  expect(buckets.look('a')).toEqual({ left: 60, fullAfter: 0, retryAfter: 0 });
  buckets.take('a', 40);
  expect(buckets.look('a')).toEqual({ left: 20, fullAfter: 40, retryAfter: 0 });
  passMs(10_000);
  expect(buckets.look('a')).toEqual({ left: 30, fullAfter: 30, retryAfter: 0 });
  passMs(3_600_000);
  expect(buckets.look('a').left).toBe(60);
  expect(buckets.look('b').left).toBe(60);
});

test('whoever used more than was left waits for as long', () => {
  const { nowMs, passMs } = clock();
  const buckets = new TokenBuckets({ cost: 60, seconds: 60 }, nowMs);
  buckets.take('a', 100);
  expect(buckets.look('a')).toEqual({ left: -40, fullAfter: 100, retryAfter: 40 });
  passMs(40_001);
  expect(buckets.look('a').retryAfter).toBe(0);
});

test('a clock that is set back takes nothing away', () => {
  const { nowMs, passMs } = clock();
  const buckets = new TokenBuckets({ cost: 60, seconds: 60 }, nowMs);
  buckets.take('a', 20);
  passMs(-3_600_000);
  expect(buckets.look('a').left).toBe(40);
});

test('buckets that were used longest ago are forgotten', () => {
  const { nowMs } = clock();
  const buckets = new TokenBuckets({ cost: 60, seconds: 60 }, nowMs, 2);
  for (const key of ['a', 'b', 'c']) buckets.take(key, 10);
  expect(['a', 'b', 'c'].map((key) => buckets.look(key).left)).toEqual([60, 50, 50]);
});
