import { ignore, machine, refuse, type StateOf, to } from '@stoa/kit/machine';

/** Goods on their way back: the buyer asks, the seller agrees, and what has arrived is paid back. */
export const returnMachine = machine('Return', {
  states: ['REQUESTED', 'APPROVED', 'SENT', 'RECEIVED', 'REJECTED', 'CANCELLED'],
  initial: 'REQUESTED',
  triggers: {
    //       no row  REQUESTED        APPROVED         SENT            RECEIVED  REJECTED  CANCELLED
    approve: [refuse, to('APPROVED'), ignore, refuse, refuse, refuse, refuse],
    // A seller who has agreed is bound by it; what arrives may still be unfit to be sold again.
    reject: [refuse, to('REJECTED'), refuse, refuse, refuse, ignore, refuse],
    // The buyer may say so, and need not.
    send: [refuse, refuse, to('SENT'), ignore, refuse, refuse, refuse],
    receive: [refuse, refuse, to('RECEIVED'), to('RECEIVED'), ignore, refuse, refuse],
    cancel: [refuse, to('CANCELLED'), to('CANCELLED'), refuse, refuse, refuse, ignore],
  },
});

export type ReturnStatus = StateOf<typeof returnMachine>;

/** Goods in such a return can be in no other one. */
export const STANDING: readonly ReturnStatus[] = ['REQUESTED', 'APPROVED', 'SENT', 'RECEIVED'];
