import { system } from '../auth/index.ts';
import type { HandlerRun } from '../events/index.ts';
import { runSpan } from '../observability/index.ts';
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
