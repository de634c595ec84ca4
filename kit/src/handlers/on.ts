import type { z } from 'zod';
import type { EventContract, EventEnvelope } from '../events/contract.ts';
import type { Transaction } from '../use-case/context.ts';

/** What a domain does when something happened elsewhere: in one transaction with its inbox row and whatever it emits. */
export interface EventHandler {
  readonly contract: EventContract;
  handle(tx: Transaction, payload: unknown, envelope: EventEnvelope): Promise<void>;
}

export function on<P extends z.ZodType>(
  contract: EventContract<P>,
  work: (tx: Transaction, payload: z.output<P>, envelope: EventEnvelope) => Promise<unknown>,
): EventHandler {
  return {
    contract: contract as unknown as EventContract,
    // The payload is parsed here too: a newer publisher may send more, and what this version does not know it must not see.
    handle: async (tx, payload, envelope) => {
      await work(tx, contract.payload.parse(payload), envelope);
    },
  };
}
