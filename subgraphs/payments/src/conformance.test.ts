import { afterAll } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, anAdmin, answering, aSeller, asking, conformance, delivering } from '@stoa/kit/testing';
import { startStripeSandbox } from '@stoa/sandbox/index';
import { describeSellers, describeUsers, noteSellerAccount } from '@stoa/schema/commands/identity';
import { describeOrders } from '@stoa/schema/commands/orders';
import {
  createPayment,
  endPayment,
  linkPayoutOnboarding,
  listMovements,
  openPayoutAccount,
  readPayoutAccount,
  sendPayout,
} from '@stoa/schema/commands/payments';
import { ItemsDropped, ReturnReceived } from '@stoa/schema/events/fulfillment';
import { OrderCancelled, RefundRequested } from '@stoa/schema/events/orders';
import manifest from './index.ts';
import { aCapturedPayment, aCharge, anOpenPayment, aParkedWebhook, StripeAtHand } from './testing/given-payment.ts';

const stripe = await StripeAtHand.start(startStripeSandbox);
afterAll(() => stripe.close());

conformance(manifest, {
  environment: stripe.environment,
  commands: [
    answering(noteSellerAccount, () => ({})),
    answering(describeOrders, () => ({ orders: [] })),
    answering(describeUsers, () => ({ users: [] })),
    answering(describeSellers, () => ({ sellers: [] })),
  ],
  fixtures: [
    {
      entity: 'Payment',
      owner: aBuyer,
      make: async (subgraph, buyer) => (await anOpenPayment(subgraph, buyer)).id,
      arguments: ['Query.payment(id)', 'Mutation.verifyPayment(input.paymentId)'],
    },
    {
      entity: 'a captured payment',
      owner: anAdmin,
      make: async (subgraph) => (await aCapturedPayment(subgraph, stripe)).id,
      arguments: ['Mutation.refundPayment(input.paymentId)'],
    },
    {
      entity: 'a parked webhook',
      owner: anAdmin,
      make: aParkedWebhook,
      arguments: ['Mutation.retryParkedWebhook(id)', 'Mutation.discardParkedWebhook(id)'],
    },
    { entity: 'Seller', owner: aSeller, readableBy: 'everyone', make: async (_subgraph, seller) => seller.sellerId! },
    { entity: 'Order', owner: aBuyer, make: async (subgraph, buyer) => (await anOpenPayment(subgraph, buyer)).orderId },
  ],
  open: {
    'Mutation.refundPayment(input.items.orderItemId)': 'only items of that payment are looked at, and no other is there',
    'Query.payments(filter.buyerId)': 'only staff list the payments of all buyers',
    'Query.payments(filter.orderId)': 'only staff list the payments of all orders',
  },
  deliveries: [
    delivering(RefundRequested, async (subgraph) => {
      return { orderId: (await aCapturedPayment(subgraph, stripe)).orderId, reason: 'It had ended' };
    }),
    delivering(ItemsDropped, async (subgraph) => {
      const { orderId, lines } = await aCapturedPayment(subgraph, stripe);
      const { orderItemId, variantId, quantity, sellerId } = lines[0]!;
      const items = [{ orderItemId, variantId, quantity }];
      return { shipmentId: newId(), orderId, sellerId, reason: 'SHIPMENT_CANCELLED' as const, items };
    }),
    delivering(ReturnReceived, async (subgraph) => {
      const { orderId, buyerId, lines } = await aCapturedPayment(subgraph, stripe);
      const { orderItemId, variantId, sellerId } = lines[0]!;
      const items = [{ orderItemId, variantId, quantity: 1 }];
      return { returnId: newId(), shipmentId: newId(), orderId, buyerId, sellerId, restock: true, items };
    }),
    delivering(OrderCancelled, async (subgraph) => {
      const { orderId, buyerId } = await anOpenPayment(subgraph);
      return { orderId, cartId: newId(), buyerId, reason: 'UNPAID' as const, paid: false };
    }),
  ],
  asks: [
    asking(openPayoutAccount, async () => ({ sellerId: newId() })),
    asking(linkPayoutOnboarding, async () => ({ accountId: await stripe.anAccount() })),
    asking(readPayoutAccount, async () => ({ accountId: await stripe.anAccount() })),
    asking(listMovements, async (subgraph) => {
      await aCapturedPayment(subgraph, stripe);
      const [from, to] = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 3_600_000)];
      return { provider: 'STRIPE' as const, from: from.toISOString(), to: to.toISOString(), after: null };
    }),
    asking(sendPayout, async (subgraph) => {
      await aCapturedPayment(subgraph, stripe);
      const accountId = await stripe.anAccount();
      await stripe.onboard(accountId);
      return { payoutId: newId(), accountId, amount: { amountMinor: 100, currency: 'USD' } };
    }),
    asking(createPayment, async () => aCharge()),
    asking(endPayment, async (subgraph) => ({ orderId: (await anOpenPayment(subgraph)).orderId })),
  ],
});
