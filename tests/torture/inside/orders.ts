/** What the storm tells a process that it started. */
export type Order =
  /** Kill yourself when you come to one of these, each at its own time from the first on; others that were wanted before are forgotten. */
  | { readonly crashAt: Readonly<Record<string, number>> }
  /** From now on your clock is off by so much. */
  | { readonly clockOffMs: number };

/** What a process says on its last breath, with the name of the crash point behind it. */
export const LAST_WORDS = 'killed itself at ';
