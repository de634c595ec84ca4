import type { DomainContext } from '../use-case/context.ts';

/** Work that comes round by itself. However many replicas run, one at a time does it: a lease row in the domain's database decides. */
export interface Job {
  readonly name: string;
  readonly everyMs: number;
  run(context: DomainContext): Promise<unknown>;
}

export const job = (name: string, everyMs: number, run: Job['run']): Job => ({ name, everyMs, run });

export const seconds = (count: number): number => count * 1_000;
export const minutes = (count: number): number => count * 60_000;
