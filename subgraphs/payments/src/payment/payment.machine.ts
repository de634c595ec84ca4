import { ignore, machine, refuse, type StateOf, to } from '@stoa/kit/machine';

const captured = to('CAPTURED');

/** The provider's word is the truth: what it captured is captured here, even where we had given the payment up. */
export const paymentMachine = machine('Payment', {
  states: ['CREATED', 'REQUIRES_ACTION', 'PROCESSING', 'CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'FAILED', 'CANCELLED'],
  initial: 'CREATED',
  triggers: {
    //              no row  CREATED                REQUIRES_ACTION   PROCESSING        CAPTURED                  PARTIALLY_REFUNDED        REFUNDED  FAILED    CANCELLED
    requireAction: [refuse, to('REQUIRES_ACTION'), ignore, ignore, ignore, ignore, ignore, ignore, ignore],
    process: [refuse, to('PROCESSING'), to('PROCESSING'), ignore, ignore, ignore, ignore, ignore, ignore],
    capture: [refuse, captured, captured, captured, ignore, ignore, ignore, captured, captured],
    fail: [refuse, to('FAILED'), to('FAILED'), to('FAILED'), ignore, ignore, ignore, ignore, ignore],
    cancel: [refuse, to('CANCELLED'), to('CANCELLED'), to('CANCELLED'), ignore, ignore, ignore, ignore, ignore],
    refundPart: [refuse, refuse, refuse, refuse, to('PARTIALLY_REFUNDED'), ignore, refuse, refuse, refuse],
    refundRest: [refuse, refuse, refuse, refuse, to('REFUNDED'), to('REFUNDED'), refuse, refuse, refuse],
  },
});

export type PaymentStatus = StateOf<typeof paymentMachine>;

/** Not decided yet: the provider has to be asked. */
export const OPEN_STATES: readonly PaymentStatus[] = ['CREATED', 'REQUIRES_ACTION', 'PROCESSING'];
/** Given up here. Who pays all the same is captured. */
export const ENDED_STATES: readonly PaymentStatus[] = ['FAILED', 'CANCELLED'];
export const CAPTURED_STATES: readonly PaymentStatus[] = ['CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED'];
