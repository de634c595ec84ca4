import { describe, expect, it } from '@jest/globals';
import { searchStale } from '../testing/stale/search.ts';

const STEPS = 120;

describe('random writes and reads through two gateways', () => {
  it.each([1, 2, 3, 4])('show nobody what cannot be so any more (seed %i)', async (seed) => {
    const { stale, reads, hits } = await searchStale(seed, STEPS);
    expect(stale).toEqual([]);
    // Otherwise it proves nothing.
    expect(hits).toBeGreaterThan(reads / 10);
  }, 240_000);

  it.each([
    ['events', { toEvents: true }],
    ['the answers of mutations', { toAnswers: true }],
    ['what clients bring along', { toMarkers: true }],
    ['gaps', { toGaps: true }],
  ])(
    'would, if gateways were deaf to %s',
    async (_, deaf) => {
      const { stale } = await searchStale(1, STEPS, deaf);
      expect(stale.length).toBeGreaterThan(0);
    },
    240_000,
  );
});
