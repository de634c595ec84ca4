import type { z } from 'zod';
import { parseInput } from '../errors/index.ts';
import type { DomainContext, Transaction } from '../use-case/context.ts';
import { once } from '../use-case/once.ts';
import type { CommandContract } from './contract.ts';

/** A contract with the code that answers it. */
export interface CommandHandler {
  readonly contract: CommandContract;
  /** Whether the idempotency key and the answer are kept; a command that does not need that says so in its contract or by its rows. */
  readonly keepsKey: boolean;
  answer(context: DomainContext, input: unknown, key: string | undefined): Promise<unknown>;
}

type Answer<O extends z.ZodType> = z.input<O>;

/** Answers a command in one transaction, which also keeps the idempotency key with the answer. */
export function answer<I extends z.ZodType, O extends z.ZodType>(
  contract: CommandContract<I, O>,
  work: (tx: Transaction, input: z.output<I>) => Promise<Answer<O>>,
): CommandHandler {
  return {
    contract: contract as unknown as CommandContract,
    keepsKey: !contract.reads && !contract.absolute,
    answer: async (context, raw, key) => {
      const input = parseInput(contract.input, raw);
      const run = (tx: Transaction): Promise<Answer<O>> => work(tx, input);
      if (contract.reads || contract.absolute || key === undefined) return context.transact(run);
      return context.transact((tx) => once(tx, contract.name, key, input, () => run(tx)));
    },
  };
}

/** Answers a command in several transactions with calls between them. Its own rows make it idempotent, so no key is kept. */
export function answerWorkflow<I extends z.ZodType, O extends z.ZodType>(
  contract: CommandContract<I, O>,
  work: (context: DomainContext, input: z.output<I>) => Promise<Answer<O>>,
): CommandHandler {
  return {
    contract: contract as unknown as CommandContract,
    keepsKey: false,
    answer: (context, raw) => work(context, parseInput(contract.input, raw)),
  };
}

/** Answers a read. There is nothing to commit, so it needs no transaction. */
export function answerRead<I extends z.ZodType, O extends z.ZodType>(
  contract: CommandContract<I, O>,
  work: (context: DomainContext, input: z.output<I>) => Promise<Answer<O>>,
): CommandHandler {
  if (!contract.reads) throw new Error(`${contract.name} is declared to change something`);
  return answerWorkflow(contract, work);
}
