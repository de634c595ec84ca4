import type { DomainContext } from '@stoa/kit/use-case';
import { describeSellers, describeUsers } from '@stoa/schema/commands/identity';
import { describeOrders } from '@stoa/schema/commands/orders';
import type { Payment } from '../payment/payment.entity.ts';
import type { BuyerAddress } from './document.entity.ts';

/** Whom documents of some payments are between, and of which orders they are, as people call them today. */
export interface Parties {
  readonly orders: ReadonlyMap<string, { readonly number: string; readonly shippingAddress: BuyerAddress | null }>;
  readonly sellers: ReadonlyMap<string, string>;
  readonly buyers: ReadonlyMap<string, string>;
}

/** The most that may be asked about at once. */
const AT_ONCE = 1_000;

export async function describeParties(
  context: DomainContext,
  paid: readonly Pick<Payment, 'orderId' | 'buyerId' | 'split'>[],
): Promise<Parties> {
  const ids = (of: (payment: (typeof paid)[number]) => readonly string[]): string[] => [...new Set(paid.flatMap(of))];
  // A payment has as many sellers as lines, so those of a batch may be more than one question takes.
  const sellerIds = ids(({ split }) => split.map(({ sellerId }) => sellerId));
  const questions = Array.from({ length: Math.ceil(sellerIds.length / AT_ONCE) }, (_, index) =>
    sellerIds.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
  );
  const [{ orders }, sellers, { users }] = await Promise.all([
    context.call(describeOrders, { orderIds: ids(({ orderId }) => [orderId]) }),
    Promise.all(questions.map((asked) => context.call(describeSellers, { sellerIds: asked }))),
    context.call(describeUsers, { userIds: ids(({ buyerId }) => [buyerId]) }),
  ]);
  return {
    orders: new Map(orders.map((order) => [order.orderId, order])),
    sellers: new Map(sellers.flatMap((answer) => answer.sellers).map(({ sellerId, displayName }) => [sellerId, displayName])),
    buyers: new Map(users.map(({ userId, name }) => [userId, name])),
  };
}
