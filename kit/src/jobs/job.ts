import type { DomainContext } from '../use-case/context.ts';

/** Work that comes round by itself. However many replicas run, one at a time does it: a lease row in the domain's database decides. */
export interface Job {
  readonly name: string;
  readonly everyMs: number;
  /** `stopping` aborts when the process is to end: what takes longer than a moment ends where it can go on later, by whichever replica is next. */
  run(context: DomainContext, stopping?: AbortSignal): Promise<unknown>;
}

const NEVER = new AbortController().signal;

export const job = (name: string, everyMs: number, run: (context: DomainContext, stopping: AbortSignal) => Promise<unknown>): Job => ({
  name,
  everyMs,
  run: (context, stopping = NEVER) => run(context, stopping),
});

export const seconds = (count: number): number => count * 1_000;
export const minutes = (count: number): number => count * 60_000;
