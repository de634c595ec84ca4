import { ignore, machine, refuse, type StateOf, to } from '@stoa/kit/machine';

/** A review that was written, and who sees it: everybody while it is PUBLISHED, else its author and moderators. */
export const reviewMachine = machine('Review', {
  states: ['PENDING', 'PUBLISHED', 'HIDDEN'],
  initial: 'PENDING',
  triggers: {
    //        no row  PENDING          PUBLISHED       HIDDEN
    publish: [refuse, to('PUBLISHED'), ignore, to('PUBLISHED')],
    hide: [refuse, to('HIDDEN'), to('HIDDEN'), ignore],
    // Its author has changed it. What was hidden is looked at again before anybody else sees it,
    revise: [refuse, ignore, ignore, to('PENDING')],
    // and so is everything, where moderators look before the public does.
    submit: [refuse, ignore, to('PENDING'), to('PENDING')],
  },
});

export type ReviewStatus = StateOf<typeof reviewMachine>;
