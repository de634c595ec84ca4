import type { Viewer } from '@stoa/kit/auth';
import type { PayloadOf } from '@stoa/kit/contracts';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, anAdmin, type TestSubgraph } from '@stoa/kit/testing';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import type { LineRefunded } from '@stoa/schema/events/payments';
import { Review } from '../review/review.entity.ts';

type Order = PayloadOf<typeof OrderConfirmed>;

interface Bought {
  readonly productId: string;
  readonly sellerId: string;
}

/** A paid order of a product each. */
export function anOrderOf(buyerId: string, ...products: readonly Bought[]): Order {
  const unitPrice = { amountMinor: 1_200, currency: 'USD' };
  const lines = products.map(({ productId, sellerId }) => {
    return { orderItemId: newId(), variantId: newId(), kind: 'PHYSICAL' as const, quantity: 1, unitPrice, productId, sellerId };
  });
  return { orderId: newId(), cartId: newId(), buyerId, total: unitPrice, lines };
}

/** All of what was paid for one of its lines goes back. */
export function aRefundOf({ orderId, buyerId, lines }: Order, line = 0): PayloadOf<typeof LineRefunded> {
  const { unitPrice: _price, ...facts } = lines[line]!;
  return { ...facts, paymentId: newId(), orderId, buyerId };
}

export const aProduct = (sellerId = newId()): Bought => ({ productId: newId(), sellerId });

export interface Said {
  readonly rating: number;
  readonly title?: string | null;
  readonly body?: string | null;
}

export interface SeenReview extends Said {
  readonly id: string;
  readonly status: string;
  readonly verifiedPurchase: boolean;
  readonly reply: string | null;
  readonly editedAt: string | null;
}

const SEEN = '{ id status rating title body verifiedPurchase reply editedAt }';

export const review = async (subgraph: TestSubgraph, buyer: Viewer, productId: string, said: Said = { rating: 4 }): Promise<SeenReview> =>
  (
    await subgraph
      .as(buyer)
      .query<{ reviewProduct: SeenReview }>(`mutation ($input: ReviewProductInput!) { reviewProduct(input: $input) ${SEEN} }`, {
        input: { productId, ...said },
      })
  ).reviewProduct;

export const update = async (subgraph: TestSubgraph, viewer: Viewer, id: string, input: Partial<Said>): Promise<SeenReview> =>
  (
    await subgraph
      .as(viewer)
      .query<{ updateReview: SeenReview }>(
        `mutation ($id: ID!, $input: UpdateReviewInput!) { updateReview(id: $id, input: $input) ${SEEN} }`,
        {
          id,
          input,
        },
      )
  ).updateReview;

export const reply = async (subgraph: TestSubgraph, viewer: Viewer, id: string, body: string): Promise<SeenReview> =>
  (
    await subgraph
      .as(viewer)
      .query<{ replyToReview: SeenReview }>(`mutation ($id: ID!, $body: String!) { replyToReview(id: $id, body: $body) ${SEEN} }`, {
        id,
        body,
      })
  ).replyToReview;

export const report = (subgraph: TestSubgraph, viewer: Viewer, id: string) =>
  subgraph.as(viewer).query('mutation ($id: ID!) { reportReview(id: $id, reason: "It is an advertisement") }', { id });

interface Decision {
  readonly decision: 'PUBLISH' | 'HIDE';
  readonly reason?: string;
  readonly removeReply?: boolean;
}

export const moderate = (subgraph: TestSubgraph, id: string, input: Decision, viewer: Viewer = anAdmin()) =>
  subgraph
    .as(viewer)
    .query('mutation ($id: ID!, $input: ModerateReviewInput!) { moderateReview(id: $id, input: $input) { id status } }', { id, input });

/** A product that somebody has bought, and what they say of it. */
export async function aReview(
  subgraph: TestSubgraph,
  { buyer = aBuyer(), said, ...product }: { readonly buyer?: Viewer; readonly said?: Said } & Partial<Bought> = {},
): Promise<{ readonly id: string; readonly buyer: Viewer; readonly order: Order; readonly productId: string }> {
  const bought = { ...aProduct(), ...product };
  const order = anOrderOf(buyer.userId!, bought);
  await subgraph.deliver(OrderConfirmed, order);
  const { id } = await review(subgraph, buyer, bought.productId, said);
  return { id, buyer, order, productId: bought.productId };
}

export const reviewOf = (subgraph: TestSubgraph, id: string): Promise<Review> => subgraph.context().read.findOneOrFail(Review, { id });
