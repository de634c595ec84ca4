import { ignore, machine, refuse, type StateOf, to } from '@stoa/kit/machine';

/** A product that was once on sale stays readable, so nothing leads back to DRAFT. */
export const productMachine = machine('Product', {
  states: ['DRAFT', 'ACTIVE', 'ARCHIVED'],
  initial: 'DRAFT',
  triggers: {
    //         no row   DRAFT            ACTIVE           ARCHIVED
    publish: [refuse, to('ACTIVE'), ignore, to('ACTIVE')],
    archive: [refuse, to('ARCHIVED'), to('ARCHIVED'), ignore],
    withdraw: [refuse, ignore, refuse, refuse],
  },
});

export type ProductStatus = StateOf<typeof productMachine>;
