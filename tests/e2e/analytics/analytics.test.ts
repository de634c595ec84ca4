import { expect, test } from '@jest/globals';
import {
  PlatformFiguresDocument,
  PopularProductsDocument,
  RefundPaymentDocument,
  ReviewProductDocument,
  SellerSalesDocument,
  type SellerSalesQuery,
} from '@stoa/schema/generated/operations/e2e';
import { requestReplay } from '../../../kit/src/events/position.ts';
import { addToCart, buy, checkOut, orderIs, pay } from '../support/buying.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';

let shop: Shop;
let seller: Person;
let other: Person;

/** Two sellers; three orders, the last of both; one of them paid back. */
inOneShop(async (opened) => {
  shop = opened;
  const [first, second, buyer] = await Promise.all([aSeller(shop), aSeller(shop), aBuyer(shop)]);
  [seller, other] = [first, second];
  const lamp = await goods(seller, 'Brass lamp', 4_000, 50);
  const chair = await goods(seller, 'Chair', 10_000, 50);
  const desk = await goods(other, 'Desk', 20_000, 50);
  await buy(shop, buyer, lamp.variantId, 2);
  const { payment } = await buy(shop, buyer, chair.variantId);
  await addToCart(buyer, lamp.variantId);
  await addToCart(buyer, desk.variantId);
  const both = await checkOut(buyer);
  await pay(shop, both);
  await orderIs(buyer, both.order.id, 'CONFIRMED');
  await seller.ask(RefundPaymentDocument, { input: { paymentId: payment.id, idempotencyKey: 'chair' } });
  await buyer.ask(ReviewProductDocument, { input: { productId: lamp.productId, rating: 4 } });
});

/** From yesterday until tomorrow, so that no midnight comes between. */
const period = () => {
  const day = 86_400_000;
  return { from: new Date(Date.now() - day).toISOString(), to: new Date(Date.now() + day).toISOString() };
};

const salesOf = async (person: Person): Promise<SellerSalesQuery['me']> =>
  (await person.ask(SellerSalesDocument, { ...period(), interval: 'DAY' })).me;

const SOLD = {
  gross: { amountMinor: 22_000 },
  fees: { amountMinor: 1_200 },
  refunded: { amountMinor: 10_000 },
  net: { amountMinor: 10_800 },
  orderCount: 3,
  products: [
    { product: { name: 'Brass lamp' }, units: 3 },
    { product: { name: 'Chair' }, units: 1 },
  ],
  categories: [{ categoryId: null, units: 4 }],
  reviews: { count: 1, average: 4 },
};

test('a seller sees what they have sold, which is what the ledger owes them', async () => {
  await everythingAgrees(shop);
  const { sales, balance } = (await salesOf(seller))!.seller!;
  expect(sales).toMatchObject(SOLD);
  expect(sales!.net).toEqual(balance);
  expect(sales!.points.reduce((sum, { gross }) => sum + gross.amountMinor, 0)).toBe(22_000);
  const theirs = (await salesOf(other))!.seller!;
  expect(theirs.sales).toMatchObject({ gross: { amountMinor: 20_000 }, orderCount: 1 });
  expect(theirs.sales!.net).toEqual(theirs.balance);
});

test('administrators see all of it, and what became of carts; nobody else does', async () => {
  await everythingAgrees(shop);
  const figures = await (await shop.admin()).ask(PlatformFiguresDocument, period());
  expect(figures.platformSales).toEqual({ gross: { amountMinor: 42_000 }, orderCount: 3 });
  expect(figures.cartConversion).toMatchObject({ created: 3, checkouts: 3, completed: 3, rate: 1 });
  expect(figures.platformHealth).toMatchObject({ refundFailureRate: 0, videoProcessingMinutesP95: 0 });
  for (const person of [seller, shop.client()])
    expect((await person.refusal(String(PlatformFiguresDocument), period())).code).toMatch(/FORBIDDEN|UNAUTHENTICATED/);
});

test('anybody sees what is popular, by the pieces that were sold', async () => {
  await everythingAgrees(shop);
  const { popularProducts } = await shop.client().ask(PopularProductsDocument);
  expect(popularProducts.map((product) => product?.name)[0]).toBe('Brass lamp');
});

test('all of it is made again from the events', async () => {
  await everythingAgrees(shop);
  const tables =
    'seller_hour, product_day, sold_product, review_day, counted_review, payment_hour, lost_dispute, cart_hour, duration, course_order, inbox';
  await shop.sql('analytics', `truncate ${tables}`);
  expect((await salesOf(seller))!.seller!.sales).toMatchObject({ gross: { amountMinor: 0 }, orderCount: 0 });
  const sql = shop.platform.domains.get('analytics')!.database;
  for (const stream of ['cart', 'catalog', 'learning', 'media', 'orders', 'payments', 'reviews']) await requestReplay(sql, stream);
  await everythingAgrees(shop);
  await until('the seller sees it again', async () => (await salesOf(seller))!.seller!.sales!.products.length === 2);
  expect((await salesOf(seller))!.seller!.sales).toMatchObject(SOLD);
});
