import { ignore, machine, refuse, type StateOf, to } from '@stoa/kit/machine';

export const payoutMachine = machine('Payout', {
  states: ['PENDING', 'PAID', 'FAILED'],
  initial: 'PENDING',
  triggers: {
    //      no row  PENDING       PAID    FAILED
    send: [refuse, to('PAID'), ignore, refuse],
    fail: [refuse, to('FAILED'), refuse, ignore],
  },
});

export type PayoutStatus = StateOf<typeof payoutMachine>;
