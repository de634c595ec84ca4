import type { AfterPurchase } from './scene.ts';

const BOUGHT = 'query ($id: ID!) { order(id: $id) { items { variant { product { id } } } } }';
const REVIEW = 'mutation ($input: ReviewProductInput!) { reviewProduct(input: $input) { id } }';
const UPDATE = 'mutation ($id: ID!, $input: UpdateReviewInput!) { updateReview(id: $id, input: $input) { id } }';
const REPLY = 'mutation ($id: ID!) { replyToReview(id: $id, body: "Thank you") { id } }';
const REPORT = 'mutation ($id: ID!) { reportReview(id: $id, reason: "It is no review") }';
const HIDE = 'mutation ($id: ID!) { moderateReview(id: $id, input: { decision: HIDE, reason: "It is no review" }) { id } }';

interface Seen {
  readonly order: { readonly items: readonly { readonly variant: { readonly product: { readonly id: string } | null } | null }[] } | null;
}

/** A buyer says what they think of it, its seller answers, somebody else does not like that, and it is taken down. */
export const reviewing: AfterPurchase = {
  name: 'product reviewed by its buyer',
  share: 0.1,
  async do({ tally, sellers, goods, admin }, buyer, { orderId }, random) {
    const seen = await buyer.ask<Seen>(BOUGHT, { id: orderId });
    const productId = seen.order?.items.find(({ variant }) => variant?.product)?.variant?.product?.id;
    const seller = sellers[goods.findIndex((each) => each.productId === productId)]?.person;
    if (!productId || !seller) return;
    const input = { productId, rating: 1 + random.below(5), title: 'As it is' };
    const first = await buyer.askOrNull<{ reviewProduct: { id: string } }>(REVIEW, { input });
    if (!first) return;
    tally.did(reviewing.name);
    const again = await buyer.askOrNull<{ reviewProduct: { id: string } }>(REVIEW, { input });
    tally.repeated('reviews');
    const { id } = first.reviewProduct;
    tally.check(
      'a buyer has one review of a product',
      !again || again.reviewProduct.id === id ? [] : [`${id} and ${again.reviewProduct.id}`],
    );
    await buyer.askOrNull(UPDATE, { id, input: { rating: 1 + random.below(5), body: 'After some weeks' } });
    await seller.askOrNull(REPLY, { id });
    if (random.chance(0.6)) return;
    await seller.askOrNull(REPORT, { id });
    await admin.askOrNull(HIDE, { id });
  },
};
