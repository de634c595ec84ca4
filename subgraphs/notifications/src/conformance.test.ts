import { newId } from '@stoa/kit/persistence';
import { aBuyer, anAdmin, aSeller, conformance, delivering } from '@stoa/kit/testing';
import { ProductArchived, ProductCreated, ProductUpdated } from '@stoa/schema/events/catalog';
import { ItemsDropped, ReturnUpdated } from '@stoa/schema/events/fulfillment';
import { SellerStatusChanged } from '@stoa/schema/events/identity';
import { AvailabilityChanged } from '@stoa/schema/events/inventory';
import { PayoutUpdated } from '@stoa/schema/events/ledger';
import { DownloadAttached, VideoProgressed } from '@stoa/schema/events/media';
import { OrderCancelled, OrderConfirmed } from '@stoa/schema/events/orders';
import { DisputeUpdated, LineRefunded, LineRestored, RefundFailed } from '@stoa/schema/events/payments';
import { ReviewHidden, ReviewUpdated } from '@stoa/schema/events/reviews';
import manifest from './index.ts';
import { hashOfPhoneCode } from './phone/phone-codes.ts';
import { aNotification, anOrder, neighbours } from './testing/given-notifications.ts';
import { anEndpoint, aWebhook, listening, SEALING_KEYS } from './testing/given-webhooks.ts';

const CODE = '123456';
const amount = { amountMinor: 500, currency: 'USD' };

const lineOf = ({ orderId, buyerId, lines: [line] }: ReturnType<typeof anOrder>) => {
  const { unitPrice: _price, ...facts } = line!;
  return { ...facts, paymentId: newId(), orderId, buyerId };
};

const product = () => ({
  ...{ productId: newId(), sellerId: newId(), kind: 'PHYSICAL' as const, status: 'ACTIVE' as const, sku: 'L-1', name: 'Brass lamp' },
  variants: [{ variantId: newId(), sku: 'L-1', price: amount }],
});

const review = () => ({ reviewId: newId(), productId: newId(), sellerId: newId(), buyerId: newId(), rating: 5, verifiedPurchase: true });

conformance(manifest, {
  commands: neighbours,
  environment: {
    STOA_WEBHOOK_SEALING_KEYS: SEALING_KEYS,
    TELEGRAM_BOT_NAME: 'stoa_bot',
    TELEGRAM_BOT_TOKEN: '1:token',
    TELEGRAM_WEBHOOK_SECRET: 'a secret that Telegram has'.replaceAll(' ', '-'),
  },
  examples: {
    'Query.notificationPreview(kind)': 'ORDER_CONFIRMED',
    'Query.notificationPreview(locale)': 'de',
    'Mutation.setNotificationPreference(kind)': 'STOCK_LOW',
    'Mutation.setNotificationSettings(input.locale)': 'de',
    'Mutation.registerPush(input.endpoint)': 'https://fcm.googleapis.com/fcm/send/1',
    'Mutation.registerPush(input.p256dh)': 'a'.repeat(87),
    'Mutation.registerPush(input.auth)': 'b'.repeat(22),
    'Mutation.registerPush(input.token)': null,
    'Mutation.addPhone(number)': '+4915112345678',
    'Mutation.verifyPhone(code)': CODE,
    'Mutation.createWebhookEndpoint(input.url)': 'http://127.0.0.1:1099/hook',
    'Mutation.createWebhookEndpoint(input.eventTypes)': ['shipment.shipped'],
    'Mutation.updateWebhookEndpoint(input.description)': 'Our shop system',
  },
  fixtures: [
    {
      entity: 'Notification',
      owner: aBuyer,
      make: (subgraph, { userId }) => aNotification(subgraph, userId!),
      arguments: ['Mutation.markNotificationRead(id)'],
    },
    {
      entity: 'a notification of which something failed',
      owner: anAdmin,
      make: (subgraph) => aNotification(subgraph, newId()),
      arguments: ['Mutation.retryNotification(id)'],
    },
    {
      entity: 'a push target',
      owner: aBuyer,
      make: async (subgraph, buyer) => {
        const input = { token: newId() };
        const { registerPush } = await subgraph
          .as(buyer)
          .query<{ registerPush: { id: string } }>('mutation ($input: PushTargetInput!) { registerPush(input: $input) { id } }', { input });
        return registerPush.id;
      },
      arguments: ['Mutation.removePush(id)'],
    },
    {
      entity: 'a code that was sent to a phone',
      owner: aBuyer,
      make: async ({ sql }, { userId }) => {
        const id = newId();
        const number = `+49${id.replace(/\D/g, '').slice(-11)}`;
        await sql.query('insert into phone_code (id, user_id, number, code_hash) values ($1, $2, $3, $4)', [
          ...[id, userId, number, hashOfPhoneCode(id, CODE)],
        ]);
        return id;
      },
      arguments: ['Mutation.verifyPhone(id)'],
    },
    {
      entity: 'a phone',
      owner: aBuyer,
      make: async ({ sql }, { userId }) => {
        const id = newId();
        await sql.query(`insert into contact (id, user_id, channel, value) values ($1, $2, 'SMS', $3)`, [id, userId, id]);
        return id;
      },
      arguments: ['Mutation.removePhone(id)'],
    },
    {
      entity: 'a webhook endpoint',
      owner: aSeller,
      make: async (subgraph, seller) => (await anEndpoint(subgraph, seller)).id,
      arguments: [
        'Query.webhookEndpoint(id)',
        ...['update', 'delete', 'enable', 'disable'].map((verb) => `Mutation.${verb}WebhookEndpoint(id)`),
        'Mutation.rotateWebhookSecret(id)',
        'Mutation.sendTestWebhook(endpointId)',
      ],
    },
    {
      entity: 'a webhook',
      owner: aSeller,
      make: async (subgraph, seller) => aWebhook(subgraph, seller, (await anEndpoint(subgraph, seller)).id),
      arguments: ['Mutation.replayWebhookDelivery(id)'],
    },
    {
      entity: 'User',
      owner: aBuyer,
      make: async (subgraph, { userId }) => {
        await aNotification(subgraph, userId!);
        return userId!;
      },
    },
  ],
  deliveries: [
    delivering(OrderConfirmed, async () => anOrder(newId())),
    delivering(OrderCancelled, async () => ({
      orderId: newId(),
      cartId: newId(),
      buyerId: newId(),
      reason: 'UNPAID' as const,
      paid: false,
    })),
    delivering(SellerStatusChanged, async () => ({ sellerId: newId(), userId: newId(), status: 'APPROVED' as const, selling: true })),
    delivering(DisputeUpdated, async () => ({
      ...{
        disputeId: newId(),
        paymentId: newId(),
        orderId: newId(),
        buyerId: newId(),
        provider: 'STRIPE' as const,
        status: 'OPEN' as const,
      },
      ...{ amount, fee: null },
      split: [{ sellerId: newId(), grossMinor: 500, feeMinor: 0, taxMinor: 0, shippingMinor: 0, discountMinor: 0 }],
    })),
    delivering(LineRefunded, async (subgraph) => {
      const order = anOrder(newId(), 'DIGITAL');
      await subgraph.deliver(OrderConfirmed, order);
      return lineOf(order);
    }),
    delivering(LineRestored, async (subgraph) => {
      const order = anOrder(newId(), 'DIGITAL');
      await subgraph.deliver(OrderConfirmed, order);
      await subgraph.deliver(LineRefunded, lineOf(order));
      return lineOf(order);
    }),
    delivering(ItemsDropped, async () => ({
      ...{ shipmentId: newId(), orderId: newId(), sellerId: newId(), reason: 'REFUNDED' as const, items: [] },
    })),
    delivering(ReturnUpdated, async () => ({
      ...{ returnId: newId(), shipmentId: newId(), orderId: newId(), buyerId: newId(), sellerId: newId(), status: 'REQUESTED' as const },
    })),
    delivering(DownloadAttached, async (subgraph) => {
      const productId = newId();
      await subgraph.deliver(OrderConfirmed, anOrder(newId(), 'DIGITAL', productId));
      return { productId, sellerId: newId(), fileId: newId() };
    }),
    delivering(VideoProgressed, async () => ({ fileId: newId(), ownerId: newId(), status: 'FAILED' as const, progress: 10 })),
    delivering(
      RefundFailed,
      listening(() => ({ refundId: newId(), paymentId: newId(), orderId: newId(), amount })),
    ),
    delivering(ProductCreated, listening(product)),
    delivering(ProductUpdated, listening(product)),
    delivering(
      ProductArchived,
      listening(() => ({ productId: newId(), sellerId: newId() })),
    ),
    delivering(
      AvailabilityChanged,
      listening(() => ({ variantId: newId(), sellerId: newId(), inStock: false })),
    ),
    delivering(ReviewUpdated, listening(review)),
    delivering(ReviewHidden, listening(review)),
    delivering(PayoutUpdated, async () => ({ payoutId: newId(), sellerId: newId(), amount, status: 'PAID' as const })),
  ],
});
