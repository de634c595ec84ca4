import type { Violation } from '../../../cli/src/audit/audit.ts';
import { Refused } from './graph.ts';

/** What a client was promised, and what it did then. */
export interface Acknowledged {
  readonly token: string;
  /** Null where the client never came to paying. */
  paid: boolean | null;
}

/** What happened in a run. */
export class Tally {
  operations = 0;
  refused = 0;
  outOfStock = 0;
  duplicates = 0;
  refundsAsked = 0;
  payoutsAsked = 0;
  begun = 0;
  ended = 0;
  readonly acknowledged = new Map<string, Acknowledged>();
  /** Orders that their buyers have cancelled. */
  readonly cancelled = new Set<string>();
  /** Numbers of orders of which a seller could not send their part. */
  readonly withdrawn = new Set<string>();
  readonly failures = new Map<string, number>();
  readonly faults = new Map<string, number>();
  readonly gaveUp: string[] = [];
  readonly violations: Violation[] = [];
  readonly checks = new Map<string, number>();

  noteFailure(error: unknown): void {
    const kind = error instanceof Refused ? error.code : 'no answer';
    this.failures.set(kind, (this.failures.get(kind) ?? 0) + 1);
  }

  noteFault(kind: string): void {
    this.faults.set(kind, (this.faults.get(kind) ?? 0) + 1);
  }

  noteChecks(names: readonly string[]): void {
    for (const name of names) this.checks.set(name, (this.checks.get(name) ?? 0) + 1);
  }
}
