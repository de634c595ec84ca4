import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, anAdmin, answering, aPasserBy, aSeller, startTestSubgraph, statementsDuring, type TestSubgraph } from '@stoa/kit/testing';
import { readPurchases } from '@stoa/schema/commands/orders';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import { LineRefunded, LineRestored } from '@stoa/schema/events/payments';
import { ReviewPublished, ReviewReplied, ReviewUpdated } from '@stoa/schema/events/reviews';
import manifest from '../index.ts';
import { anOrderOf, aProduct, aRefundOf, aReview, reply, review, reviewOf, update } from '../testing/given-review.ts';

let reviews: TestSubgraph;
const nothingBought = answering(readPurchases, () => ({ lines: [] }));
beforeAll(async () => {
  reviews = await startTestSubgraph(manifest, { commands: [nothingBought] });
});
afterAll(() => reviews.stop());

interface Page {
  readonly rating: { readonly average: number | null; readonly count: number };
  readonly reviews: { readonly nodes: { id: string; body: string | null }[]; totalCount: number; pageInfo: { endCursor: string | null } };
}

/** What a passer-by sees of products, as the gateway asks for it. */
async function pagesOf(productIds: readonly string[], first = 20, after: string | null = null): Promise<Page[]> {
  const query = `query ($products: [_Any!]!, $first: Int!, $after: String) { _entities(representations: $products) { ... on Product {
    rating { average count } reviews(first: $first, after: $after) { nodes { id body } totalCount pageInfo { endCursor } } } } }`;
  const products = productIds.map((id) => ({ __typename: 'Product', id }));
  return (await reviews.as(aPasserBy).query<{ _entities: Page[] }>(query, { products, first, after }))._entities;
}

const pageOf = async (productId: string): Promise<Page> => (await pagesOf([productId]))[0]!;

const eventOf = async (id: string, contract: typeof ReviewPublished | typeof ReviewUpdated) =>
  (await reviews.emitted(contract)).filter(({ reviewId }) => reviewId === id);

describe('who has bought a product', () => {
  test('says once what they think of it, and everybody sees it', async () => {
    const { id, buyer, order, productId } = await aReview(reviews, { said: { rating: 4, title: 'Bright', body: 'Lights the room' } });
    expect(await reviewOf(reviews, id)).toMatchObject({ status: 'PUBLISHED', rating: 4, verifiedPurchase: true, awaitsModeration: false });
    expect(await pageOf(productId)).toMatchObject({
      rating: { average: 4, count: 1 },
      reviews: { nodes: [{ id, body: 'Lights the room' }], totalCount: 1 },
    });
    const { sellerId } = order.lines[0]!;
    expect(await eventOf(id, ReviewPublished)).toEqual([
      { reviewId: id, productId, sellerId, buyerId: buyer.userId, rating: 4, verifiedPurchase: true },
    ]);
  });

  test('gets the same answer for the same words, and is told of the review for others', async () => {
    const { id, buyer, productId } = await aReview(reviews, { said: { rating: 2, body: 'Dim' } });
    expect((await review(reviews, buyer, productId, { rating: 2, body: 'Dim' })).id).toBe(id);
    await expect(review(reviews, buyer, productId, { rating: 3 })).rejects.toMatchObject({
      code: 'ALREADY_REVIEWED',
      details: { reviewId: id },
    });
    expect((await pageOf(productId)).rating).toEqual({ average: 2, count: 1 });
  });

  test('and asks twenty times at once has one review', async () => {
    const buyer = aBuyer();
    const product = aProduct();
    await reviews.deliver(OrderConfirmed, anOrderOf(buyer.userId!, product));
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => review(reviews, buyer, product.productId, { rating: 1 + (index % 5) })),
    );
    const ids = new Set(answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value.id] : [])));
    const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason.code] : []));
    expect(ids.size).toBe(1);
    expect(new Set(refused)).toEqual(new Set(['ALREADY_REVIEWED']));
    const page = await pageOf(product.productId);
    expect(page.rating.count).toBe(1);
    expect(page.reviews.nodes.map(({ id }) => id)).toEqual([...ids]);
    expect(await eventOf([...ids][0]!, ReviewPublished)).toHaveLength(1);
  });

  test('may be faster than the event that says so: orders is asked', async () => {
    const buyer = aBuyer();
    const { productId, sellerId } = aProduct();
    const order = anOrderOf(buyer.userId!, { productId, sellerId });
    const orderItemId = order.lines[0]!.orderItemId;
    reviews.play(answering(readPurchases, ({ buyerId }) => ({ lines: buyerId === buyer.userId ? [{ orderItemId, sellerId }] : [] })));
    const { id } = await review(reviews, buyer, productId);
    await expect(review(reviews, aBuyer(), productId)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    reviews.play(nothingBought);
    await reviews.deliver(OrderConfirmed, order);
    await reviews.deliver(LineRefunded, aRefundOf(order));
    expect(await reviewOf(reviews, id)).toMatchObject({ verifiedPurchase: false });
  });
});

describe('nobody else', () => {
  test('reviews a product', async () => {
    const { productId } = await aReview(reviews);
    await expect(review(reviews, aBuyer(), productId)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(review(reviews, aBuyer(), newId())).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(review(reviews, aPasserBy, productId)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test('and least of all its seller', async () => {
    const seller = aSeller();
    const product = aProduct(seller.sellerId!);
    await reviews.deliver(OrderConfirmed, anOrderOf(seller.userId!, product));
    await expect(review(reviews, seller, product.productId)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('changes a review', async () => {
    const { id } = await aReview(reviews);
    for (const other of [aBuyer(), aSeller(), anAdmin()])
      await expect(update(reviews, other, id, { rating: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('a refund in full', () => {
  test('leaves a review as one of nobody who has bought, which still counts', async () => {
    const { id, order, productId } = await aReview(reviews, { said: { rating: 1 } });
    await reviews.deliver(LineRefunded, aRefundOf(order));
    expect(await reviewOf(reviews, id)).toMatchObject({ status: 'PUBLISHED', verifiedPurchase: false });
    expect((await pageOf(productId)).rating).toEqual({ average: 1, count: 1 });
    expect(await eventOf(id, ReviewUpdated)).toEqual([expect.objectContaining({ verifiedPurchase: false })]);
  });

  test('that was a bank’s, and is taken back, makes it a purchase again', async () => {
    const { id, order } = await aReview(reviews);
    await reviews.deliver(LineRefunded, aRefundOf(order));
    await reviews.deliver(LineRestored, aRefundOf(order));
    expect(await reviewOf(reviews, id)).toMatchObject({ verifiedPurchase: true });
  });

  test('that is heard of before the order gives no right to a review', async () => {
    const buyer = aBuyer();
    const product = aProduct();
    const order = anOrderOf(buyer.userId!, product);
    await reviews.deliver(LineRefunded, aRefundOf(order));
    await reviews.deliver(OrderConfirmed, order);
    await expect(review(reviews, buyer, product.productId)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('of one purchase of two changes nothing, and another purchase makes it good', async () => {
    const { id, buyer, order } = await aReview(reviews);
    const again = anOrderOf(buyer.userId!, order.lines[0]!);
    await reviews.deliver(OrderConfirmed, again);
    await reviews.deliver(LineRefunded, aRefundOf(order));
    expect(await reviewOf(reviews, id)).toMatchObject({ verifiedPurchase: true });
    await reviews.deliver(LineRefunded, aRefundOf(again));
    expect(await reviewOf(reviews, id)).toMatchObject({ verifiedPurchase: false });
    await reviews.deliver(OrderConfirmed, anOrderOf(buyer.userId!, order.lines[0]!));
    expect(await reviewOf(reviews, id)).toMatchObject({ verifiedPurchase: true });
  });

  test('that comes while the review is written is seen by one of both', async () => {
    for (let round = 0; round < 10; round++) {
      const buyer = aBuyer();
      const product = aProduct();
      const order = anOrderOf(buyer.userId!, product);
      await reviews.deliver(OrderConfirmed, order);
      const [written] = await Promise.allSettled([
        review(reviews, buyer, product.productId),
        reviews.deliver(LineRefunded, aRefundOf(order)),
        reviews.deliver(OrderConfirmed, anOrderOf(newId(), product)),
      ]);
      if (written.status === 'fulfilled') expect(await reviewOf(reviews, written.value.id)).toMatchObject({ verifiedPurchase: false });
      else expect(written.reason).toMatchObject({ code: 'FORBIDDEN' });
    }
  });
});

describe('its author', () => {
  test('changes it, and what was said before is kept', async () => {
    const { id, buyer, productId } = await aReview(reviews, { said: { rating: 5, title: 'Fine', body: 'It works' } });
    expect(await update(reviews, buyer, id, { rating: 1, body: 'It broke' })).toMatchObject({ rating: 1, title: 'Fine', body: 'It broke' });
    expect(await update(reviews, buyer, id, { title: null })).toMatchObject({ title: null, editedAt: expect.any(String) });
    expect((await pageOf(productId)).rating).toEqual({ average: 1, count: 1 });
    const { review: seen } = await reviews
      .as(anAdmin())
      .query<{ review: object }>('query ($id: ID!) { review(id: $id) { revisions { rating title body } } }', { id });
    expect(seen).toEqual({
      revisions: [
        { rating: 1, title: 'Fine', body: 'It broke' },
        { rating: 5, title: 'Fine', body: 'It works' },
      ],
    });
  });

  test('who changes nothing leaves nothing behind', async () => {
    const { id, buyer } = await aReview(reviews, { said: { rating: 5 } });
    const before = await reviews.state();
    await update(reviews, buyer, id, { rating: 5 });
    expect(await reviews.state()).toEqual(before);
  });

  test('sees what they have said, and nobody else does', async () => {
    const { id, buyer } = await aReview(reviews);
    const query = `query ($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User { reviews { nodes { id } } } } }`;
    expect(await reviews.as(buyer).query(query, { id: buyer.userId })).toEqual({ _entities: [{ reviews: { nodes: [{ id }] } }] });
    const { errors } = await reviews.as(aBuyer()).request(query, { id: buyer.userId });
    expect(errors![0]!.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe("the product's seller", () => {
  test('answers, and may change the answer', async () => {
    const seller = aSeller();
    const { id, productId } = await aReview(reviews, { sellerId: seller.sellerId! });
    expect(await reply(reviews, seller, id, 'Thank you')).toMatchObject({ reply: 'Thank you' });
    await reply(reviews, seller, id, 'Thank you');
    expect(await reply(reviews, seller, id, 'Thank you, Ada')).toMatchObject({ reply: 'Thank you, Ada' });
    const told = (await reviews.emitted(ReviewReplied)).filter(({ reviewId }) => reviewId === id);
    expect(told).toHaveLength(2);
    expect(told[0]).toMatchObject({ productId, sellerId: seller.sellerId });
  });

  test('alone does', async () => {
    const { id, buyer } = await aReview(reviews);
    for (const other of [aSeller(), anAdmin()])
      await expect(reply(reviews, other, id, 'Mine')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(reply(reviews, buyer, id, 'Mine')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('averages', () => {
  test('are right when forty come, change and go at once', async () => {
    const product = aProduct();
    const buyers = Array.from({ length: 40 }, aBuyer);
    for (const { userId } of buyers) await reviews.deliver(OrderConfirmed, anOrderOf(userId!, product));
    await Promise.all(
      buyers.map(async (buyer, index) => {
        const { id } = await review(reviews, buyer, product.productId, { rating: 1 + (index % 5) });
        if (index % 2 === 0) await update(reviews, buyer, id, { rating: 5 - (index % 5) });
      }),
    );
    const ratings = buyers.map((_, index) => (index % 2 === 0 ? 5 - (index % 5) : 1 + (index % 5)));
    const sum = ratings.reduce((total, rating) => total + rating, 0);
    expect((await pageOf(product.productId)).rating).toEqual({ average: sum / 40, count: 40 });
  });

  test('of many products, and their reviews, take as many statements as of one', async () => {
    const ids: string[] = [];
    for (let number = 0; number < 5; number++) ids.push((await aReview(reviews)).productId);
    const one = await statementsDuring(reviews, () => pagesOf(ids.slice(0, 1)));
    const five = await statementsDuring(reviews, () => pagesOf([...ids, newId()]));
    expect(five).toHaveLength(one.length);
    expect(one.length).toBeLessThanOrEqual(2);
    const pages = await pagesOf([...ids, newId()]);
    expect(pages.map(({ reviews: { totalCount } }) => totalCount)).toEqual([1, 1, 1, 1, 1, 0]);
    expect(pages.at(-1)!.rating).toEqual({ average: null, count: 0 });
  });
});

test('pages lead from the newest to the oldest, each once', async () => {
  const product = aProduct();
  const written: string[] = [];
  for (let number = 0; number < 5; number++) written.unshift((await aReview(reviews, product)).id);
  const seen: string[] = [];
  for (let after: string | null = null; ; ) {
    const [page] = await pagesOf([product.productId], 2, after);
    seen.push(...page!.reviews.nodes.map(({ id }) => id));
    expect(page!.reviews.totalCount).toBe(5);
    if (page!.reviews.nodes.length < 2) break;
    after = page!.reviews.pageInfo.endCursor;
  }
  expect(seen).toEqual(written);
});

test('words are data: markup, quotes and all planes come back as they were sent, and what is too long is refused', async () => {
  const body = `<script>alert("1")</script>\n'; drop table review; -- 🪔 ‏שלום`;
  const { id, buyer } = await aReview(reviews, { said: { rating: 3, title: '<b>&amp;</b>', body } });
  expect(await reviewOf(reviews, id)).toMatchObject({ title: '<b>&amp;</b>', body });
  for (const bad of [
    { body: 'x'.repeat(5_001) },
    { title: 'x'.repeat(201) },
    { body: '  ' },
    { rating: 0 },
    { rating: 6 },
    { title: 'a\u0007' },
  ])
    await expect(update(reviews, buyer, id, bad)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});
