import { compensate, ignore, machine, refuse, type StateOf, to } from '@stoa/kit/machine';

/** A hold on stock: soft for a cart, hard for an order, until it is sold, given back or too old. */
export const reservationMachine = machine('Reservation', {
  states: ['SOFT', 'HARD', 'SOLD', 'RELEASED', 'EXPIRED', 'RETURNED'],
  initial: 'SOFT',
  triggers: {
    //          no row  SOFT            HARD            SOLD            RELEASED              EXPIRED               RETURNED
    allocate: [refuse, to('HARD'), ignore, refuse, refuse, refuse, refuse],
    // A confirmed order whose hold has lapsed takes from what is available, or cannot be served.
    sell: [ignore, refuse, to('SOLD'), ignore, compensate('taking again'), compensate('taking again'), ignore],
    resell: [refuse, refuse, refuse, refuse, to('SOLD'), to('SOLD'), refuse],
    // A paid order that is cancelled before it ships puts its goods back on the shelf.
    release: [ignore, to('RELEASED'), to('RELEASED'), to('RETURNED'), ignore, ignore, ignore],
    expire: [ignore, to('EXPIRED'), to('EXPIRED'), ignore, ignore, ignore, ignore],
  },
});

export type ReservationStatus = StateOf<typeof reservationMachine>;
