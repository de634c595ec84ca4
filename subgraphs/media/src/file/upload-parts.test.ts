import { describe, expect, test } from '@jest/globals';
import { missingParts, PART_BYTES, partsOf, percentThere } from './upload-parts.ts';

const there = (...parts: [number: number, size: number][]) => new Map(parts.map(([number, size]) => [number, { size }]));

describe('the parts of a file', () => {
  test.each([
    [1, [1]],
    [PART_BYTES, [PART_BYTES]],
    [PART_BYTES + 1, [PART_BYTES, 1]],
    [2 * PART_BYTES, [PART_BYTES, PART_BYTES]],
  ])('of %d bytes are all of it, once', (size, sizes) => {
    const parts = partsOf(size);
    expect(parts.map((part) => part.size)).toEqual(sizes);
    expect(parts.map(({ number, offset }) => [number, offset])).toEqual(sizes.map((_, index) => [index + 1, index * PART_BYTES]));
  });
});

describe('what is missing', () => {
  const size = 2 * PART_BYTES + 100;

  test('is what has not come, or is not as long as it should be', () => {
    expect(missingParts(size, there([1, PART_BYTES], [2, 5], [3, 100])).map(({ number }) => number)).toEqual([2]);
    expect(missingParts(size, there()).map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(missingParts(size, there([1, PART_BYTES], [2, PART_BYTES], [3, 100]))).toEqual([]);
  });

  test('is not rounded away', () => {
    expect(percentThere(size, missingParts(size, there()))).toBe(0);
    expect(percentThere(size, missingParts(size, there([1, PART_BYTES], [2, PART_BYTES])))).toBe(99);
    expect(percentThere(size, [])).toBe(100);
  });
});
