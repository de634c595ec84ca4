import { expect, test } from '@jest/globals';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, goods, type Person } from '../support/people.ts';
import type { Shop } from '../support/shop.ts';
import { statementsOf } from '../support/statements.ts';

let shop: Shop;
let buyer: Person;
let sellers: Person[];

inOneShop(async (opened) => {
  shop = opened;
  buyer = await aBuyer(shop);
  sellers = await Promise.all([aSeller(shop), aSeller(shop), aSeller(shop), aSeller(shop)]);
  for (const seller of sellers) await goods(seller, 'Lamp', 2_000, 5);
});

const FOLLOW = 'mutation ($id: ID!) { followSeller(sellerId: $id) { followerCount followedByMe } }';
const UNFOLLOW = 'mutation ($id: ID!) { unfollowSeller(sellerId: $id) { followerCount followedByMe } }';
const SHELF = '{ products { nodes { seller { id followerCount followedByMe } } } }';

interface Shelf {
  readonly products: { readonly nodes: readonly { readonly seller: { id: string; followerCount: number; followedByMe: boolean } }[] };
}

const seenBy = async (person: Pick<Person, 'ask'>): Promise<Record<string, [number, boolean]>> => {
  const { products } = await person.ask<Shelf>(SHELF);
  return Object.fromEntries(products.nodes.map(({ seller }) => [seller.id, [seller.followerCount, seller.followedByMe]]));
};

test('whom one follows is seen on every shelf at once, by each their own, in one statement for all sellers', async () => {
  const [first, second] = sellers.map(({ sellerId }) => sellerId!);
  expect((await seenBy(buyer))[first!]).toEqual([0, false]);
  expect(await buyer.ask(FOLLOW, { id: first })).toEqual({ followSeller: { followerCount: 1, followedByMe: true } });
  await sellers[1]!.ask(FOLLOW, { id: first });
  await buyer.ask(FOLLOW, { id: second });
  expect(await seenBy(buyer)).toMatchObject({ [first!]: [2, true], [second!]: [1, true] });
  expect(await seenBy(shop.client())).toMatchObject({ [first!]: [2, false], [second!]: [1, false] });
  await buyer.ask(UNFOLLOW, { id: first });
  expect(await seenBy(buyer)).toMatchObject({ [first!]: [1, false], [second!]: [1, true] });
  const { identity } = await statementsOf(shop, () => seenBy(buyer));
  expect(identity!.filter((text) => text.includes('from follow'))).toHaveLength(1);
  expect(await buyer.ask('{ me { followedSellers { id } } }')).toEqual({ me: { followedSellers: [{ id: second }] } });
  await everythingAgrees(shop);
});
