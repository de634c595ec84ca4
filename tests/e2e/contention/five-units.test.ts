import { expect, test } from '@jest/globals';
import { ADD, addToCart, checkOut } from '../support/buying.ts';
import { stockFigures } from '../support/figures.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import type { Shop } from '../support/shop.ts';

let shop: Shop;
let seller: Person;
let first: Person;
let second: Person;
let third: Person;
let lamp: Goods;

inOneShop(async (opened) => {
  shop = opened;
  [seller, first, second, third] = await Promise.all([aSeller(shop), aBuyer(shop), aBuyer(shop), aBuyer(shop)]);
  lamp = await goods(seller, 'One of five', 1_000, 5);
});

const available = async (): Promise<object> => {
  const { product } = await shop
    .client()
    .ask<{ product: { variants: { availability: object }[] } }>(
      'query ($id: ID!) { product(id: $id) { variants { availability { inStock available } } } }',
      { id: lamp.productId },
    );
  return product.variants[0]!.availability;
};

test('five units: three are held, three more are refused, the three are allocated, two are held, none are left', async () => {
  await addToCart(first, lamp.variantId, 3);
  expect(await stockFigures(shop, lamp)).toEqual({ total: 5, available: 2, reserved: 3, allocated: 0, sold: 0 });

  expect(await second.refusal(ADD, { variantId: lamp.variantId, quantity: 3 })).toMatchObject({ code: 'OUT_OF_STOCK', available: 2 });
  expect(await stockFigures(shop, lamp)).toEqual({ total: 5, available: 2, reserved: 3, allocated: 0, sold: 0 });

  await checkOut(first);
  expect(await stockFigures(shop, lamp)).toEqual({ total: 5, available: 2, reserved: 0, allocated: 3, sold: 0 });

  await addToCart(third, lamp.variantId, 2);
  expect(await stockFigures(shop, lamp)).toEqual({ total: 5, available: 0, reserved: 2, allocated: 3, sold: 0 });
  expect(await available()).toEqual({ inStock: false, available: 0 });
});
