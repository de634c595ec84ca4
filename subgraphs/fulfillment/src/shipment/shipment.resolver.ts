import {
  Arg,
  Args,
  Ctx,
  connectionOf,
  DateTime,
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
  toEntityId,
} from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { TrackingEvent } from '../tracking/tracking-event.entity.ts';
import { trackingUrlOf } from '../tracking/tracking-url.ts';
import { followDeliveries } from './follow-deliveries.ts';
import { cancelShipment, confirmDelivery, processShipment, ShipShipmentInput, shipShipment } from './handle-shipment.ts';
import { sellerShipments } from './seller-shipments.ts';
import { Shipment, ShipmentItem, ShipmentStatusEnum } from './shipment.entity.ts';
import { itemsOfShipment, shipmentsOfOrder, trackingOfShipment } from './shipment.loader.ts';
import type { ShipmentStatus } from './shipment.machine.ts';
import { shipmentPolicy } from './shipment.policy.ts';
import { OrderItemStub, OrderParcels, SellerParcels, shipmentReference } from './shipment.reference.ts';

const ShipmentConnection = connectionOf(Shipment, 'Shipment');

@Resolver(() => Shipment)
export class ShipmentResolver {
  @Query(() => Shipment, { nullable: true })
  async shipment(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    const shipment = await context.load(shipmentReference.loader, id);
    return shipment && shipmentPolicy.read(context.viewer, shipment) ? shipment : null;
  }

  @Query(() => ShipmentConnection)
  shipments(
    @Ctx() context: DomainContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('status', () => ShipmentStatusEnum, { nullable: true }) status?: ShipmentStatus,
    @Arg('sellerId', () => ID, { nullable: true }) sellerId?: string,
    @Arg('from', () => DateTime, { nullable: true }) from?: Date,
    @Arg('to', () => DateTime, { nullable: true }) to?: Date,
  ) {
    const where = { ...(status && { status }), ...(sellerId && { sellerId: toEntityId(sellerId) }), ...madeBetween({ from, to }) };
    return newestFirst(context.read, Shipment, where, page);
  }

  @Mutation(() => Shipment)
  processShipment(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(processShipment, { id });
  }

  @Mutation(() => Shipment)
  shipShipment(
    @Ctx() context: DomainContext,
    @Arg('id', () => ID) id: string,
    @Arg('input', () => ShipShipmentInput) input: ShipShipmentInput,
  ) {
    return context.run(shipShipment, { id, input });
  }

  @Mutation(() => Shipment)
  cancelShipment(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(cancelShipment, { id });
  }

  @Mutation(() => Shipment)
  confirmDelivery(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(confirmDelivery, { id });
  }

  @Subscription(() => Shipment, {
    subscribe: ({ args, context }) => followDeliveries(context as DomainContext, toEntityId(args.orderId), args.after),
  })
  deliveryStatusChanged(
    @Root() shipment: Shipment,
    @Arg('orderId', () => ID) _orderId: string,
    @Arg('after', () => Int, { nullable: true }) _after?: number,
  ): Shipment {
    return shipment;
  }

  @FieldResolver(() => OrderParcels, { nullable: true })
  order(@Ctx() { viewer }: DomainContext, @Root() shipment: Shipment): Stub | null {
    return shipmentPolicy.readOrder(viewer, shipment) ? { id: shipment.orderId } : null;
  }

  @FieldResolver(() => SellerParcels, { nullable: true })
  seller(@Root() shipment: Shipment): Stub {
    return { id: shipment.sellerId };
  }

  @FieldResolver(() => [ShipmentItem])
  async items(@Ctx() context: DomainContext, @Root() shipment: Shipment) {
    return (await context.load(itemsOfShipment, shipment.id)) ?? [];
  }

  @FieldResolver(() => [TrackingEvent])
  async events(@Ctx() context: DomainContext, @Root() shipment: Shipment) {
    return (await context.load(trackingOfShipment, shipment.id)) ?? [];
  }

  @FieldResolver(() => String, { nullable: true })
  trackingUrl(@Root() { carrier, trackingNumber }: Shipment): string | null {
    return carrier && trackingNumber ? trackingUrlOf(carrier, trackingNumber) : null;
  }
}

@Resolver(() => ShipmentItem)
export class ShipmentItemResolver {
  @FieldResolver(() => OrderItemStub, { nullable: true })
  orderItem(@Root() item: ShipmentItem): Stub {
    return { id: item.orderItemId };
  }
}

@Resolver(() => OrderParcels)
export class OrderShipmentsResolver {
  @FieldResolver(() => [Shipment], { nullable: true })
  async shipments(@Ctx() context: DomainContext, @Root() order: Stub) {
    const shipments = (await context.load(shipmentsOfOrder, order.id)) ?? [];
    return shipments.filter((shipment) => shipmentPolicy.readOrder(context.viewer, shipment));
  }
}

@Resolver(() => SellerParcels)
export class SellerShipmentsResolver {
  @FieldResolver(() => ShipmentConnection, { nullable: true })
  shipments(
    @Ctx() context: DomainContext,
    @Root() seller: Stub,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('status', () => ShipmentStatusEnum, { nullable: true }) status?: ShipmentStatus,
    @Arg('provisional', () => Boolean, { nullable: true }) provisional?: boolean,
  ) {
    return sellerShipments(context, { sellerId: toEntityId(seller.id), status, provisional }, page);
  }
}
