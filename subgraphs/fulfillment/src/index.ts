import { staffActs } from '@stoa/kit/audit';
import { defineSubgraph } from '@stoa/kit/subgraph';
import { recordStaffActs } from '@stoa/schema/commands/identity';
import {
  DeliveryAcknowledged,
  ItemsDropped,
  ReturnReceived,
  ReturnUpdated,
  ShipmentDelivered,
  ShipmentStarted,
  ShipmentUpdated,
} from '@stoa/schema/events/fulfillment';
import { migrations } from '../migrations/index.ts';
import { fulfillmentPersonalData } from './personal-data.ts';
import { Return, ReturnItem } from './return/return.entity.ts';
import { returnMachine } from './return/return.machine.ts';
import { returnPolicy } from './return/return.policy.ts';
import { ReturnItemResolver, ReturnResolver, SellerReturnsResolver, ShipmentReturnsResolver } from './return/return.resolver.ts';
import { answerCancelShipments } from './shipment/cancel-shipments.ts';
import { onLineRefunded } from './shipment/on-line-refunded.ts';
import { onOrderCancelled } from './shipment/on-order-cancelled.ts';
import { onOrderConfirmed } from './shipment/on-order-confirmed.ts';
import { OrderShipments } from './shipment/order-shipments.entity.ts';
import { answerDropShipments, answerPrepareShipments } from './shipment/prepare-shipments.ts';
import { answerReadOpenShipments } from './shipment/read-open-shipments.ts';
import { Shipment, ShipmentChange, ShipmentItem } from './shipment/shipment.entity.ts';
import { shipmentMachine } from './shipment/shipment.machine.ts';
import { shipmentPolicy } from './shipment/shipment.policy.ts';
import { orderExtension, sellerExtension, shipmentReference } from './shipment/shipment.reference.ts';
import { OrderShipmentsResolver, SellerShipmentsResolver, ShipmentItemResolver, ShipmentResolver } from './shipment/shipment.resolver.ts';
import { carrierWebhook } from './tracking/carrier-webhook.route.ts';
import { fulfillmentSettings } from './tracking/fulfillment-settings.ts';
import { TrackingEvent } from './tracking/tracking-event.entity.ts';

/** Parcels: one for each seller of an order, from the provisional one to the doorstep. */
export default defineSubgraph({
  name: 'fulfillment',
  entities: [OrderShipments, Shipment, ShipmentItem, ShipmentChange, TrackingEvent, Return, ReturnItem],
  migrations,
  resolvers: [
    ...[ShipmentResolver, ShipmentItemResolver, OrderShipmentsResolver, SellerShipmentsResolver],
    ...[ReturnResolver, ReturnItemResolver, ShipmentReturnsResolver, SellerReturnsResolver],
  ],
  references: [shipmentReference, orderExtension, sellerExtension],
  policies: [shipmentPolicy, returnPolicy],
  machines: [shipmentMachine, returnMachine],
  commands: [answerReadOpenShipments, answerPrepareShipments, answerDropShipments, answerCancelShipments],
  publishes: [ShipmentUpdated, ShipmentStarted, ShipmentDelivered, DeliveryAcknowledged, ItemsDropped, ReturnUpdated, ReturnReceived],
  handlers: [onOrderConfirmed, onOrderCancelled, onLineRefunded],
  routes: [carrierWebhook],
  resources: [fulfillmentSettings],
  personalData: fulfillmentPersonalData,
  staffActs: staffActs(recordStaffActs, 'fulfillment'),
});
