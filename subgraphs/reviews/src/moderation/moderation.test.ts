import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aBuyer, anAdmin, answering, aPasserBy, aSeller, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { readPurchases } from '@stoa/schema/commands/orders';
import { ReviewHidden, ReviewPublished } from '@stoa/schema/events/reviews';
import manifest from '../index.ts';
import { aReview, moderate, reply, report, reviewOf, update } from '../testing/given-review.ts';

const commands = [answering(readPurchases, () => ({ lines: [] }))];
let reviews: TestSubgraph;
let careful: TestSubgraph;
beforeAll(async () => {
  reviews = await startTestSubgraph(manifest, { commands });
  careful = await startTestSubgraph(manifest, { commands, environment: { STOA_REVIEW_MODERATION: 'BEFORE' } });
});
afterAll(async () => {
  await reviews.stop();
  await careful.stop();
});

interface Queued {
  readonly id: string;
  readonly status: string;
  readonly reports: readonly { readonly reason: string }[];
}

interface Queue {
  readonly reviewsToModerate: {
    readonly nodes: Queued[];
    readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
  };
}

const QUEUE = `query ($after: String) { reviewsToModerate(first: 2, after: $after) { nodes { id status reports { reason } }
  pageInfo { endCursor hasNextPage } } }`;

async function queueOf(subgraph: TestSubgraph, after: string | null = null): Promise<Queued[]> {
  const { reviewsToModerate: page } = await subgraph.as(anAdmin()).query<Queue & Record<string, unknown>>(QUEUE, { after });
  return page.pageInfo.hasNextPage ? [...page.nodes, ...(await queueOf(subgraph, page.pageInfo.endCursor))] : page.nodes;
}

const countOf = async (subgraph: TestSubgraph, productId: string): Promise<number> => {
  const [row] = await subgraph.sql.query<{ count: number }>('select count from product_rating where product_id = $1', [productId]);
  return row?.count ?? 0;
};

describe('a report', () => {
  test('brings a review before moderators, who alone take it from the public', async () => {
    const { id, productId } = await aReview(reviews);
    for (let times = 0; times < 2; times++) await report(reviews, aBuyer(), id);
    expect((await queueOf(reviews)).find((one) => one.id === id)).toMatchObject({
      status: 'PUBLISHED',
      reports: [{ reason: 'It is an advertisement' }, { reason: 'It is an advertisement' }],
    });
    expect(await countOf(reviews, productId)).toBe(1);
    await moderate(reviews, id, { decision: 'HIDE', reason: 'It is one' });
    expect((await queueOf(reviews)).map((one) => one.id)).not.toContain(id);
    expect(await countOf(reviews, productId)).toBe(0);
    expect((await reviews.emitted(ReviewHidden)).filter(({ reviewId }) => reviewId === id)).toHaveLength(1);
  });

  test('is heard once of each person, and again of others once it was settled', async () => {
    const reporter = aBuyer();
    const { id } = await aReview(reviews);
    await report(reviews, reporter, id);
    await moderate(reviews, id, { decision: 'PUBLISH' });
    await report(reviews, reporter, id);
    expect(await reviewOf(reviews, id)).toMatchObject({ awaitsModeration: false, status: 'PUBLISHED' });
    await report(reviews, aSeller(), id);
    expect(await reviewOf(reviews, id)).toMatchObject({ awaitsModeration: true });
  });

  test('is of what one sees and has not written oneself', async () => {
    const { id, buyer } = await aReview(reviews);
    await expect(report(reviews, buyer, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(report(reviews, aPasserBy, id)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await moderate(reviews, id, { decision: 'HIDE' });
    await expect(report(reviews, aBuyer(), id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('what is hidden', () => {
  test('its author still sees, with the reason, and nobody else does', async () => {
    const { id, buyer } = await aReview(reviews);
    await moderate(reviews, id, { decision: 'HIDE', reason: 'Not about the product' });
    const query = 'query ($id: ID!) { review(id: $id) { status moderationReason } }';
    expect(await reviews.as(buyer).query(query, { id })).toEqual({
      review: { status: 'HIDDEN', moderationReason: 'Not about the product' },
    });
    for (const other of [aBuyer(), aSeller(), aPasserBy]) expect(await reviews.as(other).query(query, { id })).toEqual({ review: null });
  });

  test('takes no reply, and comes back once its author has changed it and a moderator has let it through', async () => {
    const seller = aSeller();
    const { id, buyer, productId } = await aReview(reviews, { sellerId: seller.sellerId!, said: { rating: 2 } });
    await moderate(reviews, id, { decision: 'HIDE' });
    await expect(reply(reviews, seller, id, 'But')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await update(reviews, buyer, id, { rating: 3 })).toMatchObject({ status: 'PENDING' });
    expect((await queueOf(reviews)).map((one) => one.id)).toContain(id);
    expect(await countOf(reviews, productId)).toBe(0);
    await moderate(reviews, id, { decision: 'PUBLISH' });
    expect(await countOf(reviews, productId)).toBe(1);
    expect((await reviews.emitted(ReviewPublished)).filter(({ reviewId }) => reviewId === id).map(({ rating }) => rating)).toEqual([2, 3]);
  });
});

test('a reply can be taken away without the review, and is kept', async () => {
  const seller = aSeller();
  const { id } = await aReview(reviews, { sellerId: seller.sellerId! });
  await reply(reviews, seller, id, 'Buy it elsewhere');
  await moderate(reviews, id, { decision: 'PUBLISH', removeReply: true });
  expect(await reviewOf(reviews, id)).toMatchObject({ status: 'PUBLISHED', reply: null });
  const kept = await reviews.sql.query('select reply from review_revision where review_id = $1', [id]);
  expect(kept).toEqual([{ reply: 'Buy it elsewhere' }]);
});

test('moderators who decide at once agree on one end, and the count with it', async () => {
  const { id, productId } = await aReview(reviews);
  await Promise.all(Array.from({ length: 10 }, (_, index) => moderate(reviews, id, { decision: index % 2 === 0 ? 'HIDE' : 'PUBLISH' })));
  const { status } = await reviewOf(reviews, id);
  expect(await countOf(reviews, productId)).toBe(status === 'PUBLISHED' ? 1 : 0);
});

test('where moderators look first, nobody sees what they have not let through', async () => {
  const { id, buyer, productId } = await aReview(careful);
  expect(await reviewOf(careful, id)).toMatchObject({ status: 'PENDING', awaitsModeration: true });
  expect(await countOf(careful, productId)).toBe(0);
  expect(await careful.emittedNames()).toEqual([]);
  await moderate(careful, id, { decision: 'PUBLISH' });
  expect(await countOf(careful, productId)).toBe(1);
  expect(await update(careful, buyer, id, { body: 'More' })).toMatchObject({ status: 'PENDING' });
  expect(await countOf(careful, productId)).toBe(0);
});
