import { ignore, machine, refuse, type StateOf, to } from '@stoa/kit/machine';

/** What administrators think of somebody who sells. Their account may be suspended besides, which stops them selling too. */
export const sellerMachine = machine('Seller', {
  states: ['PENDING', 'APPROVED', 'REJECTED', 'SUSPENDED'],
  initial: 'PENDING',
  triggers: {
    //           no row  PENDING         APPROVED         REJECTED        SUSPENDED
    apply: [refuse, ignore, ignore, to('PENDING'), refuse],
    approve: [refuse, to('APPROVED'), ignore, to('APPROVED'), refuse],
    reject: [refuse, to('REJECTED'), refuse, ignore, refuse],
    suspend: [refuse, refuse, to('SUSPENDED'), refuse, ignore],
    reinstate: [refuse, refuse, ignore, refuse, to('APPROVED')],
  },
});

export type SellerStatus = StateOf<typeof sellerMachine>;
export type SellerTrigger = keyof typeof sellerMachine.triggers;
