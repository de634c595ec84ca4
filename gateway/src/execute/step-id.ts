let lastId = 0;

/** An id that no other step of a plan has. */
export const nextStepId = (): number => ++lastId;
