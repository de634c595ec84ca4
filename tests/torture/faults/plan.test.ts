import { expect, test } from '@jest/globals';
import { seeded } from '../seeded.ts';
import { planOf } from './plan.ts';

const beginning = (seed: number, count: number): string[] => {
  const plan = planOf(seeded(seed), { withDisk: true });
  return Array.from({ length: count }, () => plan.next().value.what);
};

test('a seed gives its plan again, and another seed another one', () => {
  expect(beginning(3, 80)).toEqual(beginning(3, 80));
  expect(beginning(3, 80)).not.toEqual(beginning(4, 80));
});

test('however short a storm is, the broker goes back to a copy that was made before', () => {
  for (let seed = 0; seed < 50; seed += 1) {
    const plan = beginning(seed, 100);
    expect(plan[0]).toBe('the broker is copied');
    expect(plan.slice(0, 8)).toContain('the broker goes back to the copy');
  }
});

test('a plan has met every kind of blow soon', () => {
  const plan = planOf(seeded(1), { withDisk: true });
  const kinds = new Set(Array.from({ length: 13 }, () => plan.next().value.kind.replace(/ \(.*/, '')));
  expect(kinds.size).toBe(13);
});
