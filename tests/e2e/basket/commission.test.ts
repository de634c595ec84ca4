import { expect, test } from '@jest/globals';
import { CommissionRatesDocument, RemoveCommissionRateDocument, SetCommissionRateDocument } from '@stoa/schema/generated/operations/e2e';
import { addToCart, buy, checkOut, orderIs, pay } from '../support/buying.ts';
import type { Client } from '../support/client.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { balances } from '../support/figures.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';

let shop: Shop;
let admin: Client;
let buyer: Person;

inOneShop(async (opened) => {
  shop = opened;
  [admin, buyer] = await Promise.all([shop.admin(), aBuyer(shop)]);
});

const setRate = async (input: { sellerId?: string | null; categoryId?: string; basisPoints: number }) =>
  (await admin.ask(SetCommissionRateDocument, { input })).setCommissionRate;

/** What a seller has earned, once all of it is in the books. */
const earned = async (seller: Person): Promise<number> => {
  await everythingAgrees(shop);
  return (await balances(shop))[`SELLER_PAYABLE_${seller.sellerId}`] ?? 0;
};

async function aCategory(name: string, parentSlug?: string): Promise<{ id: string; slug: string }> {
  const slug = `${name}-${crypto.randomUUID()}`;
  const create = 'mutation ($input: CategoryInput!) { createCategory(input: $input) { id slug } }';
  const { data } = await admin.send(create, { input: { name, slug, parentSlug } });
  return (data as { createCategory: { id: string; slug: string } }).createCategory;
}

test('the most specific rate is taken, and a change touches no order that is placed', async () => {
  const seller = await aSeller(shop);
  const books = await aCategory('books');
  const novels = await aCategory('novels', books.slug);
  const novel = await goods(seller, 'A novel', 10_000, 10, { categorySlug: novels.slug });
  const lamp = await goods(seller, 'A lamp', 10_000, 10);

  await buy(shop, buyer, lamp.variantId);
  expect(await earned(seller)).toBe(9_000);
  await setRate({ categoryId: books.id, basisPoints: 500 });
  await buy(shop, buyer, novel.variantId);
  expect(await earned(seller)).toBe(9_000 + 9_500);
  await setRate({ sellerId: seller.sellerId, basisPoints: 800 });
  await buy(shop, buyer, novel.variantId);
  expect(await earned(seller)).toBe(18_500 + 9_200);

  // Placed at eight per cent, paid when the rate is thirty.
  await addToCart(buyer, lamp.variantId);
  const placed = await checkOut(buyer);
  const { id } = await setRate({ sellerId: seller.sellerId, basisPoints: 3_000 });
  await pay(shop, placed);
  await orderIs(buyer, placed.order.id, 'CONFIRMED');
  expect(await earned(seller)).toBe(27_700 + 9_200);

  await admin.ask(RemoveCommissionRateDocument, { id });
  await buy(shop, buyer, lamp.variantId);
  expect(await earned(seller)).toBe(36_900 + 9_000);
});

test('setting a rate again changes it, and only administrators do', async () => {
  const seller = await aSeller(shop);
  const first = await setRate({ sellerId: seller.sellerId, basisPoints: 100 });
  const again = await setRate({ sellerId: seller.sellerId, basisPoints: 200 });
  expect(again.id).toBe(first.id);
  const { commissionRates } = await admin.ask(CommissionRatesDocument);
  expect(commissionRates.filter(({ sellerId }) => sellerId === seller.sellerId)).toEqual([
    { id: first.id, sellerId: seller.sellerId, categoryId: null, basisPoints: 200 },
  ]);
  const input = { sellerId: seller.sellerId, basisPoints: 0 };
  expect((await seller.refusal(SetCommissionRateDocument, { input })).code).toBe('FORBIDDEN');
  expect((await admin.refusal(SetCommissionRateDocument, { input: { ...input, basisPoints: 10_001 } })).code).toBe('BAD_USER_INPUT');
  await until('the rate is gone', async () => (await admin.ask(RemoveCommissionRateDocument, { id: first.id })).removeCommissionRate);
  expect((await admin.refusal(RemoveCommissionRateDocument, { id: first.id })).code).toBe('NOT_FOUND');
});
