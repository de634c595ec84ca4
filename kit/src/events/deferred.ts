/** Thrown by a handler that came too early: what it needs has not arrived. The delivery is tried again until its deadline. */
export class Deferred extends Error {}
