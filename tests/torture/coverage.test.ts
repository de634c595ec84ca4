import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { covering, missedBy, NOTHING_COVERED, readCoverage, STORMS_FOR_ALL, writeCoverage } from './coverage.ts';

const known = ['a', 'b', 'c'];

test('hits add up over storms, and ten of full length must have come to all', () => {
  let coverage = NOTHING_COVERED;
  for (let seed = 1; seed < STORMS_FOR_ALL; seed += 1) coverage = covering(coverage, { seed, minutes: 5 }, new Map([['a', 2]]));
  expect(missedBy(coverage, known)).toEqual({ missed: ['b', 'c'], fails: false });
  // A short one, and the same one again, are none of the ten.
  coverage = covering(coverage, { seed: 99, minutes: 1 }, new Map([['b', 1]]));
  coverage = covering(coverage, { seed: 1, minutes: 5 }, new Map());
  expect(missedBy(coverage, known)).toEqual({ missed: ['c'], fails: false });
  expect(missedBy(covering(coverage, { seed: 10, minutes: 5 }, new Map()), known)).toEqual({ missed: ['c'], fails: true });
  expect(missedBy(covering(coverage, { seed: 10, minutes: 5 }, new Map([['c', 1]])), known)).toEqual({ missed: [], fails: false });
});

test('a file keeps it from one storm to the next', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stoa-coverage-'));
  const file = join(folder, 'coverage.json');
  expect(readCoverage(file)).toEqual(NOTHING_COVERED);
  writeCoverage(file, covering(NOTHING_COVERED, { seed: 3, minutes: 5 }, new Map([['a', 1]])));
  expect(readCoverage(file)).toEqual({ seeds: [3], hits: { a: 1 } });
  rmSync(folder, { recursive: true });
});
