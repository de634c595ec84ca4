import { afterAll, beforeAll, expect } from '@jest/globals';
import type { PlatformOptions } from 'stoa/platform';
import { deadLetters } from './figures.ts';
import { openShop, type Shop } from './shop.ts';

/** One shop for all tests of a file, opened and prepared before the first and closed after the last. None of them may leave a dead letter. */
export function inOneShop(prepare: (shop: Shop) => Promise<unknown>, overrides: Partial<PlatformOptions> = {}): void {
  let shop: Shop;

  beforeAll(async () => {
    shop = await openShop(overrides);
    await prepare(shop);
  }, 240_000);

  afterAll(async () => {
    const left = await deadLetters(shop);
    await shop.close();
    expect(left).toEqual({});
  });
}
