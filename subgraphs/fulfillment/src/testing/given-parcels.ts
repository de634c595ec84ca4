import type { Viewer } from '@stoa/kit/auth';
import type { PayloadOf } from '@stoa/kit/contracts';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, aSeller, type TestSubgraph } from '@stoa/kit/testing';
import { prepareShipments } from '@stoa/schema/commands/fulfillment';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import type { LineRefunded } from '@stoa/schema/events/payments';
import { ShipmentItem } from '../shipment/shipment.entity.ts';

export interface Parcels {
  readonly orderId: string;
  readonly buyer: Viewer;
  readonly sellers: readonly Viewer[];
  /** A parcel's id for each seller, in their order. */
  readonly ids: readonly string[];
}

const anAddress = { name: 'Ada', line1: 'Example Street 1', city: 'Berlin', postalCode: '10115', country: 'DE' };

/** What orders asks for: a parcel for each seller. */
export function aPreparation(buyer: Viewer = aBuyer(), sellers: readonly Viewer[] = [aSeller()]) {
  const parcels = sellers.map((seller) => {
    return {
      sellerId: seller.sellerId!,
      items: [{ orderItemId: newId(), variantId: newId(), name: 'A thing', sku: 'SKU-1', quantity: 1 }],
    };
  });
  return { orderId: newId(), orderNumber: 'ST-0000-0000', buyerId: buyer.userId!, shippingAddress: anAddress, parcels };
}

/** An order's parcels, as they are before anybody has paid. */
export async function provisionalParcels(
  subgraph: TestSubgraph,
  { buyer = aBuyer(), sellers = [aSeller()] }: Partial<Pick<Parcels, 'buyer' | 'sellers'>> = {},
): Promise<Parcels> {
  const asked = aPreparation(buyer, sellers);
  const { shipmentIds } = await subgraph.answer(prepareShipments, asked, { key: asked.orderId });
  return { orderId: asked.orderId, buyer, sellers, ids: shipmentIds };
}

/** What orders tells of an order that was paid. */
export const aConfirmedOrder = (orderId: string): PayloadOf<typeof OrderConfirmed> => {
  return { orderId, cartId: newId(), buyerId: newId(), total: { amountMinor: 1_000, currency: 'USD' }, lines: [] };
};

/** An order's parcels, once it is paid: their sellers may go to work. */
export async function paidParcels(subgraph: TestSubgraph, who: Partial<Pick<Parcels, 'buyer' | 'sellers'>> = {}): Promise<Parcels> {
  const parcels = await provisionalParcels(subgraph, who);
  await subgraph.deliver(OrderConfirmed, aConfirmedOrder(parcels.orderId));
  return parcels;
}

/** What payments tells when all that was paid for an item of the first parcel has gone back. */
export async function aRefundedLine(
  subgraph: TestSubgraph,
  { orderId, buyer, sellers, ids }: Parcels,
): Promise<PayloadOf<typeof LineRefunded>> {
  const item = await subgraph.context().read.findOneOrFail(ShipmentItem, { shipmentId: ids[0]! });
  const { orderItemId, quantity } = item;
  const facts = { orderId, buyerId: buyer.userId!, sellerId: sellers[0]!.sellerId!, orderItemId, variantId: item.variantId!, quantity };
  return { ...facts, paymentId: newId(), productId: newId(), kind: 'PHYSICAL' };
}

export interface ParcelSeen {
  readonly id: string;
  readonly status: string;
  readonly version: number;
}

const PARCEL = '{ id status version }';

export async function processParcel(subgraph: TestSubgraph, viewer: Viewer, id: string): Promise<ParcelSeen> {
  const text = `mutation ($id: ID!) { processShipment(id: $id) ${PARCEL} }`;
  return (await subgraph.as(viewer).query<{ processShipment: ParcelSeen }>(text, { id })).processShipment;
}

/** Its seller hands a parcel to a carrier, under a number that no other parcel has. */
export async function shipParcel(
  subgraph: TestSubgraph,
  viewer: Viewer,
  id: string,
  input: { carrier: string; trackingNumber: string } = { carrier: 'UPS', trackingNumber: newId() },
): Promise<ParcelSeen> {
  const text = `mutation ($id: ID!, $input: ShipShipmentInput!) { shipShipment(id: $id, input: $input) ${PARCEL} }`;
  return (await subgraph.as(viewer).query<{ shipShipment: ParcelSeen }>(text, { id, input })).shipShipment;
}

export async function confirmParcel(subgraph: TestSubgraph, viewer: Viewer, id: string): Promise<ParcelSeen> {
  const text = `mutation ($id: ID!) { confirmDelivery(id: $id) ${PARCEL} }`;
  return (await subgraph.as(viewer).query<{ confirmDelivery: ParcelSeen }>(text, { id })).confirmDelivery;
}

/** A parcel that its buyer has, and whether its seller has their goods again is to be seen. */
export async function deliveredParcel(subgraph: TestSubgraph, who: Partial<Pick<Parcels, 'buyer' | 'sellers'>> = {}): Promise<Parcels> {
  const parcels = await paidParcels(subgraph, who);
  const [seller, id] = [parcels.sellers[0]!, parcels.ids[0]!];
  await processParcel(subgraph, seller, id);
  await shipParcel(subgraph, seller, id);
  await confirmParcel(subgraph, parcels.buyer, id);
  return parcels;
}

export interface ReturnSeen {
  readonly id: string;
  readonly status: string;
}

/** Its buyer asks to give back what is in the first parcel. */
export async function aReturn(
  subgraph: TestSubgraph,
  { buyer, ids }: Pick<Parcels, 'buyer' | 'ids'>,
  quantity = 1,
  viewer: Viewer = buyer,
): Promise<ReturnSeen> {
  const { orderItemId } = await subgraph.context().read.findOneOrFail(ShipmentItem, { shipmentId: ids[0]! });
  const input = { shipmentId: ids[0]!, items: [{ orderItemId, quantity }], reason: 'It does not fit' };
  const text = 'mutation ($input: RequestReturnInput!) { requestReturn(input: $input) { id status } }';
  return (await subgraph.as(viewer).query<{ requestReturn: ReturnSeen }>(text, { input })).requestReturn;
}

/** Somebody does something with a return; its status. */
export async function handleReturn(
  subgraph: TestSubgraph,
  viewer: Viewer,
  what: 'approve' | 'reject' | 'send' | 'receive' | 'cancel',
  id: string,
): Promise<string> {
  const more = what === 'reject' ? ', reason: "It was worn"' : '';
  const text = `mutation ($id: ID!) { done: ${what}Return(id: $id${more}) { status } }`;
  return (await subgraph.as(viewer).query<{ done: { status: string } }>(text, { id })).done.status;
}
