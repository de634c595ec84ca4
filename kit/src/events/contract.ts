import { z } from 'zod';

/** What an event changes for readers: one entity, or a list that hangs on an owner. Caches are cleared by it. */
export type Touch = { readonly entity: string; readonly id: string } | { readonly collection: string; readonly id: string };

export const entity = (name: string, id: string): Touch => ({ entity: name, id });
export const collection = (name: string, id: string): Touch => ({ collection: name, id });

/** A typed, versioned fact that one domain publishes. Its name is also its subject: `<domain>.<aggregate>.<past tense>`. */
export interface EventContract<P extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly domain: string;
  readonly version: number;
  readonly aggregate: string;
  readonly payload: P;
  readonly touches: (payload: z.output<P>) => readonly Touch[];
  /**
   * It can happen once only with just this payload, and nothing takes it back: where a restored database has forgotten it and it comes about
   * again, it is the same event, which nobody handles twice. Whatever else has been forgotten is told anew.
   */
  readonly once: boolean;
}

export type PayloadOf<C> = C extends EventContract<infer P> ? z.output<P> : never;

/** Declares an event once: subject, schema, types and what it touches all come from here. */
export function event<P extends z.ZodType>(
  name: `${string}.${string}.${string}`,
  shape: { version: number; aggregate: string; payload: P; touches?: (payload: z.output<P>) => readonly Touch[]; once?: boolean },
): EventContract<P> {
  return { name, domain: name.split('.')[0]!, touches: () => [], once: false, ...shape };
}

/** An event as it travels: the payload in an envelope that identifies it. Times are ISO 8601 UTC. */
export interface EventEnvelope {
  /** UUIDv7; the message id on the wire and the key in every inbox. */
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly aggregateType: string;
  readonly aggregateId: string;
  readonly aggregateVersion: number;
  readonly occurredAt: string;
  /** W3C trace context of what caused it. */
  readonly traceparent: string | null;
  readonly payload: unknown;
}
