import type { z } from 'zod';
import type { EventContract, EventEnvelope } from '../events/contract.ts';
import type { Transaction } from '../use-case/context.ts';

/** What a domain does when something happened elsewhere: in one transaction with its inbox row and whatever it emits. */
export interface EventHandler {
  readonly contract: EventContract;
  handle(tx: Transaction, payload: unknown, envelope: EventEnvelope): Promise<void>;
  /** Where there is this, several that wait, of different aggregates, are handled by one call. */
  handleMany?(tx: Transaction, envelopes: readonly EventEnvelope[]): Promise<void>;
}

/** One of several events that are handled together. */
export interface Happened<Payload> {
  readonly payload: Payload;
  readonly envelope: EventEnvelope;
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

/**
 * The same for what comes by the hundred: events that wait are handed over together, each of another aggregate, so that a statement or two do for
 * all of them. They are in no order. Where the work fails, each is handed over by itself, so what is wrong with one harms no other. `emit` takes
 * the envelope of what an event follows from.
 */
export function onMany<P extends z.ZodType>(
  contract: EventContract<P>,
  work: (tx: Transaction, events: readonly Happened<z.output<P>>[]) => Promise<unknown>,
): EventHandler {
  const handleMany = async (tx: Transaction, envelopes: readonly EventEnvelope[]): Promise<void> => {
    await work(
      tx,
      envelopes.map((envelope) => ({ payload: contract.payload.parse(envelope.payload), envelope })),
    );
  };
  return {
    contract: contract as unknown as EventContract,
    handle: (tx, payload, envelope) => handleMany(tx, [{ ...envelope, payload }]),
    handleMany,
  };
}
