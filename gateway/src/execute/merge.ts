import type { TypeIndex } from '../plan/type-index.ts';
import { type DataRecord, isRecord } from './data.ts';
import { Failure } from './failure.ts';

/**
 * Adds what a subgraph answered to what is already known, each value written once.
 * New objects are taken over as they are and not copied, so an answer must belong to the gateway alone.
 */
export function mergeInto(target: DataRecord, received: DataRecord, types: TypeIndex): void {
  for (const key of Object.keys(received)) {
    const incoming = received[key];
    const known = target[key];
    if (known === undefined) {
      if (key !== '__proto__') target[key] = incoming;
    } else if (key === '__typename') {
      // Where one subgraph says only the interface and another the object's own type, the latter is right.
      if (!types.isObject(String(known)) && types.isObject(String(incoming))) target[key] = incoming;
    } else if (known === null || known instanceof Failure) {
      if (incoming !== null && !(incoming instanceof Failure)) target[key] = incoming;
    } else if (known !== incoming) {
      mergeValue(known, incoming, types);
    }
  }
}

/** A value for a place of its own; failures are the same everywhere. */
export function copyOf<Value>(value: Value): Value {
  if (value === null || typeof value !== 'object' || value instanceof Failure) return value;
  if (Array.isArray(value)) return value.map(copyOf) as Value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyOf(inner)])) as Value;
}

function mergeValue(known: unknown, incoming: unknown, types: TypeIndex): void {
  if (incoming instanceof Failure) return;
  if (isRecord(known) && isRecord(incoming)) {
    mergeInto(known, incoming, types);
  } else if (Array.isArray(known) && Array.isArray(incoming) && known.length === incoming.length) {
    for (let index = 0; index < known.length; index++) {
      if (known[index] === null || known[index] instanceof Failure) known[index] = incoming[index];
      else mergeValue(known[index], incoming[index], types);
    }
  }
}
