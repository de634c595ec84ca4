import { ignore, machine, refuse, type StateOf, to } from '@stoa/kit/machine';

export const cartMachine = machine('Cart', {
  states: ['ACTIVE', 'CHECKOUT', 'COMPLETED', 'ABANDONED', 'EXPIRED'],
  initial: 'ACTIVE',
  triggers: {
    //           no row  ACTIVE          CHECKOUT           COMPLETED  ABANDONED  EXPIRED
    checkOut: [refuse, to('CHECKOUT'), refuse, refuse, refuse, refuse],
    // The order could not be placed: the buyer may change the cart and try again.
    reopen: [refuse, ignore, to('ACTIVE'), ignore, ignore, ignore],
    complete: [ignore, ignore, to('COMPLETED'), ignore, ignore, ignore],
    abandon: [ignore, ignore, to('ABANDONED'), ignore, ignore, ignore],
    expire: [ignore, to('EXPIRED'), ignore, ignore, ignore, ignore],
  },
});

export type CartStatus = StateOf<typeof cartMachine>;
