import { describe, expect, it } from '@jest/globals';
import { type Found, search } from './testing/differential/search.ts';

const CASES = Number(process.env['DIFFERENTIAL_CASES'] ?? 150);
const FIRST_SEED = Number(process.env['DIFFERENTIAL_SEED'] ?? 1);

describe('a federated graph and one schema', () => {
  it(`answer ${CASES} random operations over random graphs alike`, async () => {
    const found: Found[] = [];
    const { compared } = await search({ firstSeed: FIRST_SEED, cases: CASES, onFound: (each) => void found.push(each) });
    expect(compared).toBe(CASES);
    expect(found).toEqual([]);
  }, 600_000);

  it('answer alike where part of each answer was kept', async () => {
    const found: Found[] = [];
    const { hits } = await search({ firstSeed: FIRST_SEED, cases: CASES, keeps: true, onFound: (each) => void found.push(each) });
    expect(found).toEqual([]);
    expect(hits).toBeGreaterThan(CASES);
  }, 600_000);
});
