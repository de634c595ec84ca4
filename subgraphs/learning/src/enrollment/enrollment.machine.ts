import { ignore, machine, refuse, type StateOf, to } from '@stoa/kit/machine';

export const enrollmentMachine = machine('Enrollment', {
  states: ['ACTIVE', 'COMPLETED', 'DROPPED'],
  initial: 'ACTIVE',
  triggers: {
    //         no row         ACTIVE           COMPLETED        DROPPED
    enroll: [to('ACTIVE'), ignore, ignore, to('ACTIVE')],
    // A course that was finished, given back and bought again is finished as soon as it is active again.
    complete: [refuse, to('COMPLETED'), ignore, refuse],
    // With no row the money went back before anybody was enrolled: the paid line says so, and nobody will be.
    drop: [ignore, to('DROPPED'), to('DROPPED'), ignore],
  },
});

export type EnrollmentStatus = StateOf<typeof enrollmentMachine>;
