export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** From one moment until another; this month so far (UTC), where neither is said. */
export function periodOf(from: Date | undefined, to: Date | undefined, now = new Date()): Period {
  const until = to ?? now;
  return { from: from ?? new Date(Date.UTC(until.getUTCFullYear(), until.getUTCMonth())), to: until };
}
