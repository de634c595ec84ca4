import { expect, test } from '@jest/globals';
import { ADD, addToCart, CHECKOUT, cartStatus, checkOut, orderIs, pay } from '../support/buying.ts';
import { aCrowd } from '../support/crowd.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { stockFigures } from '../support/figures.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aGuest, anAddress, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import type { Shop } from '../support/shop.ts';

let shop: Shop;
let seller: Person;
let lamp: Goods;

inOneShop(async (opened) => {
  shop = opened;
  seller = await aSeller(shop);
  lamp = await goods(seller, 'Last lamps', 4_000, 3);
});

interface Merged {
  readonly cart: { id: string; total: { amountMinor: number; currency: string }; items: { quantity: number }[] };
  readonly leftOut: { quantity: number; reason: string; variant: { product: { name: string } } }[];
}

const merge = async (person: Person, guest: Person): Promise<Merged> =>
  (
    await person.ask<{ mergeCart: Merged }>(
      `mutation ($token: String!) { mergeCart(guestToken: $token) {
         cart { id total { amountMinor currency } items { quantity } } leftOut { quantity reason variant { product { name } } } } }`,
      { token: guest.client.token },
    )
  ).mergeCart;

test('a guest fills a cart with goods that nobody else can have then, registers, and buys them', async () => {
  const [guest, rival] = [await aGuest(shop), await aBuyer(shop)];
  const cart = await addToCart(guest, lamp.variantId, 3);
  expect(await stockFigures(shop, lamp)).toMatchObject({ available: 0, reserved: 3 });
  expect(await rival.refusal(ADD, { variantId: lamp.variantId, quantity: 1 })).toMatchObject({ code: 'OUT_OF_STOCK' });
  expect(await guest.refusal(CHECKOUT, { input: { idempotencyKey: 'guest', shippingAddress: anAddress } })).toMatchObject({
    code: 'UNAUTHENTICATED',
  });
  const buyer = await aBuyer(shop);
  const merged = await merge(buyer, guest);
  expect(merged).toMatchObject({ cart: { total: { amountMinor: 12_000, currency: 'USD' }, items: [{ quantity: 3 }] }, leftOut: [] });
  expect(await cartStatus(guest, cart.id)).toBe('MERGED');
  expect(await merge(buyer, guest)).toEqual(merged);
  const checkedOut = await checkOut(buyer, { expectedTotal: merged.cart.total });
  await pay(shop, checkedOut);
  await orderIs(buyer, checkedOut.order.id, 'CONFIRMED');
  expect(
    await rival.refusal('mutation ($token: String!) { mergeCart(guestToken: $token) { leftOut { reason } } }', {
      token: guest.client.token,
    }),
  ).toMatchObject({
    code: 'NOT_FOUND',
  });
  await everythingAgrees(shop);
});

test('what a guest holds is free to nobody while it goes over to the account, however often and by whomever it is asked for', async () => {
  const vase = await goods(seller, 'Contested vase', 2_500, 4);
  const [guest, buyer, rivals] = [await aGuest(shop), await aBuyer(shop), await aCrowd(shop, 6)];
  await addToCart(buyer, vase.variantId, 2);
  await addToCart(guest, vase.variantId, 2);
  const tries = Promise.all(rivals.map((rival) => rival.send(ADD, { variantId: vase.variantId, quantity: 1 })));
  const merges = await Promise.allSettled([merge(buyer, guest), merge(buyer, guest), merge(rivals[0]!, guest)]);
  for (const { errors } of await tries) expect(errors?.[0]?.extensions.code).toBe('OUT_OF_STOCK');
  const winner = merges[2]!.status === 'fulfilled' ? rivals[0]! : buyer;
  const quantity = winner === buyer ? 4 : 2;
  expect((await merge(winner, guest)).cart.items).toEqual([{ quantity }]);
  expect(await stockFigures(shop, vase)).toMatchObject({ available: 0, reserved: 4 });
  const checkedOut = await checkOut(winner);
  expect(checkedOut.payment.amount.amountMinor).toBe(quantity * 2_500);
  await pay(shop, checkedOut);
  await orderIs(winner, checkedOut.order.id, 'CONFIRMED');
  await everythingAgrees(shop);
});

test('a seller who shopped as a guest does not get their own goods along', async () => {
  const [rug, theirs] = [await goods(seller, 'Wool rug', 7_000, 5), await goods(await aSeller(shop), 'Clay pot', 1_500, 5)];
  const guest = await aGuest(shop);
  await addToCart(guest, rug.variantId, 2);
  await addToCart(guest, theirs.variantId, 1);
  const merged = await merge(seller, guest);
  expect(merged.leftOut).toEqual([{ quantity: 2, reason: 'OWN_PRODUCT', variant: { product: { name: 'Wool rug' } } }]);
  expect(await stockFigures(shop, rug)).toMatchObject({ available: 5, reserved: 0 });
  const checkedOut = await checkOut(seller, { expectedTotal: { amountMinor: 1_500, currency: 'USD' } });
  await pay(shop, checkedOut);
  await orderIs(seller, checkedOut.order.id, 'CONFIRMED');
  await everythingAgrees(shop);
});
