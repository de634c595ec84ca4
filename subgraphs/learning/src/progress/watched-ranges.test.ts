import { describe, expect, test } from '@jest/globals';
import { firstNew, parseRanges, printRanges, type Range, type Ranges, secondsIn, union } from './watched-ranges.ts';

const seconds = (ranges: Ranges): Set<number> =>
  new Set(ranges.flatMap(([from, to]) => Array.from({ length: to - from }, (_, index) => from + index)));

test.each<[Range[], Range[], Range[]]>([
  [[], [[0, 10]], [[0, 10]]],
  [[[0, 10]], [[10, 20]], [[0, 20]]],
  [
    [[0, 10]],
    [[20, 30]],
    [
      [0, 10],
      [20, 30],
    ],
  ],
  [
    [
      [0, 10],
      [20, 30],
    ],
    [[5, 25]],
    [[0, 30]],
  ],
  [[[0, 10]], [[3, 3]], [[0, 10]]],
])('%j and %j are %j', (left, right, both) => {
  expect(union(left, right)).toEqual(both);
});

describe('what is new of a range', () => {
  test.each<[Range[], Range, number, Range[]]>([
    [[], [0, 10], 100, [[0, 10]]],
    [[[0, 10]], [0, 10], 100, []],
    [
      [
        [0, 10],
        [20, 30],
      ],
      [5, 40],
      100,
      [
        [10, 20],
        [30, 40],
      ],
    ],
    [
      [
        [0, 10],
        [20, 30],
      ],
      [5, 40],
      12,
      [
        [10, 20],
        [30, 32],
      ],
    ],
    [[[0, 10]], [5, 40], 0, []],
    [[], [0, 0], 100, []],
  ])('with %j watched, %j at most %d long is %j', (watched, range, most, found) => {
    expect(firstNew(watched, range, most)).toEqual(found);
  });

  test('is what a list of seconds would say, over many ranges', () => {
    let state = 7;
    const random = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
    for (let round = 0; round < 500; round++) {
      const range = (): Range => {
        const from = random(60);
        return [from, from + random(20)];
      };
      const watched = union([], [range(), range(), range()]);
      const reported = range();
      const most = random(25);
      const found = firstNew(watched, reported, most);
      const before = seconds(watched);
      const wanted = [...seconds([reported])].filter((second) => !before.has(second)).slice(0, most);
      expect([...seconds(found)]).toEqual(wanted);
      expect(secondsIn(union(watched, found))).toBe(before.size + wanted.length);
    }
  });
});

test('ranges are written as Postgres writes them', () => {
  expect(
    printRanges([
      [0, 10],
      [20, 30],
    ]),
  ).toBe('{[0,10),[20,30)}');
  expect(parseRanges('{[0,10),[20,30)}')).toEqual([
    [0, 10],
    [20, 30],
  ]);
  expect(parseRanges(printRanges([]))).toEqual([]);
});
