import { newId } from '@stoa/kit/persistence';
import { answering, aSeller, asking, conformance, delivering, type TestSubgraph } from '@stoa/kit/testing';
import { describeVariants } from '@stoa/schema/commands/catalog';
import { allocate, holdForCart, moveHold, releaseOrder } from '@stoa/schema/commands/inventory';
import { CartAbandoned, CartMerged } from '@stoa/schema/events/cart';
import { ItemsDropped, ReturnReceived } from '@stoa/schema/events/fulfillment';
import { OrderCancelled, OrderConfirmed } from '@stoa/schema/events/orders';
import manifest from './index.ts';
import { aConfirmedOrder, aDrop, anOrderHolding, aReceivedReturn, aStock, hold } from './testing/given-stock.ts';

const anOrder = async (subgraph: TestSubgraph): Promise<string> =>
  anOrderHolding(subgraph, [{ variantId: await aStock(subgraph, 3), quantity: 2 }]);

/** A cart that holds something which is to go over to another. */
const aMove = async (subgraph: TestSubgraph) => {
  const [fromCartId, variantId] = [newId(), await aStock(subgraph, 3)];
  await hold(subgraph, variantId, 2, fromCartId);
  return { fromCartId, intoCartId: newId(), buyerId: newId(), lines: [{ variantId, quantity: 2 }] };
};

conformance(manifest, {
  commands: [answering(describeVariants, () => ({ variants: [] }))],
  fixtures: [
    {
      entity: 'Variant',
      owner: aSeller,
      readableBy: 'everyone',
      make: (subgraph, owner) => aStock(subgraph, 3, owner),
      arguments: ['Mutation.setStock(variantId)'],
    },
  ],
  open: { 'Subscription.stockChanged(variantId)': 'whether a variant can be bought is shown to everybody' },
  deliveries: [
    delivering(CartAbandoned, async (subgraph) => {
      const cartId = newId();
      await hold(subgraph, await aStock(subgraph, 3), 2, cartId);
      return { cartId, buyerId: newId(), reason: 'EXPIRED' as const };
    }),
    delivering(CartMerged, async (subgraph) => {
      const { fromCartId: cartId, ...move } = await aMove(subgraph);
      return { cartId, ...move };
    }),
    delivering(OrderConfirmed, async (subgraph) => aConfirmedOrder(await anOrder(subgraph))),
    delivering(ItemsDropped, async (subgraph) => {
      const variantId = await aStock(subgraph, 3);
      return aDrop(await anOrderHolding(subgraph, [{ variantId, quantity: 2 }]), [variantId]);
    }),
    delivering(ReturnReceived, async (subgraph) => {
      const variantId = await aStock(subgraph, 3);
      const orderId = await anOrderHolding(subgraph, [{ variantId, quantity: 2 }]);
      await subgraph.deliver(OrderConfirmed, aConfirmedOrder(orderId));
      return aReceivedReturn(orderId, variantId, 1);
    }),
    delivering(OrderCancelled, async (subgraph) => {
      return { orderId: await anOrder(subgraph), cartId: newId(), buyerId: newId(), reason: 'UNPAID' as const, paid: false };
    }),
  ],
  asks: [
    asking(holdForCart, async (subgraph) => ({ cartId: newId(), buyerId: newId(), variantId: await aStock(subgraph, 3), quantity: 2 })),
    asking(moveHold, aMove),
    asking(allocate, async (subgraph) => ({
      orderId: newId(),
      cartId: newId(),
      lines: [{ variantId: await aStock(subgraph, 3), quantity: 2 }],
    })),
    asking(releaseOrder, async (subgraph) => ({ orderId: await anOrder(subgraph) })),
  ],
});
