import { ignore, machine, refuse, type StateOf, to } from '@stoa/kit/machine';

/** What has ended stays so: whoever wants its file taken in again imports it again, which changes nothing that is so already. */
export const productImportMachine = machine('ProductImport', {
  states: ['PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED'],
  initial: 'PENDING',
  triggers: {
    //         no row   PENDING           RUNNING           COMPLETED FAILED  CANCELLED
    start: [refuse, to('RUNNING'), ignore, refuse, refuse, refuse],
    complete: [refuse, refuse, to('COMPLETED'), ignore, refuse, refuse],
    fail: [refuse, to('FAILED'), to('FAILED'), refuse, ignore, refuse],
    cancel: [refuse, to('CANCELLED'), to('CANCELLED'), ignore, ignore, ignore],
  },
});

export type ProductImportStatus = StateOf<typeof productImportMachine>;
