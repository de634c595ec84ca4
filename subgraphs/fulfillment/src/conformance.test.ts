import type { Viewer } from '@stoa/kit/auth';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, aSeller, asking, conformance, delivering, type TestSubgraph } from '@stoa/kit/testing';
import { cancelShipments, dropShipments, prepareShipments } from '@stoa/schema/commands/fulfillment';
import { OrderCancelled, OrderConfirmed } from '@stoa/schema/events/orders';
import { LineRefunded } from '@stoa/schema/events/payments';
import manifest from './index.ts';
import {
  aConfirmedOrder,
  aPreparation,
  aRefundedLine,
  aReturn,
  deliveredParcel,
  handleReturn,
  paidParcels,
  processParcel,
  provisionalParcels,
  shipParcel,
} from './testing/given-parcels.ts';

const aParcel = async (subgraph: TestSubgraph, seller: Viewer): Promise<string> =>
  (await paidParcels(subgraph, { sellers: [seller] })).ids[0]!;

/** A parcel that its buyer waits for. */
async function aParcelOnItsWay(subgraph: TestSubgraph, buyer: Viewer): Promise<string> {
  const { ids, sellers } = await paidParcels(subgraph, { buyer });
  await processParcel(subgraph, sellers[0]!, ids[0]!);
  return (await shipParcel(subgraph, sellers[0]!, ids[0]!)).id;
}

/** A return of a seller's goods, or of a buyer's, and how far it has come. */
async function returnOf(subgraph: TestSubgraph, who: { buyer?: Viewer; seller?: Viewer }, ...done: 'approve'[]): Promise<string> {
  const parcels = await deliveredParcel(subgraph, { ...(who.buyer && { buyer: who.buyer }), sellers: [who.seller ?? aSeller()] });
  const { id } = await aReturn(subgraph, parcels);
  for (const what of done) await handleReturn(subgraph, parcels.sellers[0]!, what, id);
  return id;
}

conformance(manifest, {
  fixtures: [
    {
      entity: 'Shipment',
      owner: aSeller,
      make: aParcel,
      arguments: ['Query.shipment(id)', 'Mutation.processShipment(id)', 'Mutation.cancelShipment(id)'],
    },
    {
      entity: 'a parcel in hand',
      owner: aSeller,
      make: async (subgraph, seller) => (await processParcel(subgraph, seller, await aParcel(subgraph, seller))).id,
      arguments: ['Mutation.shipShipment(id)'],
    },
    {
      entity: 'Shipment',
      owner: aBuyer,
      make: aParcelOnItsWay,
      arguments: ['Query.shipment(id)', 'Mutation.confirmDelivery(id)'],
    },
    {
      entity: 'a delivered parcel',
      owner: aBuyer,
      make: async (subgraph, buyer) => (await deliveredParcel(subgraph, { buyer })).ids[0]!,
      arguments: ['Mutation.requestReturn(input.shipmentId)'],
    },
    {
      entity: 'a return that was asked for',
      owner: aSeller,
      make: (subgraph, seller) => returnOf(subgraph, { seller }),
      arguments: ['Mutation.approveReturn(id)', 'Mutation.rejectReturn(id)'],
    },
    {
      entity: 'a return that was agreed to',
      owner: aSeller,
      make: (subgraph, seller) => returnOf(subgraph, { seller }, 'approve'),
      arguments: ['Mutation.receiveReturn(id)'],
    },
    {
      entity: 'a return that was agreed to',
      owner: aBuyer,
      make: (subgraph, buyer) => returnOf(subgraph, { buyer }, 'approve'),
      arguments: ['Mutation.sendReturn(id)', 'Mutation.cancelReturn(id)'],
    },
    {
      entity: 'Order',
      owner: aBuyer,
      make: async (subgraph, buyer) => (await provisionalParcels(subgraph, { buyer })).orderId,
      arguments: ['Subscription.deliveryStatusChanged(orderId)'],
    },
    {
      entity: 'Seller',
      owner: aSeller,
      readableBy: 'everyone',
      make: async (subgraph, seller) => {
        await aParcel(subgraph, seller);
        return seller.sellerId!;
      },
    },
  ],
  open: {
    'Mutation.requestReturn(input.items.orderItemId)': 'only items of that parcel are looked at, and no other is there',
    'Query.shipments(sellerId)': 'only staff list the shipments of all sellers',
  },
  deliveries: [
    delivering(OrderConfirmed, async (subgraph) => aConfirmedOrder((await provisionalParcels(subgraph)).orderId)),
    delivering(OrderCancelled, async (subgraph) => {
      const { orderId } = await provisionalParcels(subgraph);
      return { orderId, cartId: newId(), buyerId: newId(), reason: 'UNPAID' as const, paid: false };
    }),
    delivering(LineRefunded, async (subgraph) => aRefundedLine(subgraph, await paidParcels(subgraph))),
  ],
  asks: [
    asking(cancelShipments, async (subgraph) => ({ orderId: (await paidParcels(subgraph)).orderId })),
    asking(prepareShipments, async () => aPreparation(aBuyer(), [aSeller(), aSeller()])),
    asking(dropShipments, async (subgraph) => ({ orderId: (await provisionalParcels(subgraph)).orderId })),
  ],
});
