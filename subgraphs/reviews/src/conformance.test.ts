import { aBuyer, anAdmin, answering, aSeller, conformance, delivering, type TestSubgraph } from '@stoa/kit/testing';
import { readPurchases } from '@stoa/schema/commands/orders';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import { LineRefunded, LineRestored } from '@stoa/schema/events/payments';
import manifest from './index.ts';
import { anOrderOf, aProduct, aRefundOf, aReview, moderate } from './testing/given-review.ts';

async function aHiddenReview(subgraph: TestSubgraph, facts: Parameters<typeof aReview>[1] = {}): Promise<string> {
  const { id } = await aReview(subgraph, facts);
  await moderate(subgraph, id, { decision: 'HIDE' });
  return id;
}

conformance(manifest, {
  commands: [answering(readPurchases, () => ({ lines: [] }))],
  fixtures: [
    {
      entity: 'Review',
      owner: anAdmin,
      make: async (subgraph) => (await aReview(subgraph)).id,
      arguments: ['Mutation.moderateReview(id)'],
      readableBy: 'everyone',
    },
    {
      entity: 'Review',
      owner: anAdmin,
      make: (subgraph) => aHiddenReview(subgraph),
      arguments: ['Mutation.moderateReview(id)'],
    },
    {
      entity: 'a hidden review',
      owner: aBuyer,
      make: (subgraph, buyer) => aHiddenReview(subgraph, { buyer }),
      arguments: ['Query.review(id)', 'Mutation.updateReview(id)'],
    },
    {
      entity: 'a published review',
      owner: aBuyer,
      make: async (subgraph, buyer) => (await aReview(subgraph, { buyer })).id,
      arguments: ['Mutation.updateReview(id)'],
      readableBy: 'everyone',
    },
    {
      entity: "a review of a seller's product",
      owner: aSeller,
      make: async (subgraph, { sellerId }) => (await aReview(subgraph, { sellerId: sellerId! })).id,
      arguments: ['Mutation.replyToReview(id)'],
      readableBy: 'everyone',
    },
    {
      entity: 'a bought product',
      owner: aBuyer,
      make: async (subgraph, buyer) => {
        const product = aProduct();
        await subgraph.deliver(OrderConfirmed, anOrderOf(buyer.userId!, product));
        return product.productId;
      },
      arguments: ['Mutation.reviewProduct(input.productId)'],
    },
    {
      entity: 'User',
      owner: aBuyer,
      make: async (subgraph, buyer) => {
        await aReview(subgraph, { buyer });
        return buyer.userId!;
      },
      readableBy: 'everyone',
    },
  ],
  open: {
    Product: 'what everybody sees of a product everybody may say',
    'Mutation.reportReview(id)': 'what everybody sees anybody may report; what is hidden is NOT_FOUND, see moderation.test.ts',
  },
  deliveries: [
    delivering(OrderConfirmed, async (subgraph) => {
      const { buyer, order } = await aReview(subgraph);
      await subgraph.deliver(LineRefunded, aRefundOf(order));
      return anOrderOf(buyer.userId!, order.lines[0]!, aProduct());
    }),
    delivering(LineRefunded, async (subgraph) => aRefundOf((await aReview(subgraph)).order)),
    delivering(LineRestored, async (subgraph) => {
      const refund = aRefundOf((await aReview(subgraph)).order);
      await subgraph.deliver(LineRefunded, refund);
      return refund;
    }),
  ],
});
