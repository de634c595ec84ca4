import type { Violation } from '../../cli/src/audit/audit.ts';
import { Refused } from './graph.ts';
import type { Person } from './load/person.ts';
import type { Enrolled } from './load/studying.ts';

/** What a client was promised when its checkout was answered, and what it did then. */
export interface Promised {
  readonly buyer: Person;
  /** Null where the client never came to paying. */
  paid: boolean | null;
  /** Its buyer has cancelled it, and was told that it is. */
  cancelled: boolean;
  /** When the checkout was asked for first, and when it was answered. */
  readonly askedAtMs: number;
  readonly answeredAtMs: number;
  readonly paymentId: string;
  /** Codes of the coupons that were agreed to. */
  readonly coupons: readonly string[];
}

const count = (counts: Map<string, number>, what: string, by = 1): void => void counts.set(what, (counts.get(what) ?? 0) + by);

/** What happened in a run. */
export class Tally {
  /** Purchases begun, and come to an end of whatever kind. */
  begun = 0;
  ended = 0;
  /** Since when there are no more faults; null as long as there are. */
  calmSinceMs: number | null = null;
  readonly promised = new Map<string, Promised>();
  /** Returns that their sellers were told to have taken in, with their orders. */
  readonly returned = new Map<string, string>();
  /** Refunds that nobody is owed. */
  readonly goodwill = new Set<string>();
  /** Orders whose money a bank took back, for a while or for good. */
  readonly disputed = new Set<string>();
  /** Numbers of orders of which a seller could not send their part. */
  readonly withdrawn = new Set<string>();
  /** The most that each student of the course was told to have learnt. */
  readonly learnt = new Map<Person, Enrolled>();
  /** Videos whose uploads were taken in. */
  readonly videos = new Set<string>();
  /** What clients have done, by kind of operation. */
  readonly operations = new Map<string, number>();
  /** What was asked for once more than needed, by kind. */
  readonly duplicates = new Map<string, number>();
  /** What clients met instead of an answer. */
  readonly failures = new Map<string, number>();
  readonly faults = new Map<string, number>();
  /** When each fault had fallen. */
  readonly fellAtMs: number[] = [];
  readonly gaveUp: string[] = [];
  readonly violations: Violation[] = [];
  readonly checks = new Map<string, number>();
  /** Every request that a client has sent. */
  requests = 0;

  did(operation: string): void {
    count(this.operations, operation);
  }

  repeated(what: string, times = 1): void {
    count(this.duplicates, what, times);
  }

  noteFailure(error: unknown): void {
    const { code, service } = error instanceof Refused ? error : { code: 'no answer', service: undefined };
    count(this.failures, service ? `${code} of ${service}` : code);
  }

  noteFault(kind: string): void {
    count(this.faults, kind);
    this.fellAtMs.push(Date.now());
  }

  noteChecks(names: readonly string[]): void {
    for (const name of names) count(this.checks, name);
  }

  /** Notes a check of the storm's own, and what broke it. */
  check(invariant: string, found: readonly string[]): void {
    this.noteChecks([invariant]);
    this.violations.push(...found.map((what) => ({ invariant, what })));
  }
}
