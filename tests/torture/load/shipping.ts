import { randomUUID } from 'node:crypto';
import type { SellerWork } from './scene.ts';

const PARCELS =
  'query ($id: ID!) { seller(id: $id) { shipments(first: 10, status: PENDING, provisional: false) { nodes { id orderNumber } } } }';
const PROCESS = 'mutation ($id: ID!) { processShipment(id: $id) { status } }';
const SHIP = 'mutation ($id: ID!, $input: ShipShipmentInput!) { shipShipment(id: $id, input: $input) { status } }';
const WITHDRAW = 'mutation ($id: ID!) { cancelShipment(id: $id) { status } }';
export const CARRIER = 'UPS';

interface Waiting {
  readonly seller: { readonly shipments: { readonly nodes: readonly { readonly id: string; readonly orderNumber: string }[] } };
}

/** A seller sends many of the parcels that wait, and cannot send some. */
export const shipping: SellerWork = {
  name: 'parcel sent',
  chance: 1,
  async do({ tally }, { person, underway }, random) {
    const waiting = await person.askOrNull<Waiting>(PARCELS, { id: person.identity.sellerId });
    for (const { id, orderNumber } of waiting?.seller.shipments.nodes ?? []) {
      if (random.chance(0.1)) {
        tally.withdrawn.add(orderNumber);
        if (await person.askOrNull(WITHDRAW, { id })) tally.did('parcel withdrawn by its seller');
      } else if (random.chance(0.4)) {
        const trackingNumber = randomUUID();
        await person.askOrNull(PROCESS, { id });
        if (!(await person.askOrNull(SHIP, { id, input: { carrier: CARRIER, trackingNumber } }))) continue;
        underway.set(trackingNumber, 0);
        tally.did(shipping.name);
      }
    }
  },
};
