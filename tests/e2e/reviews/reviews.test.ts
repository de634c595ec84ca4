import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  ModerateReviewDocument,
  MyReviewsDocument,
  RefundPaymentDocument,
  ReplyToReviewDocument,
  ReportReviewDocument,
  ReviewProductDocument,
  ReviewsOfSellerDocument,
  ReviewsToModerateDocument,
  UpdateReviewDocument,
} from '@stoa/schema/generated/operations/e2e';
import { buy } from '../support/buying.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';

let shop: Shop;
let seller: Person;
let buyer: Person;
let lamp: Goods;

inOneShop(async (opened) => {
  shop = opened;
});

beforeEach(async () => {
  [seller, buyer] = await Promise.all([aSeller(shop), aBuyer(shop)]);
  lamp = await goods(seller, 'Brass lamp', 4_000, 50);
});

const REVIEW = String(ReviewProductDocument);

const review = async (person: Person, rating: number, body?: string) =>
  (await person.ask(ReviewProductDocument, { input: { productId: lamp.productId, rating, ...(body !== undefined && { body }) } }))
    .reviewProduct;

/** What anybody sees of the seller's products, from the gateway's kept answers where it has any. */
const shown = async () => {
  const { products } = await shop.client().ask(ReviewsOfSellerDocument, { sellerId: seller.sellerId! });
  return products.nodes;
};

const queue = async () => (await (await shop.admin()).ask(ReviewsToModerateDocument)).reviewsToModerate.nodes;

test('a lamp is bought, reviewed and answered, and everybody reads it at once', async () => {
  expect(await shown()).toEqual([expect.objectContaining({ rating: { average: null, count: 0 } })]);
  await buy(shop, buyer, lamp.variantId);
  const { id } = await review(buyer, 4, '<b>Bright</b>');
  await seller.ask(ReplyToReviewDocument, { id, body: 'Thank you' });
  const [seen] = await until('it is read', async () => {
    const products = await shown();
    return products[0]!.reviews?.nodes[0]?.reply ? products : null;
  });
  expect(seen).toMatchObject({
    rating: { average: 4, count: 1 },
    reviews: {
      totalCount: 1,
      nodes: [{ id, rating: 4, body: '<b>Bright</b>', verifiedPurchase: true, reply: 'Thank you', author: { firstName: 'Pat' } }],
    },
  });
  await buyer.ask(UpdateReviewDocument, { id, input: { rating: 2 } });
  await until('the average is the new one', async () => (await shown())[0]!.rating?.average === 2);
  await everythingAgrees(shop);
});

describe('nobody reviews', () => {
  test('what they have not bought or not paid for', async () => {
    const input = { productId: lamp.productId, rating: 5 };
    expect(await buyer.refusal(REVIEW, { input })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await seller.refusal(REVIEW, { input })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await shop.client().refusal(REVIEW, { input })).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test('twice, however many ask at once', async () => {
    await buy(shop, buyer, lamp.variantId);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        buyer.send(ReviewProductDocument, { input: { productId: lamp.productId, rating: 1 + (index % 5) } }),
      ),
    );
    const ids = new Set(answers.flatMap(({ data }) => data?.reviewProduct.id ?? []));
    const codes = new Set(answers.flatMap(({ errors }) => errors?.[0]?.extensions?.code ?? []));
    expect(ids.size).toBe(1);
    expect([...codes]).toEqual(['ALREADY_REVIEWED']);
    const rows = await shop.sql('reviews', 'select from review where product_id = $1', [lamp.productId]);
    expect(rows).toHaveLength(1);
    await everythingAgrees(shop);
  });
});

test('whoever has all of their money back is no buyer any more, and what they said stays', async () => {
  const { payment } = await buy(shop, buyer, lamp.variantId);
  await review(buyer, 1, 'It broke');
  await seller.ask(RefundPaymentDocument, { input: { paymentId: payment.id, idempotencyKey: 'back' } });
  const [seen] = await until('the purchase is undone', async () => {
    const products = await shown();
    return products[0]!.reviews?.nodes[0]?.verifiedPurchase === false ? products : null;
  });
  expect(seen).toMatchObject({ rating: { average: 1, count: 1 } });
  await everythingAgrees(shop);
});

test('what was reported a moderator hides: the public sees it no more, its author does', async () => {
  await buy(shop, buyer, lamp.variantId);
  const { id } = await review(buyer, 5, 'Buy at my shop');
  const reader = await aBuyer(shop);
  await reader.ask(ReportReviewDocument, { id, reason: 'An advertisement' });
  expect((await queue()).find((one) => one.id === id)).toMatchObject({
    product: { name: 'Brass lamp' },
    reports: [{ reason: 'An advertisement', reporter: { email: expect.stringContaining('@') } }],
  });
  expect(await reader.refusal(String(ModerateReviewDocument), { id, input: { decision: 'HIDE' } })).toMatchObject({ code: 'FORBIDDEN' });
  await (await shop.admin()).ask(ModerateReviewDocument, { id, input: { decision: 'HIDE', reason: 'It is one' } });
  await until('it is gone', async () => (await shown())[0]!.reviews?.totalCount === 0);
  expect((await shown())[0]!.rating).toEqual({ average: null, count: 0 });
  expect((await queue()).map((one) => one.id)).not.toContain(id);
  const { me } = await buyer.ask(MyReviewsDocument);
  expect(me!.reviews!.nodes).toEqual([{ id, status: 'HIDDEN', moderationReason: 'It is one', product: { name: 'Brass lamp' } }]);
  await everythingAgrees(shop);
});
