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

export async function describeParties(
  context: DomainContext,
  paid: readonly Pick<Payment, 'orderId' | 'buyerId' | 'split'>[],
): Promise<Parties> {
  const ids = (of: (payment: (typeof paid)[number]) => readonly string[]): string[] => [...new Set(paid.flatMap(of))];
  const [{ orders }, { sellers }, { users }] = await Promise.all([
    context.call(describeOrders, { orderIds: ids(({ orderId }) => [orderId]) }),
    context.call(describeSellers, { sellerIds: ids(({ split }) => split.map(({ sellerId }) => sellerId)) }),
    context.call(describeUsers, { userIds: ids(({ buyerId }) => [buyerId]) }),
  ]);
  return {
    orders: new Map(orders.map((order) => [order.orderId, order])),
    sellers: new Map(sellers.map(({ sellerId, displayName }) => [sellerId, displayName])),
    buyers: new Map(users.map(({ userId, name }) => [userId, name])),
  };
}
