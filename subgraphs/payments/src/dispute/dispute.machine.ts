import { ignore, machine, refuse, type StateOf, to } from '@stoa/kit/machine';

/** The provider is asked what holds now, but two answers may pass each other: what is behind the present state is ignored. */
export const disputeMachine = machine('Dispute', {
  states: ['INQUIRY', 'OPEN', 'WON', 'LOST'],
  initial: 'INQUIRY',
  triggers: {
    //      no row  INQUIRY     OPEN        WON     LOST
    inquire: [to('INQUIRY'), ignore, ignore, ignore, ignore],
    open: [refuse, to('OPEN'), ignore, ignore, ignore],
    // A bank that has kept the money may give it back after all, and never the other way round.
    win: [refuse, to('WON'), to('WON'), ignore, to('WON')],
    lose: [refuse, to('LOST'), to('LOST'), ignore, ignore],
  },
});

export type DisputeStatus = StateOf<typeof disputeMachine>;

/** Not decided yet. */
export const UNDECIDED: readonly DisputeStatus[] = ['INQUIRY', 'OPEN'];
/** The bank has the money, or keeps it. During an inquiry the shop still has it, and may give it back. */
export const TAKEN: readonly DisputeStatus[] = ['OPEN', 'LOST'];

/** Asks after disputes that are not decided. */
export const FOLLOWING_JOB = 'payments.followDisputes';
