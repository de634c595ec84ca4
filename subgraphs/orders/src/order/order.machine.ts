import { compensate, defer, ignore, machine, refuse, type StateOf, to } from '@stoa/kit/machine';

const refund = compensate('refund');

export const orderMachine = machine('Order', {
  states: ['PENDING', 'CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED', 'CANCELLED'],
  initial: 'PENDING',
  triggers: {
    //         no row  PENDING            CONFIRMED           PROCESSING          SHIPPED             DELIVERED  CANCELLED
    pay: [defer, to('CONFIRMED'), ignore, ignore, ignore, ignore, refund],
    // The payment failed, or was never made in time.
    fail: [defer, to('CANCELLED'), ignore, ignore, ignore, ignore, ignore],
    // The goods of a paid order are gone, or its money went back before anything was shipped.
    revoke: [defer, defer, to('CANCELLED'), to('CANCELLED'), ignore, ignore, ignore],
    // Its buyer gives it up before it is paid; what is paid meanwhile goes on.
    giveUp: [refuse, to('CANCELLED'), ignore, ignore, ignore, ignore, ignore],
    // Its buyer cancels it while all of it is still in the house.
    cancel: [refuse, refuse, to('CANCELLED'), to('CANCELLED'), refuse, refuse, ignore],
    progress: [defer, defer, to('PROCESSING'), ignore, ignore, ignore, ignore],
    ship: [defer, defer, to('SHIPPED'), to('SHIPPED'), ignore, ignore, ignore],
    deliver: [defer, defer, to('DELIVERED'), to('DELIVERED'), to('DELIVERED'), ignore, ignore],
    // Placing it was refused by somebody whose yes it needs.
    refuse: [refuse, to('CANCELLED'), ignore, ignore, ignore, ignore, ignore],
  },
});

export type OrderStatus = StateOf<typeof orderMachine>;
