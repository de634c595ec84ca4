import { ignore, machine, refuse, type StateOf, to } from '../../machine/index.ts';

export const noteMachine = machine('Note', {
  states: ['OPEN', 'CLOSED'],
  initial: 'OPEN',
  triggers: {
    //       no row   OPEN          CLOSED
    close: [refuse, to('CLOSED'), ignore],
  },
});

export type NoteStatus = StateOf<typeof noteMachine>;
