import type { z } from 'zod';
import { parseInput } from '../errors/index.ts';
import type { DomainContext, Transaction } from './context.ts';

/** One thing that somebody can do: named, its input checked, ignorant of HTTP and of the broker. */
export interface UseCase<I, O> {
  readonly name: string;
  run(context: DomainContext, input: unknown): Promise<O>;
  /** Never set: it carries the input's type. */
  readonly input?: I;
}

/** A use case that is one transaction. */
export function useCase<S extends z.ZodType, O>(
  name: string,
  input: S,
  work: (tx: Transaction, input: z.output<S>) => Promise<O>,
): UseCase<z.input<S>, O> {
  return {
    name,
    run: (context, raw) => {
      const checked = parseInput(input, raw);
      return context.transact((tx) => work(tx, checked));
    },
  };
}

/** A use case of several transactions with questions to other domains or providers between them. */
export function workflow<S extends z.ZodType, O>(
  name: string,
  input: S,
  work: (context: DomainContext, input: z.output<S>) => Promise<O>,
): UseCase<z.input<S>, O> {
  return { name, run: async (context, raw) => work(context, parseInput(input, raw)) };
}
