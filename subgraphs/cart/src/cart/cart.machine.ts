import { ignore, machine, refuse, type StateOf, to } from '@stoa/kit/machine';

export const cartMachine = machine('Cart', {
  states: ['ACTIVE', 'CHECKOUT', 'COMPLETED', 'ABANDONED', 'EXPIRED', 'MERGED'],
  initial: 'ACTIVE',
  triggers: {
    //           no row  ACTIVE          CHECKOUT           COMPLETED  ABANDONED  EXPIRED  MERGED
    checkOut: [refuse, to('CHECKOUT'), refuse, refuse, refuse, refuse, refuse],
    // The order could not be placed: the buyer may change the cart and try again.
    reopen: [refuse, ignore, to('ACTIVE'), ignore, ignore, ignore, ignore],
    complete: [ignore, ignore, to('COMPLETED'), ignore, ignore, ignore, ignore],
    abandon: [ignore, ignore, to('ABANDONED'), ignore, ignore, ignore, ignore],
    expire: [ignore, to('EXPIRED'), ignore, ignore, ignore, ignore, ignore],
    // What a guest has put in goes into the cart of the account that they log in to. It is filled by one at a time.
    merge: [ignore, to('MERGED'), refuse, ignore, ignore, ignore, ignore],
  },
});

export type CartStatus = StateOf<typeof cartMachine>;
