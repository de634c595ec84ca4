import { expect, test } from '@jest/globals';
import { Goods } from './goods.ts';

const ids = { productId: 'p', variantId: 'v' };

test('goods cost what they cost at some moment between question and answer', () => {
  const goods = new Goods(ids, { USD: 100, EUR: 70 }, 5);
  const beforeMs = Date.now() - 1_000;
  const holds = goods.reprice(200);
  expect(goods.canHaveCost(100, 'USD', Date.now(), Date.now())).toBe(true);
  expect(goods.canHaveCost(200, 'USD', Date.now(), Date.now())).toBe(true);
  holds();
  const afterMs = Date.now() + 1_000;
  expect(goods.canHaveCost(100, 'USD', afterMs, afterMs)).toBe(false);
  expect(goods.canHaveCost(200, 'USD', beforeMs, beforeMs)).toBe(false);
  expect(goods.canHaveCost(100, 'USD', beforeMs, afterMs)).toBe(true);
  expect(goods.canHaveCost(300, 'USD', beforeMs, afterMs)).toBe(false);
  expect(goods.canHaveCost(70, 'EUR', afterMs, afterMs)).toBe(true);
  expect(goods.canHaveCost(100, 'EUR', beforeMs, afterMs)).toBe(false);
});

test('what was perhaps put there may be there or not, each time', () => {
  const goods = new Goods(ids, { USD: 100, EUR: 70 }, 5);
  goods.restock(3, true);
  goods.restock(10, false);
  goods.restock(100, false);
  expect([8, 18, 108, 118].map((whole) => goods.canBe(whole))).toEqual([true, true, true, true]);
  expect([5, 13, 21, 119].map((whole) => goods.canBe(whole))).toEqual([false, false, false, false]);
});
