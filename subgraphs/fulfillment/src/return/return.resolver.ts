import {
  Arg,
  Args,
  Ctx,
  connectionOf,
  FieldResolver,
  ID,
  Mutation,
  newestFirst,
  PageArgs,
  Resolver,
  Root,
  type Stub,
  toEntityId,
} from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { Shipment } from '../shipment/shipment.entity.ts';
import { OrderItemStub, SellerParcels, shipmentReference } from '../shipment/shipment.reference.ts';
import { approveReturn, cancelReturn, receiveReturn, rejectReturn, sendReturn } from './handle-return.ts';
import { requestReturn } from './request-return.ts';
import { Return, ReturnItem, ReturnStatusEnum } from './return.entity.ts';
import { RequestReturnInput, SendReturnInput } from './return.input.ts';
import { itemsOfReturn, returnsOfShipment } from './return.loader.ts';
import type { ReturnStatus } from './return.machine.ts';

const ReturnConnection = connectionOf(Return, 'Return');

@Resolver(() => Return)
export class ReturnResolver {
  @Mutation(() => Return)
  requestReturn(@Ctx() context: DomainContext, @Arg('input', () => RequestReturnInput) input: RequestReturnInput) {
    return context.run(requestReturn, input);
  }

  @Mutation(() => Return)
  cancelReturn(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(cancelReturn, { id });
  }

  @Mutation(() => Return)
  sendReturn(
    @Ctx() context: DomainContext,
    @Arg('id', () => ID) id: string,
    @Arg('input', () => SendReturnInput, { defaultValue: {} }) input: SendReturnInput,
  ) {
    return context.run(sendReturn, { id, input });
  }

  @Mutation(() => Return)
  approveReturn(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(approveReturn, { id });
  }

  @Mutation(() => Return)
  rejectReturn(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string, @Arg('reason', () => String) reason: string) {
    return context.run(rejectReturn, { id, reason });
  }

  /** `restock`: whether the goods can be sold again. */
  @Mutation(() => Return)
  receiveReturn(
    @Ctx() context: DomainContext,
    @Arg('id', () => ID) id: string,
    @Arg('restock', () => Boolean, { defaultValue: true }) restock: boolean,
  ) {
    return context.run(receiveReturn, { id, restock });
  }

  @FieldResolver(() => [ReturnItem])
  async items(@Ctx() context: DomainContext, @Root() row: Return) {
    return (await context.load(itemsOfReturn, row.id)) ?? [];
  }

  @FieldResolver(() => Shipment)
  shipment(@Ctx() context: DomainContext, @Root() row: Return) {
    return context.load(shipmentReference.loader, row.shipmentId);
  }
}

@Resolver(() => ReturnItem)
export class ReturnItemResolver {
  @FieldResolver(() => OrderItemStub, { nullable: true })
  orderItem(@Root() item: ReturnItem): Stub {
    return { id: item.orderItemId };
  }
}

@Resolver(() => Shipment)
export class ShipmentReturnsResolver {
  @FieldResolver(() => [Return])
  async returns(@Ctx() context: DomainContext, @Root() shipment: Shipment) {
    return (await context.load(returnsOfShipment, shipment.id)) ?? [];
  }
}

@Resolver(() => SellerParcels)
export class SellerReturnsResolver {
  @FieldResolver(() => ReturnConnection, { nullable: true })
  returns(
    @Ctx() context: DomainContext,
    @Root() seller: Stub,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('status', () => ReturnStatusEnum, { nullable: true }) status?: ReturnStatus,
  ) {
    return newestFirst(context.read, Return, { sellerId: toEntityId(seller.id), ...(status && { status }) }, page);
  }
}
