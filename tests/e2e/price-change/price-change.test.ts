import { expect, test } from '@jest/globals';
import { addToCart, CHECKOUT, type CheckedOut, checkOut, orderIs, pay } from '../support/buying.ts';
import { aCrowd } from '../support/crowd.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, anAddress, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';

let shop: Shop;
let seller: Person;

inOneShop(async (opened) => {
  shop = opened;
  seller = await aSeller(shop);
});

const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });

const price = ({ productId }: Goods, amountMinor: number): Promise<unknown> =>
  seller.ask('mutation ($id: ID!, $price: MoneyInput!) { updateProduct(id: $id, input: { price: $price }) { id } }', {
    id: productId,
    price: usd(amountMinor),
  });

interface Line {
  readonly id: string;
  readonly purchasable: boolean;
  readonly unitPrice: { amountMinor: number };
  readonly priceChange: { from: { amountMinor: number }; to: { amountMinor: number } } | null;
}

const lines = async (buyer: Person): Promise<readonly Line[]> =>
  (
    await buyer.ask<{ cart: { items: Line[] } }>(
      '{ cart { items { id purchasable unitPrice { amountMinor } priceChange { from { amountMinor } to { amountMinor } } } } }',
    )
  ).cart.items;

const input = (more: object = {}) => ({ idempotencyKey: crypto.randomUUID(), shippingAddress: anAddress, ...more });

test('a price that changes in the basket is marked, refused at the checkout with the new total, and charged once it is expected', async () => {
  const [buyer, lamp] = [await aBuyer(shop), await goods(seller, 'Brass lamp', 4_000, 5)];
  await addToCart(buyer, lamp.variantId, 2);
  await price(lamp, 4_500);
  await until('the cart has heard', async () => (await lines(buyer))[0]?.priceChange);
  expect(await lines(buyer)).toMatchObject([
    { purchasable: true, unitPrice: { amountMinor: 4_500 }, priceChange: { from: { amountMinor: 4_000 }, to: { amountMinor: 4_500 } } },
  ]);
  for (const expectedTotal of [undefined, usd(8_000)])
    expect(await buyer.refusal(CHECKOUT, { input: input({ expectedTotal }) })).toMatchObject({ code: 'PRICE_CHANGED', total: usd(9_000) });
  const checkedOut = await checkOut(buyer, { expectedTotal: usd(9_000) });
  await price(lamp, 5_000);
  await pay(shop, checkedOut);
  await orderIs(buyer, checkedOut.order.id, 'CONFIRMED');
  expect(checkedOut.payment.amount).toEqual(usd(9_000));
  await everythingAgrees(shop);
});

test('what is archived in the basket is marked and not sold; without it the rest is', async () => {
  const buyer = await aBuyer(shop);
  const [lamp, rug] = [await goods(seller, 'Oak lamp', 4_000, 5), await goods(seller, 'Wool rug', 7_000, 5)];
  await addToCart(buyer, lamp.variantId);
  await addToCart(buyer, rug.variantId);
  await seller.ask('mutation ($id: ID!) { archiveProduct(id: $id) { id } }', { id: lamp.productId });
  await until('the cart has heard', async () => (await lines(buyer)).some(({ purchasable }) => !purchasable));
  expect(await buyer.refusal(CHECKOUT, { input: input({ expectedTotal: usd(11_000) }) })).toMatchObject({
    code: 'NOT_FOUND',
    variantId: lamp.variantId,
  });
  const gone = (await lines(buyer)).find(({ purchasable }) => !purchasable)!;
  await buyer.ask('mutation ($id: ID!) { removeFromCart(itemId: $id) { id } }', { id: gone.id });
  const checkedOut = await checkOut(buyer, { expectedTotal: usd(7_000) });
  await pay(shop, checkedOut);
  await orderIs(buyer, checkedOut.order.id, 'CONFIRMED');
  await everythingAgrees(shop);
});

test('checkouts that race changes of the price are charged what they expected, or refused', async () => {
  const buyers = await aCrowd(shop, 8);
  const lamp = await goods(seller, 'Raced lamp', 1_000, 50);
  for (const buyer of buyers) await addToCart(buyer, lamp.variantId);
  const changes = (async () => {
    for (let amount = 1_001; amount < 1_010; amount++) await price(lamp, amount);
  })();
  const outcomes = await Promise.all(
    buyers.map(async (buyer, index) => {
      const expectedTotal = usd(1_000 + index);
      const answer = await buyer.send<{ checkout: CheckedOut }>(CHECKOUT, { input: input({ expectedTotal }) });
      if (answer.errors) return answer.errors[0]!.extensions.code;
      expect(answer.data!.checkout.payment.amount).toEqual(expectedTotal);
      return 'PLACED';
    }),
  );
  await changes;
  expect(new Set(['PRICE_CHANGED', 'PLACED', ...outcomes])).toEqual(new Set(['PRICE_CHANGED', 'PLACED']));
  for (const buyer of buyers) {
    const open = await buyer.ask<{ cart: { status: string; total: { amountMinor: number; currency: string } } }>(
      '{ cart { status total { amountMinor currency } } }',
    );
    if (open.cart.status !== 'ACTIVE') continue;
    const expectedTotal = usd(1_009);
    await until('it is expected', async () => !(await buyer.send(CHECKOUT, { input: input({ expectedTotal }) })).errors);
  }
  for (const buyer of buyers) {
    const { me } = await buyer.ask<{ me: { orders: { nodes: CheckedOut['order'][] } } }>('{ me { orders { nodes { id } } } }');
    for (const { id } of me.orders.nodes) await buyer.ask('mutation ($id: ID!) { cancelOrder(id: $id) { id } }', { id });
  }
  await everythingAgrees(shop);
});
