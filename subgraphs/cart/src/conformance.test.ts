import { newId } from '@stoa/kit/persistence';
import { aBuyer, conformance, delivering, type TestSubgraph } from '@stoa/kit/testing';
import { ProductOffered } from '@stoa/schema/events/catalog';
import { ReservationExpired } from '@stoa/schema/events/inventory';
import { OrderCancelled, OrderConfirmed } from '@stoa/schema/events/orders';
import manifest from './index.ts';
import { checkOut, putIntoCart } from './testing/given-cart.ts';
import { Neighbours } from './testing/neighbours.ts';

const neighbours = new Neighbours();

/** A product that lies in somebody's cart. */
async function inACart(subgraph: TestSubgraph): Promise<{ productId: string; sellerId: string; variantId: string }> {
  const variantId = neighbours.selling();
  await putIntoCart(subgraph, aBuyer(), variantId);
  const { productId, sellerId } = neighbours.variants.get(variantId)!;
  return { productId, sellerId, variantId };
}

/** A cart on its way to being an order. */
async function checkedOut(subgraph: TestSubgraph): Promise<{ cartId: string; buyerId: string; orderId: string }> {
  const buyer = aBuyer();
  const cart = await putIntoCart(subgraph, buyer, neighbours.selling());
  const { order } = await checkOut(subgraph, buyer);
  return { cartId: cart.id, buyerId: buyer.userId!, orderId: order.id };
}

conformance(manifest, {
  commands: neighbours.commands,
  examples: { 'Mutation.addToCart(input.variantId)': () => neighbours.selling() },
  fixtures: [
    {
      entity: 'Cart',
      owner: aBuyer,
      make: async (subgraph, owner) => (await putIntoCart(subgraph, owner, neighbours.selling())).id,
      arguments: ['Query.cart(id)'],
    },
    {
      entity: 'CartItem',
      owner: aBuyer,
      make: async (subgraph, owner) => (await putIntoCart(subgraph, owner, neighbours.selling())).items[0]!.id,
      arguments: ['Mutation.updateCartItem(itemId)', 'Mutation.removeFromCart(itemId)'],
    },
    {
      entity: "identity's address",
      owner: aBuyer,
      make: async (subgraph, owner) => {
        await putIntoCart(subgraph, owner, neighbours.selling());
        return neighbours.addressOf(owner.userId!);
      },
      arguments: ['Mutation.checkout(input.shippingAddressId)'],
    },
    {
      entity: "orders' order",
      owner: aBuyer,
      make: async (_subgraph, owner) => neighbours.orderOf(owner.userId!, [{ variantId: neighbours.selling(), quantity: 1 }]),
      arguments: ['Mutation.reorder(orderId)'],
    },
  ],
  open: {
    'Mutation.addToCart(input.variantId)': 'whatever is on sale may be bought by anybody',
    'Mutation.checkout(input.shippingMethods.sellerId)': 'how sellers send is for everybody to see',
    'Mutation.checkout(input.shippingMethods.methodId)': 'how sellers send is for everybody to see',
  },
  deliveries: [
    delivering(OrderConfirmed, async (subgraph) => ({
      ...(await checkedOut(subgraph)),
      total: { amountMinor: 1_000, currency: 'USD' },
      lines: [],
    })),
    delivering(OrderCancelled, async (subgraph) => ({ ...(await checkedOut(subgraph)), reason: 'PAYMENT_FAILED' as const, paid: false })),
    delivering(ReservationExpired, async (subgraph) => {
      const { id } = await putIntoCart(subgraph, aBuyer(), neighbours.selling());
      return { reservationId: newId(), cartId: id, orderId: null };
    }),
    delivering(ProductOffered, async (subgraph) => {
      const { variantId, ...product } = await inACart(subgraph);
      return { ...product, variants: [{ variantId, prices: [{ amountMinor: 1_200, currency: 'USD' }] }] };
    }),
  ],
});
