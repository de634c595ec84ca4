import type { PayloadOf } from '@stoa/kit/contracts';
import { newId } from '@stoa/kit/persistence';
import { answering, type TestSubgraph } from '@stoa/kit/testing';
import { describeProducts, describeVariants } from '@stoa/schema/commands/catalog';
import { readContacts } from '@stoa/schema/commands/identity';
import { summarizeOrders } from '@stoa/schema/commands/orders';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import { addressDue } from '../address/address-due.ts';
import type { CarriedChannel, Channel, DeliveryOutcome, OutgoingMessage } from '../channel/channel.ts';
import { sendDue } from '../delivery/send-due.ts';

/** A seller's user has the seller's id but for its last digit, so that neighbours who are played need keep nothing. */
export const userOfSeller = (sellerId: string): string => `${sellerId.slice(0, -1)}${sellerId.endsWith('0') ? '1' : '0'}`;

export const emailOf = (userId: string): string => `${userId}@example.com`;

/** Whose an order is, where only its parcel is known. */
export const buyers = new Map<string, string>();

export const neighbours = [
  answering(readContacts, ({ userIds, sellerIds }) => ({
    contacts: [
      ...userIds.map((userId) => ({ userId, sellerId: null, email: emailOf(userId) })),
      ...sellerIds.map((sellerId) => ({ userId: userOfSeller(sellerId), sellerId, email: emailOf(userOfSeller(sellerId)) })),
    ],
  })),
  answering(summarizeOrders, ({ orderIds }) => ({
    orders: orderIds.map((orderId) => ({
      orderId,
      number: 'ST-7K3M-92QX',
      buyerId: buyers.get(orderId) ?? orderId,
      items: [{ sellerId: newId(), name: 'Brass lamp', quantity: 2 }],
    })),
  })),
  answering(describeProducts, ({ productIds }) => ({
    products: productIds.map((productId) => ({
      productId,
      sellerId: newId(),
      kind: 'DIGITAL' as const,
      status: 'ACTIVE' as const,
      name: 'A <b>book</b>',
    })),
  })),
  answering(describeVariants, () => ({ variants: [] })),
];

export function anOrder(
  buyerId: string,
  kind: 'PHYSICAL' | 'DIGITAL' = 'PHYSICAL',
  productId: string = newId(),
): PayloadOf<typeof OrderConfirmed> {
  const price = { amountMinor: 4_000, currency: 'USD' };
  const line = { orderItemId: newId(), variantId: newId(), productId, sellerId: newId(), kind, quantity: 1, unitPrice: price };
  return { orderId: newId(), cartId: newId(), buyerId, total: price, lines: [line] };
}

/** A channel that notes what it was given, and answers as it is told. */
export class PlayedChannel implements Channel {
  readonly taken: OutgoingMessage[] = [];

  constructor(
    readonly kind: CarriedChannel = 'EMAIL',
    private readonly answer: (message: OutgoingMessage, times: number) => DeliveryOutcome | Promise<DeliveryOutcome> = () => ({
      kind: 'delivered',
    }),
  ) {}

  async deliver(message: OutgoingMessage): Promise<DeliveryOutcome> {
    this.taken.push(message);
    return this.answer(message, this.taken.length);
  }
}

/** Decides for what was noted, as if these channels were configured. */
export const addressBy = (subgraph: TestSubgraph, ...kinds: readonly CarriedChannel[]): Promise<void> =>
  addressDue(subgraph.context(), new Map(kinds.map((kind) => [kind, null])));

/** Sends what is due by these channels. */
export const sendBy = (subgraph: TestSubgraph, ...played: readonly Channel[]): Promise<void> =>
  sendDue(subgraph.context(), new Map(played.map((channel) => [channel.kind, channel])));

/** As if the time of the next try had come. */
export const letTimePass = (subgraph: TestSubgraph): Promise<unknown> =>
  subgraph.sql.query(`update notification_delivery set next_try_at = now() where status = 'QUEUED'`);

/** Somebody's order is confirmed, and a mail to them waits in the queue. */
export async function aNotification(subgraph: TestSubgraph, userId: string): Promise<string> {
  await subgraph.deliver(OrderConfirmed, anOrder(userId));
  await addressBy(subgraph, 'EMAIL');
  const [row] = await subgraph.sql.query<{ id: string }>(`select id from notification where user_id = $1 order by id desc limit 1`, [
    userId,
  ]);
  return row!.id;
}
