import { system } from '../auth/index.ts';
import type { EventEnvelope, HandleMany, HandlerRun } from '../events/index.ts';
import { beginSpan, newTraceparent, runSpan, runTraced } from '../observability/index.ts';
import type { Domain } from './domain.ts';

/** Runs a domain's handler for one event: whatever it does commits with what the guard wrote. */
export function eventRun(domain: Domain): HandlerRun {
  const keyOf = ({ name, version }: { name: string; version: number }): string => `${name} v${version}`;
  const handlerOf = new Map(domain.manifest.handlers.map((handler) => [keyOf(handler.contract), handler]));
  return (envelope, guard) =>
    runSpan(envelope.traceparent, { service: domain.name, name: `consume ${envelope.name}`, kind: 'consumer' }, (traceparent) =>
      domain.context({ viewer: system, traceparent }).deliver(guard, (tx) => {
        const handler = handlerOf.get(keyOf(envelope));
        // A dead letter may be older than the code that is asked to handle it again.
        if (!handler) throw new Error(`${domain.name} handles no ${keyOf(envelope)}`);
        return handler.handle(tx, envelope.payload, envelope);
      }),
    );
}

/** Runs those of a domain's handlers that take several events at once, where there is one. */
export function eventRunMany(domain: Domain): HandleMany {
  const handlerOf = new Map(
    domain.manifest.handlers.flatMap(({ contract, handleMany }) => (handleMany ? [[contract.name, handleMany] as const] : [])),
  );
  return {
    names: new Set(handlerOf.keys()),
    run: async (envelopes, guard) => {
      const spans = consumeSpans(domain.name, envelopes);
      const handleMany = handlerOf.get(envelopes[0]!.name)!;
      const traceparent = envelopes[0]!.traceparent ?? newTraceparent();
      try {
        return await runTraced(traceparent, () =>
          domain.context({ viewer: system, traceparent }).deliverMany(guard, (tx, fresh) =>
            handleMany(
              tx,
              fresh.map((index) => envelopes[index]!),
            ),
          ),
        );
      } catch (error) {
        for (const span of spans) span.fail(error instanceof Error ? error.name : 'failed');
        throw error;
      } finally {
        for (const span of spans) span.end();
      }
    },
  };
}

/** One for each event whose trace is recorded. */
const consumeSpans = (service: string, envelopes: readonly EventEnvelope[]) =>
  envelopes.flatMap(({ traceparent, name }) => {
    const span = traceparent === null ? undefined : beginSpan(traceparent, { service, name: `consume ${name}`, kind: 'consumer' });
    return span ?? [];
  });
