import { ignore, machine, refuse, type StateOf, to } from '@stoa/kit/machine';

export const mediaFileMachine = machine('MediaFile', {
  states: ['AWAITING_UPLOAD', 'UPLOADED', 'PROCESSING', 'READY', 'FAILED'],
  initial: 'AWAITING_UPLOAD',
  triggers: {
    //        no row  AWAITING_UPLOAD   UPLOADED           PROCESSING      READY    FAILED
    confirm: [refuse, to('UPLOADED'), ignore, ignore, ignore, refuse],
    process: [refuse, refuse, to('PROCESSING'), ignore, refuse, refuse],
    finish: [refuse, refuse, to('READY'), to('READY'), ignore, refuse],
    fail: [refuse, to('FAILED'), to('FAILED'), to('FAILED'), refuse, ignore],
  },
});

export type MediaStatus = StateOf<typeof mediaFileMachine>;
