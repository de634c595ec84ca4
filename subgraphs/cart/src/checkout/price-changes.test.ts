import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import type { Amount } from '@stoa/kit/contracts';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, answering, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { describeVariants } from '@stoa/schema/commands/catalog';
import { ProductOffered } from '@stoa/schema/events/catalog';
import manifest from '../index.ts';
import { checkOut, putIntoCart, seeCart } from '../testing/given-cart.ts';
import { Neighbours } from '../testing/neighbours.ts';

const neighbours = new Neighbours();
let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await startTestSubgraph(manifest, { commands: neighbours.commands });
});
afterAll(() => subgraph.stop());

const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
const productOf = (variantId: string) => neighbours.variants.get(variantId)!;

/** From now on catalog says so; whether the cart has heard is another matter. */
function change(variantId: string, facts: Partial<ReturnType<typeof productOf>>): void {
  const before = productOf(variantId);
  neighbours.variants.set(variantId, {
    ...before,
    productVersion: before.productVersion + 1,
    ...(facts.price && { prices: [facts.price] }),
    ...facts,
  });
}

/** The cart hears of what catalog says, or of what it said at an earlier version. */
const tell = (variantId: string, earlier: { prices?: Amount[]; productVersion?: number } = {}) => {
  const { productId, sellerId, status, prices, productVersion } = { ...productOf(variantId), ...earlier };
  const variants = status === 'ACTIVE' ? [{ variantId, prices }] : [];
  return subgraph.deliver(ProductOffered, { productId, sellerId, variants }, { aggregateVersion: productVersion });
};

const lines = async (buyer: Viewer) => {
  const { cart } = await subgraph.as(buyer).query<{ cart: { items: object[]; total: object } }>(
    `{ cart { total { amountMinor } items { unitPrice { amountMinor } purchasable
       priceChange { from { amountMinor currency } to { amountMinor currency } } } } }`,
  );
  return cart;
};
const line = async (buyer: Viewer) => (await lines(buyer)).items[0];
const paid = (buyer: Viewer) => neighbours.orders.find((order) => order.buyerId === buyer.userId)?.lines[0]?.unitPrice;
const changed = (amountMinor: number) => ({ code: 'PRICE_CHANGED', details: { total: usd(amountMinor) } });

describe('without an expected total', () => {
  test('a price that the cart has not heard of is told before it is charged', async () => {
    const [buyer, variant] = [aBuyer(), neighbours.selling()];
    await putIntoCart(subgraph, buyer, variant, 2);
    change(variant, { price: usd(1_500) });
    const idempotencyKey = newId();
    await expect(checkOut(subgraph, buyer, { idempotencyKey })).rejects.toMatchObject(changed(3_000));
    expect(await seeCart(subgraph, buyer)).toMatchObject({ status: 'ACTIVE', total: { amountMinor: 3_000 } });
    await checkOut(subgraph, buyer, { idempotencyKey });
    expect(paid(buyer)).toEqual(usd(1_500));
  });

  test('a price that the cart shows is told too, since nobody knows whether the buyer has looked', async () => {
    const [buyer, variant] = [aBuyer(), neighbours.selling()];
    await putIntoCart(subgraph, buyer, variant);
    change(variant, { price: usd(900) });
    await tell(variant);
    await expect(checkOut(subgraph, buyer)).rejects.toMatchObject(changed(900));
    await checkOut(subgraph, buyer);
    expect(paid(buyer)).toEqual(usd(900));
  });

  test('a price that changes again after it was told is told again, be it back to the first', async () => {
    const [buyer, variant] = [aBuyer(), neighbours.selling()];
    await putIntoCart(subgraph, buyer, variant);
    change(variant, { price: usd(1_500) });
    await expect(checkOut(subgraph, buyer)).rejects.toMatchObject(changed(1_500));
    change(variant, { price: usd(1_000) });
    await tell(variant);
    expect(await line(buyer)).toMatchObject({ priceChange: null });
    await expect(checkOut(subgraph, buyer)).rejects.toMatchObject(changed(1_000));
    await checkOut(subgraph, buyer);
  });

  test('a price that went up and down again before anybody was told is none to tell', async () => {
    const [buyer, variant] = [aBuyer(), neighbours.selling()];
    await putIntoCart(subgraph, buyer, variant);
    for (const amount of [1_500, 1_000]) {
      change(variant, { price: usd(amount) });
      await tell(variant);
    }
    await checkOut(subgraph, buyer);
    expect(paid(buyer)).toEqual(usd(1_000));
  });

  test('whoever says how many they want is told the price', async () => {
    const [buyer, variant] = [aBuyer(), neighbours.selling()];
    await putIntoCart(subgraph, buyer, variant);
    change(variant, { price: usd(1_500) });
    await tell(variant);
    await putIntoCart(subgraph, buyer, variant);
    expect(await line(buyer)).toMatchObject({ unitPrice: { amountMinor: 1_500 }, priceChange: null });
    await checkOut(subgraph, buyer);
  });
});

describe('with an expected total', () => {
  test('it alone decides: the old one is refused, the new one goes through, also where the cart had not heard of it', async () => {
    const [buyer, variant] = [aBuyer(), neighbours.selling()];
    await putIntoCart(subgraph, buyer, variant);
    change(variant, { price: usd(1_500) });
    await expect(checkOut(subgraph, buyer, { expectedTotal: usd(1_000) })).rejects.toMatchObject(changed(1_500));
    change(variant, { price: usd(1_600) });
    await expect(checkOut(subgraph, buyer, { expectedTotal: usd(1_500) })).rejects.toMatchObject(changed(1_600));
    change(variant, { price: usd(1_700) });
    await checkOut(subgraph, buyer, { expectedTotal: usd(1_700) });
    expect(paid(buyer)).toEqual(usd(1_700));
  });

  test('another total or another currency is refused where no price has changed', async () => {
    const buyer = aBuyer();
    await putIntoCart(subgraph, buyer, neighbours.selling());
    for (const expectedTotal of [usd(999), { amountMinor: 1_000, currency: 'EUR' }])
      await expect(checkOut(subgraph, buyer, { expectedTotal })).rejects.toMatchObject(changed(1_000));
    await checkOut(subgraph, buyer, { expectedTotal: usd(1_000) });
  });
});

describe('the cart', () => {
  test('shows what a price was when the line was put in, also after it was told', async () => {
    const [buyer, variant] = [aBuyer(), neighbours.selling()];
    await putIntoCart(subgraph, buyer, variant, 2);
    expect(await line(buyer)).toMatchObject({ priceChange: null, purchasable: true });
    change(variant, { price: usd(1_500) });
    await tell(variant);
    const mark = { unitPrice: { amountMinor: 1_500 }, priceChange: { from: usd(1_000), to: usd(1_500) } };
    expect(await lines(buyer)).toMatchObject({ total: { amountMinor: 3_000 }, items: [mark] });
    await expect(checkOut(subgraph, buyer)).rejects.toMatchObject(changed(3_000));
    expect(await line(buyer)).toMatchObject(mark);
  });

  test('takes nothing older than what it was priced by for news', async () => {
    const [buyer, variant] = [aBuyer(), neighbours.selling()];
    change(variant, { price: usd(1_500), productVersion: 7 });
    await putIntoCart(subgraph, buyer, variant);
    await tell(variant, { prices: [usd(1_200)], productVersion: 6 });
    expect(await line(buyer)).toMatchObject({ unitPrice: { amountMinor: 1_500 }, priceChange: null });
  });

  test('says what can no longer be bought, and a checkout says so too, until it is back on the shelf', async () => {
    const [buyer, variant] = [aBuyer(), neighbours.selling()];
    await putIntoCart(subgraph, buyer, variant);
    change(variant, { status: 'ARCHIVED' });
    await tell(variant);
    expect(await line(buyer)).toMatchObject({ purchasable: false, unitPrice: { amountMinor: 1_000 } });
    await expect(checkOut(subgraph, buyer, { expectedTotal: usd(1_000) })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      details: { variantId: variant },
    });
    change(variant, { status: 'ACTIVE' });
    await tell(variant);
    expect(await line(buyer)).toMatchObject({ purchasable: true });
    await checkOut(subgraph, buyer);
  });

  test('with something that is no longer sold in its currency is refused, and says so', async () => {
    const [buyer, variant] = [aBuyer(), neighbours.selling()];
    await putIntoCart(subgraph, buyer, variant);
    change(variant, { price: { amountMinor: 900, currency: 'EUR' } });
    await tell(variant);
    expect(await line(buyer)).toMatchObject({ purchasable: false, unitPrice: { amountMinor: 1_000 } });
    await expect(checkOut(subgraph, buyer)).rejects.toMatchObject({
      code: 'CURRENCY_MISMATCH',
      details: { currency: 'USD', variantId: variant },
    });
  });

  test('that is being checked out keeps the prices that it was closed with', async () => {
    const [buyer, variant] = [aBuyer(), neighbours.selling()];
    const { id } = await putIntoCart(subgraph, buyer, variant);
    await checkOut(subgraph, buyer);
    change(variant, { price: usd(1_500) });
    await tell(variant);
    expect(await seeCart(subgraph, buyer, id)).toMatchObject({ status: 'CHECKOUT', total: { amountMinor: 1_000 } });
  });
});

test('a price that changes between the look at it and the closing of the cart is told', async () => {
  const [buyer, variant] = [aBuyer(), neighbours.selling()];
  await putIntoCart(subgraph, buyer, variant);
  const catalog = neighbours.commands.find(({ contract }) => contract.name === describeVariants.name)!;
  subgraph.play(
    answering(describeVariants, async (input) => {
      const asked = await describeAs(input.variantIds);
      change(variant, { price: usd(1_500) });
      await tell(variant);
      subgraph.play(catalog);
      return asked;
    }),
  );
  await expect(checkOut(subgraph, buyer)).rejects.toMatchObject(changed(1_500));
  await checkOut(subgraph, buyer);
  expect(paid(buyer)).toEqual(usd(1_500));
});

const describeAs = async (variantIds: readonly string[]) => ({ variants: variantIds.map(productOf) });
