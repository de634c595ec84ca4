import { ignore, machine, refuse, type StateOf, to } from '@stoa/kit/machine';

const transit = to('IN_TRANSIT');
const arriving = to('OUT_FOR_DELIVERY');
const delivered = to('DELIVERED');

/** Carriers repeat themselves and come late; whatever is behind the present state is ignored. */
export const shipmentMachine = machine('Shipment', {
  states: ['PENDING', 'PROCESSING', 'SHIPPED', 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED', 'CANCELLED'],
  initial: 'PENDING',
  triggers: {
    //          no row  PENDING             PROCESSING         SHIPPED   IN_TRANSIT  OUT_FOR_DELIVERY  DELIVERED  CANCELLED
    process: [refuse, to('PROCESSING'), ignore, refuse, refuse, refuse, refuse, refuse],
    ship: [refuse, refuse, to('SHIPPED'), refuse, refuse, refuse, refuse, refuse],
    // Its seller, or who cancels its order, keeps it in the house.
    withdraw: [refuse, to('CANCELLED'), to('CANCELLED'), refuse, refuse, refuse, refuse, ignore],
    // What the seller or the buyer says.
    confirmDelivery: [refuse, refuse, refuse, delivered, delivered, delivered, ignore, refuse],
    // What the carrier says.
    transit: [ignore, ignore, ignore, transit, ignore, ignore, ignore, ignore],
    arrive: [ignore, ignore, ignore, arriving, arriving, ignore, ignore, ignore],
    deliver: [ignore, ignore, ignore, delivered, delivered, delivered, ignore, ignore],
    // Its order has ended, whatever became of the parcel.
    cancel: [ignore, to('CANCELLED'), to('CANCELLED'), ignore, ignore, ignore, ignore, ignore],
  },
});

export type ShipmentStatus = StateOf<typeof shipmentMachine>;
