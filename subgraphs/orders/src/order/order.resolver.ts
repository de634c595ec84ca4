import {
  Arg,
  Args,
  Ctx,
  connectionOf,
  DateTime,
  extendedStubOf,
  extension,
  FieldResolver,
  ID,
  Int,
  Mutation,
  madeBetween,
  newestFirst,
  PageArgs,
  Query,
  Resolver,
  Root,
  type Stub,
  Subscription,
  stubOf,
  toEntityId,
} from '@stoa/kit/graphql';
import { Money, times } from '@stoa/kit/money';
import type { DomainContext } from '@stoa/kit/use-case';
import { SellerStub } from '../seller/seller.stub.ts';
import { cancelOrder } from './cancel-order.ts';
import { followOrder } from './follow-order.ts';
import { Order, OrderItem, OrderStatusChange, OrderStatusEnum } from './order.entity.ts';
import type { OrderStatus } from './order.machine.ts';
import { orderPolicy } from './order.policy.ts';
import { itemsOfOrder, orderReference, timelineOfOrder } from './order.reference.ts';

/** Identity's user, with their orders. */
const UserOrders = extendedStubOf('User');

const VariantStub = stubOf('Variant');

export const userExtension = extension(UserOrders);

const OrderConnection = connectionOf(Order, 'Order');

@Resolver(() => Order)
export class OrderResolver {
  @Query(() => Order, { nullable: true })
  async order(
    @Ctx() context: DomainContext,
    @Arg('id', () => ID, { nullable: true }) id?: string,
    @Arg('number', () => String, { nullable: true }) number?: string,
  ) {
    const order = id ? await context.load(orderReference.loader, id) : number && (await context.read.findOne(Order, { number }));
    return order && orderPolicy.read(context.viewer, order) ? order : null;
  }

  @Query(() => OrderConnection)
  orders(
    @Ctx() context: DomainContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('status', () => OrderStatusEnum, { nullable: true }) status?: OrderStatus,
    @Arg('buyerId', () => ID, { nullable: true }) buyerId?: string,
    @Arg('from', () => DateTime, { nullable: true }) from?: Date,
    @Arg('to', () => DateTime, { nullable: true }) to?: Date,
  ) {
    const where = { ...(status && { status }), ...(buyerId && { buyerId: toEntityId(buyerId) }), ...madeBetween({ from, to }) };
    return newestFirst(context.read, Order, where, page);
  }

  @Mutation(() => Order)
  cancelOrder(
    @Ctx() context: DomainContext,
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String, { nullable: true }) reason?: string,
  ) {
    return context.run(cancelOrder, { id, reason });
  }

  @Subscription(() => OrderStatusChange, {
    subscribe: ({ args, context }) => followOrder(context as DomainContext, toEntityId(args.orderId), args.after),
  })
  orderStatusChanged(
    @Root() change: OrderStatusChange,
    @Arg('orderId', () => ID) _orderId: string,
    @Arg('after', () => Int, { nullable: true }) _after?: number,
  ): OrderStatusChange {
    return change;
  }

  @FieldResolver(() => UserOrders, { nullable: true })
  buyer(@Root() order: Order): Stub {
    return { id: order.buyerId };
  }

  @FieldResolver(() => [OrderItem])
  items(@Ctx() context: DomainContext, @Root() order: Order) {
    return context.load(itemsOfOrder, order.id);
  }

  @FieldResolver(() => [OrderStatusChange])
  timeline(@Ctx() context: DomainContext, @Root() order: Order) {
    return context.load(timelineOfOrder, order.id);
  }
}

@Resolver(() => OrderItem)
export class OrderItemResolver {
  @FieldResolver(() => VariantStub, { nullable: true })
  variant(@Root() item: OrderItem): Stub {
    return { id: item.variantId };
  }

  @FieldResolver(() => SellerStub, { nullable: true })
  seller(@Root() item: OrderItem): Stub {
    return { id: item.sellerId };
  }

  @FieldResolver(() => Money)
  lineTotal(@Root() item: OrderItem): Money {
    return Money.of(times(item.unitPrice, item.quantity));
  }
}

@Resolver(() => OrderStatusChange)
export class OrderStatusChangeResolver {
  @FieldResolver(() => Order)
  order(@Ctx() context: DomainContext, @Root() change: OrderStatusChange) {
    return context.load(orderReference.loader, change.orderId);
  }
}

@Resolver(() => UserOrders)
export class UserOrdersResolver {
  @FieldResolver(() => OrderConnection, { nullable: true })
  orders(
    @Ctx() context: DomainContext,
    @Root() user: Stub,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('status', () => OrderStatusEnum, { nullable: true }) status?: OrderStatus,
  ) {
    return newestFirst(context.read, Order, { buyerId: user.id, ...(status && { status }) }, page);
  }
}
