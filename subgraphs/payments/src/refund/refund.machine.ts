import { ignore, machine, refuse, type StateOf, to } from '@stoa/kit/machine';

export const refundMachine = machine('Refund', {
  states: ['PENDING', 'SUCCEEDED', 'FAILED'],
  initial: 'PENDING',
  triggers: {
    //         no row  PENDING            SUCCEEDED  FAILED
    succeed: [refuse, to('SUCCEEDED'), ignore, to('SUCCEEDED')],
    fail: [refuse, to('FAILED'), refuse, ignore],
  },
});

export type RefundStatus = StateOf<typeof refundMachine>;

/** Sends what nobody has sent yet. */
export const SETTLING_JOB = 'payments.settleRefunds';
