import type { PurchaseInvariant } from './purchase-invariants.ts';

export const leftIsLeft: PurchaseInvariant = {
  name: 'what has left the house is not sent again',
  says: 'A parcel of which its order has heard that it is with a carrier waits for nobody in fulfillment.',
  check({ parcels, leftParcels }) {
    const parcelOf = new Map(parcels.map((parcel) => [parcel.id, parcel]));
    return leftParcels
      .filter(({ shipmentId }) => ['PENDING', 'PROCESSING', 'CANCELLED', undefined].includes(parcelOf.get(shipmentId)?.status))
      .map(
        ({ shipmentId, orderId }) =>
          `parcel ${shipmentId} of order ${orderId} has left, and is ${parcelOf.get(shipmentId)?.status ?? 'not there'}`,
      );
  },
};
